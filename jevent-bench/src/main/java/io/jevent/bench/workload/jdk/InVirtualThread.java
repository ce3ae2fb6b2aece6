// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.jdk;

import io.jevent.bench.workload.Rounds;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs each round in a virtual thread, as jevent's run in the root greenlet. On a platform thread every join would cost
 * a wake-up of that thread, which is not what the rows are about.
 */
final class InVirtualThread {

    private InVirtualThread() {}

    static void serve(String[] args, Rounds.Round round) throws Exception {
        Rounds.serve(args, operations -> run(round, operations));
    }

    private static double run(Rounds.Round round, int operations) throws InterruptedException, ExecutionException {
        var task = new FutureTask<>(() -> round.run(operations));
        Thread.startVirtualThread(task);
        return task.get();
    }
}
