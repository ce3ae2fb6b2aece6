// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

/** Two virtual threads that yield to each other; the scheduler has one carrier, or else they would not meet. */
public final class SwitchWorkload {

    private SwitchWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        InVirtualThread.serve(args, SwitchWorkload::round);
    }

    private static double round(int switches) throws InterruptedException {
        Runnable yielder = () -> {
            for (int i = 0; i < switches / 2; i++) {
                Thread.yield();
            }
        };
        long begin = System.nanoTime();
        var one = Thread.startVirtualThread(yielder);
        var other = Thread.startVirtualThread(yielder);
        one.join();
        other.join();
        return (double) (System.nanoTime() - begin) / switches;
    }
}
