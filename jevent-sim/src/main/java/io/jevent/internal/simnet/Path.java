// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.simnet;

import io.jevent.testing.Choices;

/** The way of packets from one host to another. */
public final class Path {

    private static final long LOOPBACK_NANOS = 10_000;
    private static final double SPLIT = 0.05;

    /** The number of different times that are tried. */
    private static final long DELAYS = 100;

    private final String name;
    private final Host from;
    private final Host to;
    private final Choices choices;
    private final boolean loopback;

    /** Negative while the path has no time of its own. */
    private long minNanos = -1;

    private long maxNanos;
    long bytesPerSecond = Long.MAX_VALUE;
    double loss;
    double reorder;
    double duplicate;
    private boolean blocked;
    private boolean refusing;
    private boolean dropping;

    /** No packet arrives before. */
    private long cloggedUntil;

    /** When the last byte has left that was sent before, for a path with a limited bandwidth. */
    private long sentAt;

    Path(Host from, Host to, Choices choices) {
        this.from = from;
        this.to = to;
        this.choices = choices;
        this.loopback = from == to;
        this.name = from + " to " + to;
    }

    /**
     * Sets how long packets take.
     *
     * @param min the shortest time in nanoseconds
     * @param max the longest time
     */
    public void latency(long min, long max) {
        minNanos = min;
        maxNanos = max;
    }

    /**
     * Limits the bytes in a second.
     *
     * @param bytes the bandwidth
     */
    public void bandwidth(long bytes) {
        bytesPerSecond = bytes;
    }

    /**
     * Sets how likely a packet is lost; TCP sends it again.
     *
     * @param probability from 0 to 1
     */
    public void loss(double probability) {
        loss = probability;
    }

    /**
     * Sets how likely a datagram is overtaken.
     *
     * @param probability from 0 to 1
     */
    public void reorder(double probability) {
        reorder = probability;
    }

    /**
     * Sets how likely a datagram arrives twice.
     *
     * @param probability from 0 to 1
     */
    public void duplicate(double probability) {
        duplicate = probability;
    }

    /**
     * Lets no packet pass, or all again.
     *
     * @param block whether packets are lost
     */
    public void block(boolean block) {
        blocked = block;
        if (!block) {
            cloggedUntil = 0;
        }
    }

    /**
     * Has connects refused.
     *
     * @param refuse whether new connections are refused
     */
    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    /**
     * Has connects ignored.
     *
     * @param drop whether requests for new connections are lost
     */
    public void drop(boolean drop) {
        dropping = drop;
    }

    /**
     * Keeps packets back for a time, those that are in flight included.
     *
     * @param nanos how long from now on
     */
    public void clogFor(long nanos) {
        cloggedUntil = Math.max(cloggedUntil, from.fabric().now() + nanos);
    }

    boolean isRefusing() {
        return refusing;
    }

    /** Whether a packet that arrives now gets there. */
    boolean passes() {
        return !blocked && to.isUp() && (loss == 0 || !choices.chance("a packet from " + name + " is lost", loss));
    }

    boolean passesRequest() {
        return !dropping && passes();
    }

    /** When a packet that is due now may arrive. */
    long openAt(long now) {
        return Math.max(now, cloggedUntil);
    }

    /** The time at which a packet that is sent now arrives. */
    long arrival(long now, int bytes) {
        long sent = now;
        if (bytesPerSecond != Long.MAX_VALUE) {
            sentAt = Math.max(now, sentAt) + Math.round(bytes * 1e9 / bytesPerSecond);
            sent = sentAt;
        }
        return sent + delay();
    }

    private long delay() {
        if (loopback) {
            return LOOPBACK_NANOS;
        }
        boolean own = minNanos >= 0;
        long min = own ? minNanos : from.fabric().minNanos();
        long max = own ? maxNanos : from.fabric().maxNanos();
        if (min == max) {
            return min;
        }
        long unit = Math.max(1, (max - min) / DELAYS);
        return min + unit * choices.between("delay from " + name, 0, (max - min) / unit);
    }

    /** How much longer a datagram takes that others overtake. */
    long detour() {
        return 2 * (minNanos >= 0 ? maxNanos : from.fabric().maxNanos());
    }

    /** The length of the first segment of those in which {@code bytes} are sent. */
    int split(int bytes) {
        if (loopback || bytes < 2 || !choices.chance("a segment from " + name + " is split", SPLIT)) {
            return bytes;
        }
        return Math.max(1, bytes * (1 + choices.choose("place of the split", 7)) / 8);
    }

    Path back() {
        return to.pathTo(from);
    }

    /** {@return the sender} */
    public Host from() {
        return from;
    }

    /** {@return the receiver} */
    public Host to() {
        return to;
    }

    @Override
    public String toString() {
        return name;
    }
}
