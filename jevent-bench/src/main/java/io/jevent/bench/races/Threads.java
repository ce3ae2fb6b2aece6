// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.races;

import java.util.ArrayList;
import java.util.List;

/** Starts threads and checks results, for all programs. */
final class Threads {

    private Threads() {}

    static void bugIf(boolean condition) {
        if (condition) {
            throw new AssertionError("the bug");
        }
    }

    /** Starts a thread for each body, and waits until all have ended. */
    static void together(List<Runnable> bodies) throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (Runnable body : bodies) {
            threads.add(new Thread(body));
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    static void together(Runnable... bodies) throws InterruptedException {
        together(List.of(bodies));
    }

    static List<Runnable> times(int count, Runnable body) {
        var bodies = new ArrayList<Runnable>();
        for (int i = 0; i < count; i++) {
            bodies.add(body);
        }
        return bodies;
    }
}
