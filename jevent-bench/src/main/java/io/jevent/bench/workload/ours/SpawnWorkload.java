// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.bench.workload.Rounds;
import java.util.ArrayList;

/** Greenlets that return at once: spawn all, join all. */
public final class SpawnWorkload {

    private SpawnWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, count -> Jevent.run(() -> round(count)));
    }

    private static double round(int count) {
        var counter = new int[1];
        Runnable body = () -> counter[0]++;
        long begin = System.nanoTime();
        var greenlets = new ArrayList<Greenlet<?>>(count);
        for (int i = 0; i < count; i++) {
            greenlets.add(Jevent.spawn(body));
        }
        Jevent.joinAll(greenlets);
        long end = System.nanoTime();
        if (counter[0] != count) {
            throw new IllegalStateException("ran " + counter[0] + " of " + count);
        }
        return (double) (end - begin) / count;
    }
}
