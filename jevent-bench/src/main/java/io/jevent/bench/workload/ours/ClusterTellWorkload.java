// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.bench.workload.ClusterLoad;
import io.jevent.bench.workload.Rounds;
import io.jevent.cluster.ActorRef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Greenlets of one node tell actors of another, and ask now and then whether the messages have arrived. */
public final class ClusterTellWorkload {

    private ClusterTellWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Nodes.serve(args, 2, ClusterTellWorkload::row);
    }

    private static Rounds.Round row(Nodes nodes) {
        var actors = nodes.remote(ClusterLoad.TELLING * ClusterLoad.ACTORS);
        return messages -> round(actors, messages);
    }

    private static double round(List<ActorRef<Note, Note>> actors, int messages) {
        long before = handled(actors);
        long begin = System.nanoTime();
        var senders = new ArrayList<Greenlet<?>>();
        for (int i = 0; i < ClusterLoad.TELLING; i++) {
            var own = actors.subList(i * ClusterLoad.ACTORS, (i + 1) * ClusterLoad.ACTORS);
            senders.add(Jevent.spawn(() -> send(own, messages / ClusterLoad.TELLING)));
        }
        Jevent.joinAllOrThrow(senders);
        double nanos = (double) (System.nanoTime() - begin) / messages;
        ClusterLoad.check(handled(actors) - before, messages);
        return nanos;
    }

    private static void send(List<ActorRef<Note, Note>> actors, int messages) {
        long before = handled(actors);
        for (int sent = 0; sent < messages; ) {
            int burst = Math.min(messages - sent, ClusterLoad.BURST * actors.size());
            for (int i = 0; i < burst; i++) {
                actors.get(i % actors.size()).tell(new Note(ClusterLoad.TEXT, sent + i));
            }
            sent += burst;
            ClusterLoad.check(handled(actors) - before, sent);
        }
    }

    /** Asks all at once. */
    private static long handled(List<ActorRef<Note, Note>> actors) {
        var counts = new long[actors.size()];
        var asking = new ArrayList<Greenlet<?>>();
        for (int i = 0; i < counts.length; i++) {
            int place = i;
            asking.add(Jevent.spawn(() -> {
                counts[place] = Nodes.ask(actors.get(place)).number();
            }));
        }
        Jevent.joinAllOrThrow(asking);
        return Arrays.stream(counts).sum();
    }
}
