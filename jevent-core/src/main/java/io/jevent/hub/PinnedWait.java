// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.carrier.ServiceThread;
import io.jevent.internal.carrier.VirtualThreads;

/**
 * Lets a hub go on while one of its greenlets, which a class initializer or a native method pins to the hub's thread,
 * waits in foreign code. Called by the agent of {@code jevent-monkey} in the JDK's own waits.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @audience internal
 * @since 0.1
 */
public final class PinnedWait {

    private PinnedWait() {}

    /**
     * Parks the thread that carries the caller, as the JDK does.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface Park {

        /**
         * Parks until the caller is unparked or interrupted, until the time is over, or without a reason.
         *
         * @param timed whether the time is limited
         * @param nanos the longest time, in nanoseconds
         */
        void park(boolean timed, long nanos);
    }

    /**
     * Has everything loaded and linked that {@link #await} needs: while a thread waits, nothing may be loaded.
     *
     * @param attempt calls {@link #await} in a virtual thread that is no greenlet
     * @throws InterruptedException if the caller is interrupted
     */
    public static void rehearse(Runnable attempt) throws InterruptedException {
        StandIns.rehearse();
        Thread thread = VirtualThreads.create(task -> new ServiceThread(task, "rehearsal").start(), attempt);
        thread.start();
        thread.join();
    }

    /**
     * Parks a pinned greenlet and has a stand-in thread drive the hub meanwhile, if the wait is long and that is safe.
     * When it returns, no other greenlet of the hub runs.
     *
     * @param park parks the thread
     * @param timed whether the time is limited
     * @param nanos the longest time, in nanoseconds
     * @return false, without having waited, if the caller is no greenlet
     * @switches only if a stand-in drove the hub
     */
    public static boolean await(Park park, boolean timed, long nanos) {
        Hub hub = Hub.ifCurrent();
        RawGreenlet greenlet = hub == null ? null : hub.running();
        return greenlet != null
                && greenlet.thread == Thread.currentThread()
                && greenlet.hub.dispatcher().standIns().hold(greenlet, park, timed, nanos);
    }
}
