// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/*
 * Timers that are started between two looks at the heap, that is in one turn of the hub, wait outside of it (fresh) until
 * the next look, which gives them their deadlines (settle). Limits that are equal then have equal deadlines, although the
 * clock went on a little between their starts: each counts from the latest start of the turn, if that puts it off by no
 * more than its own length and MAX_SHIFT. So a sleep is never too short, and a limit that was over when the greenlet
 * came to wait stays over. A timer that is cancelled in the turn in which it was started never enters the heap.
 */
/**
 * The pending timers of a hub, by deadline and then by start: a four-ary heap in which each timer knows its place, so
 * that a cancellation is O(log n) and leaves nothing behind. Deadlines stand in an array of their own: a comparison
 * touches the timers only when deadlines are equal.
 */
final class TimerHeap {

    private static final int INITIAL = 64;
    private static final long LATE = 1L << 61;

    /** By how many nanoseconds at most a timer is put off. */
    static final long MAX_SHIFT = 50_000_000;

    private long[] deadlines = new long[INITIAL];
    private @Nullable Timer[] timers = new Timer[INITIAL];
    private final LongSupplier clock;
    private int size;
    private long sequence;

    /** How many of the pending timers do not keep the hub alive. */
    private int background;

    private @Nullable Timer[] fresh = new Timer[16];
    private int freshSize;

    /** How many of the fresh timers only tell their deadline. */
    private int freshMarks;

    /** When the newest of the fresh timers was started. */
    private long latestStart;

    /** Makes an empty heap; {@code clock} is the hub's. */
    TimerHeap(LongSupplier clock) {
        this.clock = clock;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** How many timers are still to fire. */
    int size() {
        return size + freshSize - freshMarks;
    }

    /** The earliest deadline, or {@link Long#MAX_VALUE}. */
    long nextDeadline() {
        if (freshSize > 0) {
            settle();
        }
        return size == 0 ? Long.MAX_VALUE : deadlines[0];
    }

    /**
     * Starts a timer.
     *
     * @param now the hub's clock
     * @param nanos its length
     * @param late whether it fires after the others of the same deadline
     * @param target what it does; null for a timer that only tells its deadline
     */
    Timer start(long now, long nanos, boolean late, @Nullable Object target) {
        long order = sequence++;
        var timer = new Timer(this, now, nanos, late ? order | LATE : order, target);
        if (freshSize == fresh.length) {
            fresh = Arrays.copyOf(fresh, freshSize * 2);
        }
        timer.index = Timer.FRESH - freshSize;
        fresh[freshSize++] = timer;
        if (target == null) {
            freshMarks++;
        }
        latestStart = now;
        return timer;
    }

    /** Gives the fresh timers their deadlines: the clock is about to be looked at, or to be moved. */
    void settle() {
        for (int i = 0; i < freshSize; i++) {
            Timer timer = fresh[i];
            fresh[i] = null;
            if (timer != null) {
                long shift = latestStart - timer.start;
                timer.settle(shift <= Math.min(timer.nanos, MAX_SHIFT) ? latestStart : timer.start);
                if (timer.target == null) {
                    timer.index = -1;
                } else {
                    insert(timer);
                }
            }
        }
        freshSize = 0;
        freshMarks = 0;
        if (fresh.length > INITIAL) {
            fresh = new Timer[INITIAL];
        }
    }

    private void insert(Timer timer) {
        if (size == timers.length) {
            deadlines = Arrays.copyOf(deadlines, size * 2);
            timers = Arrays.copyOf(timers, size * 2);
        }
        siftUp(size++, timer);
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

    /** Keeps a timer pending that was taken out because it is due, but must not fire before {@link #release}. */
    void hold(Timer timer) {
        timer.index = Timer.HELD;
    }

    /** Has a held timer fire, unless it was cancelled or started anew meanwhile. */
    void release(Timer timer) {
        if (timer.index == Timer.HELD) {
            background += timer.background();
            insert(timer);
        }
    }

    /** Cancels the timers whose targets are condemned. */
    void removeIf(Predicate<@Nullable Object> condemned) {
        settle();
        for (Timer timer : Arrays.copyOf(timers, size)) {
            if (timer != null && condemned.test(timer.target)) {
                var _ = remove(timer);
            }
        }
    }

    boolean remove(Timer timer) {
        int index = timer.index;
        if (index == -1) {
            return false;
        }
        timer.index = -1;
        if (index == Timer.HELD) {
            return true;
        }
        background -= timer.background();
        if (index < 0) {
            removeFresh(Timer.FRESH - index);
            if (timer.target == null) {
                freshMarks--;
            }
            return true;
        }
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

    /** Starts the next interval of a timer that was just taken out because it was due. */
    void repeat(Timer timer, long interval, long now) {
        timer.settleAfter(now, interval);
        background += timer.background();
        insert(timer);
    }

    /** Starts a timer anew, wherever it stands. */
    void restart(Timer timer) {
        var _ = remove(timer);
        timer.settleAnew(clock.getAsLong());
        background += timer.background();
        insert(timer);
    }

    void keepAlive(Timer timer, boolean keep) {
        if (keep == (timer.background() == 1)) {
            timer.toggleBackground();
            if (timer.isPending() && timer.index != Timer.HELD) {
                background += keep ? -1 : 1;
            }
        }
    }

    /** How many of the pending timers do not keep the hub alive. */
    int background() {
        return background;
    }

    private void removeFresh(int index) {
        Timer last = fresh[--freshSize];
        fresh[freshSize] = null;
        if (last != null && index != freshSize) {
            fresh[index] = last;
            last.index = Timer.FRESH - index;
        }
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
        return o != null && timer.precedes(o);
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
