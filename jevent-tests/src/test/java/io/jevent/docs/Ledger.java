// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.actor.Actor;
import io.jevent.event.AsyncResult;
import java.time.Duration;

/** An actor that is told things and asked things. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Ledger {

    private Ledger() {}

    // @start region="program"
    sealed interface Message {}

    record Deposit(int amount) implements Message {}

    record Balance(AsyncResult<Integer> answer) implements Message {}

    static final class Account extends Actor<Message> {

        private int balance; // nobody else touches it

        @Override
        protected void receive(Message message) {
            switch (message) {
                case Deposit(int amount) -> balance += amount;
                case Balance(AsyncResult<Integer> answer) -> answer.set(balance);
            }
        }
    }

    static void main() {
        var account = new Account();
        account.start();
        for (int amount : new int[] {5, 10, 20}) {
            Jevent.spawn(() -> account.tell(new Deposit(amount)));
        }
        Jevent.idle();
        int balance = account.ask(Balance::new, Duration.ofSeconds(1));
        IO.println("balance: " + balance);
        account.stop();
        account.join();
        IO.println("ended, messages left: " + account.backlog());
    }
    // @end
}
