// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pending timers of a hub, by deadline and then by start: a four-ary heap in which each timer knows its place, so
 * that a cancellation is O(log n) and leaves nothing behind. Deadlines stand in an array of their own: a comparison
 * touches the timers only when deadlines are equal.
 */
final class TimerHeap {

    private static final int INITIAL = 64;
    private static final long LATE = 1L << 62;

    private long[] deadlines = new long[INITIAL];
    private @Nullable Timer[] timers = new Timer[INITIAL];
    private int size;
    private long sequence;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** The earliest deadline, or {@link Long#MAX_VALUE}. */
    long nextDeadline() {
        return size == 0 ? Long.MAX_VALUE : deadlines[0];
    }

    /**
     * Starts a timer.
     *
     * @param late whether it fires after the others of the same deadline
     */
    Timer add(long deadline, boolean late, Object target) {
        long order = sequence++;
        var timer = new Timer(this, deadline, late ? order | LATE : order, target);
        if (size == timers.length) {
            deadlines = Arrays.copyOf(deadlines, size * 2);
            timers = Arrays.copyOf(timers, size * 2);
        }
        siftUp(size++, timer);
        return timer;
    }

    /** Takes out the first timer if it is due. */
    @Nullable
    Timer pollDue(long now) {
        if (size == 0 || deadlines[0] > now) {
            return null;
        }
        Timer first = timers[0];
        if (first != null) {
            remove(first);
        }
        return first;
    }

    boolean remove(Timer timer) {
        int index = timer.index;
        if (index < 0) {
            return false;
        }
        timer.index = -1;
        Timer last = timers[--size];
        timers[size] = null;
        if (last != null && last != timer) {
            siftDown(index, last);
            if (last.index == index) {
                siftUp(index, last);
            }
        }
        shrink();
        return true;
    }

    private void shrink() {
        if (timers.length > INITIAL && size < timers.length / 8) {
            deadlines = Arrays.copyOf(deadlines, timers.length / 2);
            timers = Arrays.copyOf(timers, timers.length / 2);
        }
    }

    private void siftUp(int start, Timer timer) {
        int index = start;
        while (index > 0) {
            int parent = (index - 1) >>> 2;
            if (!before(timer.deadline, timer, parent)) {
                break;
            }
            move(parent, index);
            index = parent;
        }
        put(index, timer);
    }

    private void siftDown(int start, Timer timer) {
        int index = start;
        while (true) {
            int child = (index << 2) + 1;
            if (child >= size) {
                break;
            }
            int least = child;
            int end = Math.min(child + 4, size);
            for (int i = child + 1; i < end; i++) {
                if (earlier(i, least)) {
                    least = i;
                }
            }
            if (before(timer.deadline, timer, least)) {
                break;
            }
            move(least, index);
            index = least;
        }
        put(index, timer);
    }

    private boolean before(long deadline, Timer timer, int other) {
        long d = deadlines[other];
        if (deadline != d) {
            return deadline < d;
        }
        Timer o = timers[other];
        return o != null && timer.order < o.order;
    }

    private boolean earlier(int a, int b) {
        Timer timer = timers[a];
        return timer != null && before(deadlines[a], timer, b);
    }

    private void move(int from, int to) {
        Timer timer = timers[from];
        if (timer != null) {
            put(to, timer);
        }
    }

    private void put(int index, Timer timer) {
        deadlines[index] = timer.deadline;
        timers[index] = timer;
        timer.index = index;
    }
}
