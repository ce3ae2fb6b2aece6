// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.bench.workload.ClusterLoad;
import io.jevent.bench.workload.Heap;
import io.jevent.bench.workload.Rounds;
import io.jevent.cluster.Actors;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;

/** Many actors on three nodes: each is created by its first ask. */
public final class ClusterManyWorkload {

    private static final double SECOND = 1e9;
    private static final double MIB = 1024.0 * 1024;

    private ClusterManyWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Nodes.serve(args, 3, ClusterManyWorkload::row);
    }

    private static Rounds.Round row(Nodes nodes) {
        return actors -> {
            long before = Heap.used();
            long begin = System.nanoTime();
            askEach(nodes.notes(), "many", actors);
            double seconds = (System.nanoTime() - begin) / SECOND;
            Collection<Integer> sizes = nodes.notes().sizes(ClusterLoad.LIMIT).values();
            ClusterLoad.check(sizes.stream().mapToInt(Integer::intValue).sum(), actors);
            Rounds.remark(String.format(
                    Locale.ROOT,
                    "%d nodes have %,d to %,d actors; the heap of all three grew by %.0f MiB",
                    sizes.size(),
                    Collections.min(sizes),
                    Collections.max(sizes),
                    (Heap.used() - before) / MIB));
            return seconds;
        };
    }

    /** Asks actors of the keys from 0 on, each once. */
    static void askEach(Actors<Note, Note> notes, String prefix, int actors) {
        int askers = Math.min(ClusterLoad.ASKING, actors);
        int each = (actors + askers - 1) / askers;
        Asking.run(askers, each, (asker, number) -> {
            long key = asker * (long) each + number;
            if (key < actors) {
                return notes.get(prefix + key)
                        .ask(new Note(ClusterLoad.TEXT, number), ClusterLoad.LIMIT)
                        .number();
            }
            return number;
        });
    }
}
