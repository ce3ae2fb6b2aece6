// SPDX-License-Identifier: Apache-2.0
package io.jevent.lock;

/**
 * A semaphore that refuses to be released more often than it was acquired, which is nearly always a mistake.
 *
 * <p><b>Confinement:</b> thread-safe: greenlets of any hub and plain threads may use it.
 *
 * @gevent {@code gevent.lock.BoundedSemaphore}
 * @since 0.1
 */
public final class BoundedSemaphore extends Semaphore {

    /** Makes a semaphore with one permit. */
    public BoundedSemaphore() {
        this(1);
    }

    /**
     * Makes a semaphore.
     *
     * @param permits how many there are; never more
     * @throws IllegalArgumentException if {@code permits} is negative
     */
    public BoundedSemaphore(int permits) {
        super(permits, permits);
    }
}
