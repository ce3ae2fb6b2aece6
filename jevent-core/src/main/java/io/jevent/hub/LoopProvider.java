// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/**
 * Makes loops; found by {@link java.util.ServiceLoader} and chosen by the system property {@code jevent.loop}. Without
 * that property a hub gets the loop that {@link #isDefault} names, or else one that only parks its thread.
 */
public interface LoopProvider {

    /**
     * Names the loop.
     *
     * @return what {@code jevent.loop} is set to in order to get it
     */
    String name();

    /**
     * Makes a loop for the calling thread's hub.
     *
     * @return the loop
     * @throws UnsupportedOperationException if it cannot work on this machine; the message says why
     */
    Loop create();

    /**
     * Whether a hub gets this loop when {@code jevent.loop} is not set.
     *
     * @return true for at most one of the providers of a program
     */
    default boolean isDefault() {
        return false;
    }
}
