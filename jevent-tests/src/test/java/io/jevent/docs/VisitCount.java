// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.cluster.Actors;
import io.jevent.cluster.Cluster;
import io.jevent.cluster.KeyedActor;
import io.jevent.cluster.Subscription;
import java.time.Duration;
import java.util.Set;

/** Actors and a presence of a cluster that is one hub. */
final class VisitCount {

    private VisitCount() {}

    // @start region="program"
    static final class Visits implements KeyedActor<String, Integer> {
        private int count;

        @Override
        public Integer receive(String visitor) {
            count++;
            return count;
        }
    }

    static void main() {
        try (Cluster cluster = Cluster.local()) {
            Actors<String, Integer> visits = cluster.actors("visits", _ -> new Visits());
            visits.get("/home").tell("ann");
            int count = visits.get("/home").ask("bob", Duration.ofSeconds(1));
            IO.println("/home: " + count);
            try (Subscription<Set<String>> names = cluster.presence("lobby").changes()) {
                IO.println("lobby: " + names.get());
                cluster.presence("lobby").enter("ann");
                IO.println("lobby: " + names.get());
            }
            IO.print(cluster.report());
        }
    }
    // @end
}
