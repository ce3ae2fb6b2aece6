// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.cluster.ActorRef;
import io.jevent.cluster.Actors;
import io.jevent.cluster.Cluster;
import io.jevent.cluster.KeyedActor;
import java.time.Duration;

/** The account of {@link Ledger}, found by a key. */
@SuppressWarnings("FutureReturnValueIgnored")
final class AccountsByKey {

    private AccountsByKey() {}

    // @start region="program"
    sealed interface Message {}

    record Deposit(int amount) implements Message {}

    record Balance() implements Message {}

    static final class Account implements KeyedActor<Message, Integer> {

        private int balance; // nobody else touches it

        @Override
        public Integer receive(Message message) {
            if (message instanceof Deposit(int amount)) {
                balance += amount;
            }
            return balance;
        }
    }

    static void main() {
        try (Cluster cluster = Cluster.local()) {
            Actors<Message, Integer> accounts = cluster.actors("account", _ -> new Account());
            for (int amount : new int[] {5, 10, 20}) {
                Jevent.spawn(() -> accounts.get("ann").tell(new Deposit(amount)));
            }
            Jevent.idle();
            ActorRef<Message, Integer> ann = accounts.get("ann");
            IO.println("ann: " + ann.ask(new Balance(), Duration.ofSeconds(1)));
            IO.println("bob: " + accounts.get("bob").ask(new Balance(), Duration.ofSeconds(1)));
        }
    }
    // @end
}
