// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import java.util.Arrays;

/**
 * The last bytes of a direction.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class SlidingWindow {

    private final byte[] ring;
    private int next;
    private boolean full;

    /**
     * Creates an empty window.
     *
     * @param size the number of bytes that it keeps
     */
    SlidingWindow(int size) {
        ring = new byte[size];
    }

    /** Adds the first {@code size} bytes of an array. */
    void add(byte[] bytes, int size) {
        int kept = Math.min(size, ring.length);
        int from = size - kept;
        int first = Math.min(kept, ring.length - next);
        System.arraycopy(bytes, from, ring, next, first);
        System.arraycopy(bytes, from + first, ring, 0, kept - first);
        full |= kept >= ring.length - next;
        next = (next + kept) % ring.length;
    }

    /** Returns the bytes in order. */
    byte[] bytes() {
        if (!full) {
            return Arrays.copyOf(ring, next);
        }
        byte[] ordered = Arrays.copyOfRange(ring, next, next + ring.length);
        System.arraycopy(ring, 0, ordered, ring.length - next, next);
        return ordered;
    }
}
