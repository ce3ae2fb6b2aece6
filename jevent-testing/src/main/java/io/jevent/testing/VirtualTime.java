// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import io.jevent.Jevent;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.threadpool.ThreadPool;
import java.time.Duration;
import java.util.Objects;

/**
 * The clock of a test: it stands still while anything can run and jumps to the next timer when nothing can, so an hour
 * of sleep takes no time and every run is the same.
 *
 * <pre>{@code
 * VirtualTime.run(time -> {
 *     Jevent.sleep(Duration.ofHours(1));
 *     assertThat(time.now()).isEqualTo(Duration.ofHours(1));
 * });
 * }</pre>
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @since 0.1
 */
public final class VirtualTime {

    private final VirtualTimeLoop loop;

    VirtualTime(VirtualTimeLoop loop) {
        this.loop = loop;
    }

    /**
     * The body of a test that looks at the clock.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface Body {

        /**
         * Runs the test.
         *
         * @param time the clock
         * @throws Exception whatever goes wrong
         */
        void run(VirtualTime time) throws Exception;
    }

    /**
     * Runs a whole test in virtual time, with the checks of {@link TestHub}: on the calling platform thread, or, if a
     * greenlet calls, on a new thread, whose hub has its own clock. So a program that {@code ./jevent run} starts,
     * whose {@code main} is a greenlet, may call this; its other greenlets run meanwhile, in their own time.
     *
     * @param body the test, run as the root greenlet
     * @throws Exception what it throws, as it is
     * @throws AssertionError if it leaks a greenlet, overlooks a failure, or takes too long
     * @switches always in a greenlet
     */
    public static void run(Body body) throws Exception {
        Objects.requireNonNull(body, "body");
        if (!Thread.currentThread().isVirtual()) {
            runHere(body);
        } else {
            try (var pool = new ThreadPool(1)) {
                boolean _ = pool.apply(() -> {
                    runHere(body);
                    return true;
                });
            }
        }
    }

    private static void runHere(Body body) throws Exception {
        try (var hub = TestHub.virtualTime()) {
            hub.run(() -> body.run(hub.time()));
        }
    }

    /**
     * Reads the clock.
     *
     * @return the time since the test began
     */
    public Duration now() {
        return Duration.ofNanos(loop.now());
    }

    /**
     * Lets time pass: runs all work that is due until then, each at its own moment, and returns when it is done, also
     * the work that is due at the end.
     *
     * @param step how long; zero only runs the work that is due now
     * @throws IllegalArgumentException if {@code step} is negative
     * @switches always
     */
    public void advance(Duration step) {
        loop.allow(step);
        Jevent.sleep(step);
        Jevent.idle();
    }

    /**
     * Moves the clock on at once, as if the calling greenlet had computed for that time without yielding. Timers that
     * become due meanwhile fire late, in order.
     *
     * @param step how long; not negative
     * @throws IllegalArgumentException if {@code step} is negative
     * @switches never
     */
    public void compute(Duration step) {
        loop.advance(step);
    }

    /**
     * Sets whether the clock jumps by itself when nothing can run, which is the default. If it does not, only
     * {@link #advance} moves it, and a test in which all greenlets wait for a timer fails with
     * {@link io.jevent.exceptions.LoopExit}.
     *
     * @param jumps false to keep it where it stands
     */
    public void setAutoJump(boolean jumps) {
        loop.setAutoJump(jumps);
    }

    @Override
    public String toString() {
        return "virtual time " + now();
    }
}
