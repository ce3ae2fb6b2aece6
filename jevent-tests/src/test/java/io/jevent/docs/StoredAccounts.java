// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.cluster.ActorFailedException;
import io.jevent.cluster.ActorRef;
import io.jevent.cluster.Actors;
import io.jevent.cluster.Cluster;
import io.jevent.cluster.ClusterOptions;
import io.jevent.cluster.DurableActor;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Accounts whose deposits are stored, on one machine or on several. */
final class StoredAccounts {

    private StoredAccounts() {}

    // @start region="program"
    sealed interface Message {}

    record Deposit(String id, int amount) implements Message {}

    record Balance() implements Message {}

    static final class Account extends DurableActor<Message, Integer, Deposit> {

        private final Set<String> ids = new HashSet<>();
        private int balance;

        @Override
        public Integer receive(Message message) {
            if (message instanceof Deposit deposit && !ids.contains(deposit.id())) {
                persist(deposit); // it is stored when this returns
            }
            return balance;
        }

        @Override
        protected void apply(Deposit deposit) {
            ids.add(deposit.id());
            balance += deposit.amount();
        }
    }

    private static Cluster join(String... arguments) {
        if (arguments.length == 0) {
            return Cluster.local();
        }
        return Cluster.start(ClusterOptions.create()
                .at(arguments[0], 7355)
                .seeds("10.0.0.5:7355", "10.0.0.6:7355", "10.0.0.7:7355")
                .storage("jdbc:postgresql://10.0.0.8/bank", "bank", System.getenv("PASSWORD"))
                .allow(Message.class));
    }

    /** Asks until there is a reply; a repeated deposit is recognized by its id. */
    private static int deposit(ActorRef<Message, Integer> account, Deposit deposit) {
        while (true) {
            try {
                return account.ask(deposit, Duration.ofSeconds(10));
            } catch (Timeout | ActorFailedException e) {
                IO.println("again: " + e.getMessage());
                Jevent.sleep(Duration.ofSeconds(1));
            }
        }
    }

    static void main(String... arguments) {
        try (Cluster cluster = join(arguments)) {
            Actors<Message, Integer> accounts = cluster.durable("account", _ -> new Account());
            ActorRef<Message, Integer> ann = accounts.get("ann");
            IO.println("ann: " + deposit(ann, new Deposit("rent", 500)));
            IO.println("ann: " + deposit(ann, new Deposit("rent", 500)));
            Jevent.sleep(Duration.ofHours(1)); // the actor leaves the memory after two minutes
            IO.println("in memory: " + accounts.size());
            IO.println("ann: " + ann.ask(new Balance(), Duration.ofSeconds(10)));
        }
    }
    // @end
}
