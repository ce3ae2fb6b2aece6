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

    Counter(LongConsumer adding, LongSupplier reading) {
        this.adding = adding;
        this.reading = reading;
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

    @Override
    public String toString() {
        return "counter " + value();
    }
}
