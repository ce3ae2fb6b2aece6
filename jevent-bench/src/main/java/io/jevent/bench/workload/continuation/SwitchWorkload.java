// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.continuation;

import io.jevent.bench.workload.Rounds;
import jdk.internal.vm.Continuation;

/** Two bare continuations run in turn, without even a queue between them: the floor of a switch. */
public final class SwitchWorkload {

    private SwitchWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, SwitchWorkload::round);
    }

    private static double round(int switches) {
        Runnable yielder = () -> {
            for (int i = 0; i < switches / 2; i++) {
                Continuation.yield(RawLoop.SCOPE);
            }
        };
        var one = new Continuation(RawLoop.SCOPE, yielder);
        var other = new Continuation(RawLoop.SCOPE, yielder);
        long begin = System.nanoTime();
        while (!other.isDone()) {
            one.run();
            other.run();
        }
        return (double) (System.nanoTime() - begin) / switches;
    }
}
