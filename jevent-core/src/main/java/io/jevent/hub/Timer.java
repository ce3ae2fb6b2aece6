// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import org.jspecify.annotations.Nullable;

/**
 * A callback of a hub that waits for its time, or the end of a greenlet's wait.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @gevent a timer watcher of {@code hub.loop}
 * @since 0.1
 */
public final class Timer {

    /** The {@link #index} of the first that was started and has no place in the heap yet; those behind it go down. */
    static final int FRESH = -2;

    /** When it was started, on the hub's clock. */
    final long start;

    /** How long it is; {@link Long#MAX_VALUE} is for ever. */
    final long nanos;

    /** Orders timers of the same deadline: limits after all others, then as they were started. */
    final long order;

    /** A {@link RawGreenlet} whose wait ends, or a {@link Runnable}; null for one that does not fire. */
    final @Nullable Object target;

    private final TimerHeap heap;

    /** On the hub's clock, in nanoseconds; set when it settles. */
    long deadline;

    /** Where it stands in the heap; {@link #FRESH} or less before it settles; -1 once it is over. */
    int index = -1;

    Timer(TimerHeap heap, long start, long nanos, long order, @Nullable Object target) {
        this.heap = heap;
        this.start = start;
        this.nanos = nanos;
        this.order = order;
        this.target = target;
    }

    /** How long it is from {@code now} to its deadline, not negative. */
    long left(long now) {
        if (index <= FRESH && now - start <= Math.min(nanos, TimerHeap.MAX_SHIFT)) {
            return nanos; // a limit that begins now counts from the same moment
        }
        long end = index <= FRESH ? end(start) : deadline;
        return end == Long.MAX_VALUE ? end : Math.max(0, end - now);
    }

    private long end(long from) {
        return nanos > Long.MAX_VALUE - Math.max(from, 0) ? Long.MAX_VALUE : from + nanos;
    }

    void settle(long from) {
        deadline = end(from);
    }

    /**
     * Whether it is still to fire.
     *
     * @return false once it fired or was cancelled
     */
    public boolean isPending() {
        return index != -1;
    }

    /**
     * Stops it, in O(log n); does nothing if it fired or was cancelled before.
     *
     * @return whether it was pending
     */
    public boolean cancel() {
        return heap.remove(this);
    }
}
