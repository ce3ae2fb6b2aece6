// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/**
 * Makes loops; found by {@link java.util.ServiceLoader} and chosen by the system property {@code jevent.loop}. Without
 * that property a hub begins with one that only parks its thread, {@linkplain Loop#isProvisional provisionally}.
 *
 * @audience SPI
 * @since 0.1
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
     * Whether a hub gets this loop, unless {@code jevent.loop} is set, as soon as it needs input and output.
     *
     * @return true for at most one of the providers of a program
     */
    default boolean isDefault() {
        return false;
    }
}
