// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.wiresocket;

import io.jevent.event.Event;
import io.jevent.hub.CurrentGreenlet;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Wakes those that wait for something of one socket. */
final class Change {

    static final long FOR_EVER = Long.MAX_VALUE;

    private final Event changed = new Event();

    /** Something has changed; never blocks. */
    void happens() {
        changed.set();
    }

    /** Waits until a condition holds, which may only change when something {@link #happens}. */
    void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            changed.clear();
            changed.await();
        }
    }

    /** Waits as {@link #await(BooleanSupplier)}; false if the time passes first. */
    boolean await(BooleanSupplier condition, long nanos) {
        if (nanos == FOR_EVER) {
            await(condition);
            return true;
        }
        long end = CurrentGreenlet.now() + nanos;
        while (!condition.getAsBoolean()) {
            long left = end - CurrentGreenlet.now();
            changed.clear();
            if (left <= 0 || !changed.await(Duration.ofNanos(left))) {
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    /** Waits as {@link #await(BooleanSupplier)}, at most for some milliseconds; 0 is for ever. */
    void await(BooleanSupplier condition, int millis, String what) throws SocketTimeoutException {
        if (!await(condition, millis == 0 ? FOR_EVER : millis * 1_000_000L)) {
            throw new SocketTimeoutException(what + " timed out");
        }
    }
}
