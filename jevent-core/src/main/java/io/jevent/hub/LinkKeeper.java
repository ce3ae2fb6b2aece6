// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/**
 * A linkable that counts its links, because it watches for something only as long as there are any.
 *
 * @audience SPI
 * @since 0.1
 */
public interface LinkKeeper {

    /**
     * Called before a link is removed.
     *
     * @throws io.jevent.exceptions.InvalidThreadUseException if the calling thread may not remove it
     */
    void checkRemoval();

    /** Called after a link was removed that had not been notified. */
    void linkRemoved();
}
