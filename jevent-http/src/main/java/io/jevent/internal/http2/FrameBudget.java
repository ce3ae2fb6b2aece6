// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http2;

import io.jevent.hub.Hub;

/**
 * Limits the frames with which a client makes the server work without asking for anything: settings, pings, resets,
 * priorities, window updates, empty data. Each spends a part of a budget, which grows with time and with the data that
 * is transferred.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class FrameBudget {

    /** The cost of a stream that the client resets, since the server has begun to serve it (CVE-2023-44487). */
    public static final int RESET = 5;

    /** The gain for a frame of data, in either direction: a client may acknowledge it by two window updates. */
    public static final int DATA = 3;

    private static final int MOST = 1000;
    private static final int PER_SECOND = 10;
    private static final long NANOS_EACH = 1_000_000_000L / PER_SECOND;

    private final Hub hub;
    private int left = MOST;
    private long grownAt;

    /**
     * Creates a full budget.
     *
     * @param hub the hub of the connection
     */
    public FrameBudget(Hub hub) {
        this.hub = hub;
        grownAt = hub.now();
    }

    /**
     * Spends a part.
     *
     * @param cost the part
     * @return false if the budget is used up
     */
    public boolean spend(int cost) {
        left -= cost;
        if (left < 0) {
            grow();
        }
        return left >= 0;
    }

    private void grow() {
        long gain = (hub.now() - grownAt) / NANOS_EACH;
        grownAt += gain * NANOS_EACH;
        left = (int) Math.min(MOST, left + gain);
    }

    /**
     * Adds to the budget.
     *
     * @param gain the addition
     */
    public void earn(int gain) {
        left = Math.min(MOST, left + gain);
    }
}
