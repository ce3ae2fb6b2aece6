// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * A number that all nodes add to without waiting for each other. Each node sees its own additions at once, those of
 * others after about a second; none is lost or counted twice while one node lives that has seen it.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class Counter {

    private final LongConsumer adding;
    private final LongSupplier reading;
    private final Changes<Long> changes;

    Counter(LongConsumer adding, LongSupplier reading, Changes<Long> changes) {
        this.adding = adding;
        this.reading = reading;
        this.changes = changes;
    }

    /**
     * Adds to the counter.
     *
     * @param n the number, which may be negative
     * @throws ClusterClosedException if this node has left the cluster
     * @switches never
     */
    public void add(long n) {
        adding.accept(n);
    }

    /**
     * Returns the value that this node knows.
     *
     * @return the value
     * @switches never
     */
    public long value() {
        return reading.getAsLong();
    }

    /**
     * Subscribes to the changes. The queue has the value of now, then the value after each change; a newer value
     * replaces one that was not taken. Close it in the end.
     *
     * @return a queue of one value
     * @switches never
     */
    public Subscription<Long> changes() {
        return changes.subscribe();
    }

    @Override
    public String toString() {
        return "counter " + value();
    }
}
