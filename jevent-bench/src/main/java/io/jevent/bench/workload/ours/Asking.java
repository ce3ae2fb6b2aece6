// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.bench.workload.ClusterLoad;
import java.util.ArrayList;

/** Greenlets that ask at the same time, each one question after the other. */
public final class Asking {

    private Asking() {}

    /** Returns the ns of an ask. */
    public static double round(int asks, Question question) {
        long begin = System.nanoTime();
        int askers = Math.min(ClusterLoad.ASKING, asks);
        run(askers, asks / askers, question);
        return (double) (System.nanoTime() - begin) / (asks / askers * askers);
    }

    /** Has each asker ask so often. */
    static void run(int askers, int each, Question question) {
        var greenlets = new ArrayList<Greenlet<?>>();
        for (int i = 0; i < askers; i++) {
            int asker = i;
            greenlets.add(Jevent.spawn(() -> {
                for (int n = 0; n < each; n++) {
                    if (question.ask(asker, n) != n) {
                        throw new IllegalStateException("this is the reply to another message");
                    }
                }
            }));
        }
        Jevent.joinAllOrThrow(greenlets);
    }

    /** Asks with a number, and returns that of the reply. */
    @FunctionalInterface
    public interface Question {

        /** Asks. */
        long ask(int asker, long number);
    }
}
