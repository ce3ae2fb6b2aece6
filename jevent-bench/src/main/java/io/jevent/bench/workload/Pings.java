// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Messages posted one at a time to somebody who has had the time to fall idle, and how long each took.
 *
 * <p>The receiver's thread writes the latencies and then {@code received}; the sender's thread reads them after it.
 */
public final class Pings {

    private static final long PAUSE_MILLIS = 1;

    private final long[] latencies;
    private volatile int received;

    /** Makes room for that many messages. */
    public Pings(int messages) {
        this.latencies = new long[messages];
    }

    /**
     * Posts every message, each when the receiver has been idle for a millisecond; returns after the last has arrived.
     *
     * @param post gives the receiver a message, which is the time of its sending
     * @throws InterruptedException if the thread is interrupted
     */
    public void send(LongConsumer post) throws InterruptedException {
        for (int sent = 0; sent < latencies.length; sent++) {
            do {
                Thread.sleep(PAUSE_MILLIS);
            } while (received < sent);
            post.accept(System.nanoTime());
        }
        while (received < latencies.length) {
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** Notes in the receiver that a message of that time arrived, and returns whether it was the last one. */
    public boolean receive(long sentAt) {
        int index = received;
        latencies[index] = System.nanoTime() - sentAt;
        received = index + 1;
        return index + 1 == latencies.length;
    }

    /** Returns the median of the latencies, in nanoseconds. */
    public double median() {
        var sorted = latencies.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
