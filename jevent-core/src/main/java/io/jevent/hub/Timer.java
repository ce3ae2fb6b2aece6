// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/**
 * A callback of a hub that waits for its time, or the end of a greenlet's wait.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @gevent a timer watcher of {@code hub.loop}
 */
public final class Timer {

    /** On the hub's clock, in nanoseconds. */
    final long deadline;

    /** Orders timers of the same deadline: timeouts after all others, then as they were started. */
    final long order;

    /** A {@link RawGreenlet} whose wait ends, or a {@link Runnable}. */
    final Object target;

    private final TimerHeap heap;

    /** Where it stands in the heap, or -1. */
    int index = -1;

    Timer(TimerHeap heap, long deadline, long order, Object target) {
        this.heap = heap;
        this.deadline = deadline;
        this.order = order;
        this.target = target;
    }

    /**
     * Whether it is still to fire.
     *
     * @return false once it fired or was cancelled
     */
    public boolean isPending() {
        return index >= 0;
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
