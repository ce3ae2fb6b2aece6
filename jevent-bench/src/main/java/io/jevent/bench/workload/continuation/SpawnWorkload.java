// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.continuation;

import io.jevent.bench.workload.Rounds;

/** Bare continuations that return at once: make all, run all. */
public final class SpawnWorkload {

    private SpawnWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, SpawnWorkload::round);
    }

    private static double round(int count) {
        var counter = new int[1];
        var loop = new RawLoop(count);
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            loop.spawn(() -> counter[0]++);
        }
        loop.run();
        long end = System.nanoTime();
        if (counter[0] != count) {
            throw new IllegalStateException("ran " + counter[0] + " of " + count);
        }
        return (double) (end - begin) / count;
    }
}
