// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/**
 * The part of a hub that waits: its clock, its input and output, and the way other threads interrupt its sleep.
 *
 * <p>Timers and the run queue are the hub's own. A loop is driven by its hub's thread alone; only {@link #wakeup} is
 * called from other threads.
 *
 * @gevent {@code gevent._interfaces.ILoop}
 * @audience SPI
 * @since 0.1
 */
public interface Loop extends AutoCloseable {

    /**
     * The outside work, if there is any, that may wake a hub besides its timers and its loop.
     *
     * @since 0.1
     */
    enum Outside {
        /** Nothing that the hub knows of. */
        NOTHING,
        /** A greenlet is parked by code that is not jevent's: a lock, a socket, a sleep of the JDK. */
        POSSIBLE,
        /** Work was handed out and its end will be reported: a thread pool's task, a future. */
        AT_WORK
    }

    /**
     * Reads the clock.
     *
     * @return nanoseconds from an arbitrary origin, never going back
     */
    long now();

    /**
     * Handles the input and output that is ready, without waiting; what becomes ready goes to the hub's run queue.
     *
     * @return whether anything was handled
     */
    boolean poll();

    /**
     * Waits until {@code deadline}, until input or output is ready (and handles it), or until {@link #wakeup}.
     *
     * @param deadline on this loop's clock; {@link Long#MAX_VALUE} is for ever
     * @param outside what may yet send a wake-up that the loop knows nothing of: a virtual clock must not jump over it
     */
    void block(long deadline, Outside outside);

    /**
     * Whether the clock gets to {@code deadline} by itself, without being told to.
     *
     * @param deadline on this loop's clock
     * @return false only for a clock that somebody moves by hand
     */
    default boolean reaches(long deadline) {
        return true;
    }

    /**
     * Whether the hub is a closed world: nothing but its own greenlets, callbacks and timers can wake a greenlet. Then
     * a dead end is recognized at once, without a look at other threads, work that was handed out counts for nothing,
     * and a wait that the hub does not control, or a wake-up by another thread, fails with
     * {@link io.jevent.exceptions.NotSimulatedException}.
     *
     * @return true only for the loop of a simulation
     */
    default boolean isClosedWorld() {
        return false;
    }

    /** Ends {@link #block}, or the next one if none is in progress. Called from any thread; idempotent. */
    void wakeup();

    /**
     * Whether something registered here, such as a socket, can still make a greenlet ready.
     *
     * @return false if only timers and other threads could
     */
    boolean hasWork();

    /**
     * Whether another loop may take this one's place, with {@link Hub#setLoop}, when the program needs input or output:
     * a hub that needs none is not to pay for it.
     *
     * @return true only for the loop that a hub begins with unless told otherwise
     */
    default boolean isProvisional() {
        return false;
    }

    /** Frees what the loop holds. */
    @Override
    void close();
}
