// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

/** Virtual threads that return at once: start all, join all. */
public final class SpawnWorkload {

    private SpawnWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        InVirtualThread.serve(args, SpawnWorkload::round);
    }

    private static double round(int count) throws InterruptedException {
        var threads = new Thread[count];
        var counter = new int[1];
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            threads[i] = Thread.startVirtualThread(() -> counter[0]++);
        }
        for (var thread : threads) {
            thread.join();
        }
        long end = System.nanoTime();
        if (counter[0] != count) {
            throw new IllegalStateException("ran " + counter[0] + " of " + count);
        }
        return (double) (end - begin) / count;
    }
}
