// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.access;

/**
 * The waits of virtual threads for monitors ({@code synchronized}, {@code Object.wait}). When a monitor is released,
 * the JVM chooses the thread that may enter next, and a thread of the JVM's own, the unblocker, makes that one ready
 * after a moment. In a closed world the hub does so, between two steps, so that the order does not depend on the
 * unblocker.
 */
public interface MonitorWaits {

    /**
     * Whether a virtual thread is unmounted and waits for a monitor or for its notification.
     *
     * @param thread a virtual thread
     * @return false if it runs, is ready, or waits for something else
     */
    boolean isWaiting(Thread thread);

    /**
     * Takes the news that the JVM has chosen a virtual thread. Waits for the unblocker, some microseconds, if that is
     * about to tell.
     *
     * @param thread a virtual thread of a closed world
     * @return true once for each time that it was chosen
     */
    boolean takeChoice(Thread thread);

    /**
     * Makes a virtual thread ready that was chosen, by its scheduler.
     *
     * @param thread the thread
     */
    void unblock(Thread thread);
}
