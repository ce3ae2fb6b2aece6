// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/**
 * The callback of a timer that repeats. Invariant: two of its calls never overlap, although one may wait in foreign
 * code while the hub goes on.
 */
final class Repetition implements Runnable {

    private final Runnable work;
    private final long interval;
    private boolean running;

    Repetition(Runnable work, long interval) {
        this.work = work;
        this.interval = interval;
    }

    Runnable work() {
        return work;
    }

    /** In nanoseconds, positive. */
    long interval() {
        return interval;
    }

    /** The object for the hub to call: a {@link DirectCallback} itself, for it cannot wait. */
    Runnable call() {
        return work instanceof DirectCallback ? work : this;
    }

    @Override
    public void run() {
        if (running) {
            return;
        }
        running = true;
        try {
            work.run();
        } finally {
            running = false;
        }
    }
}
