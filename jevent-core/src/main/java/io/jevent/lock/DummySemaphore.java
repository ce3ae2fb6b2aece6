// SPDX-License-Identifier: Apache-2.0
package io.jevent.lock;

import io.jevent.hub.Durations;
import java.time.Duration;

/**
 * A semaphore that never runs out of permits: for code that takes a semaphore but needs no limit.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.lock.DummySemaphore}
 * @since 0.1
 */
public final class DummySemaphore extends Semaphore {

    /** Makes one. */
    public DummySemaphore() {
        super(Integer.MAX_VALUE);
    }

    /**
     * Returns at once.
     *
     * @switches never
     */
    @Override
    public void acquire() {
        // nothing is limited
    }

    /**
     * Returns at once.
     *
     * @return true
     * @switches never
     */
    @Override
    public boolean acquire(Duration timeout) {
        return Durations.nanos(timeout, "timeout") >= 0;
    }

    /**
     * Returns at once.
     *
     * @return true
     */
    @Override
    public boolean tryAcquire() {
        return true;
    }

    /** Does nothing. */
    @Override
    public void release() {
        // nothing is limited
    }

    /**
     * Always has permits.
     *
     * @return {@link Integer#MAX_VALUE}
     */
    @Override
    public int available() {
        return Integer.MAX_VALUE;
    }
}
