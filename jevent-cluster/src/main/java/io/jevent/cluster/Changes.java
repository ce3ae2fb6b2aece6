// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings the newest value of something that changes to subscribers. Any thread may use it.
 *
 * <p>Invariant: the value is read and offered under one lock, so the last one offered is the newest.
 */
final class Changes<T> {

    private final Supplier<T> reading;
    private final List<Subscription<T>> subscriptions = new ArrayList<>();
    private @Nullable T last;

    Changes(Supplier<T> reading) {
        this.reading = reading;
    }

    /** Returns a queue that has the value of now, and later the newest that was not taken. */
    synchronized Subscription<T> subscribe() {
        var subscription = new Subscription<T>(1);
        subscription.whenClosed(() -> remove(subscription));
        subscriptions.add(subscription);
        subscription.offer(reading.get());
        return subscription;
    }

    private synchronized void remove(Subscription<T> subscription) {
        subscriptions.remove(subscription);
    }

    /** Called after each change. */
    synchronized void changed() {
        T now = reading.get();
        if (!now.equals(last)) {
            last = now;
            subscriptions.forEach(subscription -> subscription.offer(now));
        }
    }
}
