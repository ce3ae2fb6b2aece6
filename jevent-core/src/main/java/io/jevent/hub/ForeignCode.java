// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import org.jspecify.annotations.Nullable;

/**
 * Calls foreign code for the parts of a hub that run on its own thread, outside of greenlets: loops and what they
 * drive.
 *
 * <p>A lock of the JDK that such code met there would stop the hub, for ever if a greenlet of the hub holds the lock or
 * is first in its queue.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @audience SPI
 * @since 0.1
 */
public final class ForeignCode {

    private ForeignCode() {}

    /**
     * Calls code that may take a lock of the JDK, such as a logger. On a hub's own thread it runs on a virtual thread
     * of the hub, as callbacks do, and this returns when it has ended or parked; elsewhere it runs right here.
     *
     * @param work what to call; what it throws goes to the hub's error handling if it runs on the hub's own thread
     * @switches never
     */
    public static void call(Runnable work) {
        Hub hub = hubOfCaller();
        if (hub == null) {
            work.run();
        } else {
            hub.dispatcher().calls().call(work);
        }
    }

    /**
     * Returns the hub on whose own thread the caller runs, outside of greenlets and callbacks.
     *
     * @return the hub, or null for all other code, which may take locks
     */
    public static @Nullable Hub hubOfCaller() {
        if (Thread.currentThread().isVirtual()) {
            return null;
        }
        Hub hub = Hub.ifCurrent();
        return hub != null && hub.dispatcher().isBare() ? hub : null;
    }
}
