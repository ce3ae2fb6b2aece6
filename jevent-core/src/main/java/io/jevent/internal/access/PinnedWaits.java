// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.access;

/**
 * Lets a hub go on while one of its greenlets, which a class initializer or a native method pins to the hub's thread,
 * waits in foreign code. Called by the agent of {@code jevent-monkey} in the JDK's own waits, by any thread.
 */
public interface PinnedWaits {

    /** Parks the thread that carries the caller, as the JDK does. */
    @FunctionalInterface
    interface Park {

        /**
         * Parks until the caller is unparked or interrupted, until the time is over, or without a reason.
         *
         * @param timed whether the time is limited
         * @param nanos the longest time, in nanoseconds
         */
        void park(boolean timed, long nanos);
    }

    /**
     * Returns the implementation.
     *
     * @param hub the class of hubs
     * @return the implementation
     */
    static PinnedWaits of(Class<?> hub) {
        return (PinnedWaits) Access.to(PinnedWaits.class, hub);
    }

    /**
     * Has everything loaded and linked that {@link #await} needs: while a thread waits, nothing may be loaded.
     *
     * @param attempt calls {@link #await} in a virtual thread that is not a greenlet
     * @throws InterruptedException if the caller is interrupted
     */
    void rehearse(Runnable attempt) throws InterruptedException;

    /**
     * Parks a pinned greenlet and has a stand-in thread drive the hub meanwhile, if the wait is long and that is safe.
     * When it returns, no other greenlet of the hub runs.
     *
     * @param park parks the thread
     * @param timed whether the time is limited
     * @param nanos the longest time, in nanoseconds
     * @return false, without having waited, if the caller is not a greenlet
     */
    boolean await(Park park, boolean timed, long nanos);
}
