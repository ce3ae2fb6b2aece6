// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Rounds;
import io.jevent.event.Event;
import io.jevent.exceptions.LoopExit;
import io.jevent.testing.TestHub;

/** Tests in a closed world that get stuck: each ends with the report of what is stuck. */
public final class SimStuckWorkload {

    private SimStuckWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, SimStuckWorkload::round);
    }

    private static double round(int tests) throws Exception {
        long begin = System.nanoTime();
        int stuck = 0;
        for (int i = 0; i < tests; i++) {
            stuck += isStuck() ? 1 : 0;
        }
        double cost = (double) (System.nanoTime() - begin) / tests;
        if (stuck != tests) {
            throw new IllegalStateException("only " + stuck + " of " + tests + " tests were stuck");
        }
        return cost;
    }

    private static boolean isStuck() throws Exception {
        try (var hub = TestHub.closedWorld()) {
            hub.allowLeaks();
            hub.run(() -> {
                Jevent.spawn(() -> Jevent.sleep()).join();
                new Event().await();
            });
            return false;
        } catch (LoopExit _) {
            return true;
        }
    }
}
