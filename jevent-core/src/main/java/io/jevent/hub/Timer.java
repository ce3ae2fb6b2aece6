// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A callback that a hub will call at a certain time, once or repeatedly; see {@link Hub#schedule}.
 *
 * <pre>{@code
 * hub.schedule(Duration.ofSeconds(1), this::beat)     // the first call, in a second
 *         .every(Duration.ofSeconds(5))               // and the interval of the later ones
 *         .keepAlive(false);                          // the program may end in spite of it
 * }</pre>
 *
 * <p>An exception of the callback goes to the hub's error handling; a repeating timer continues.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @gevent a timer watcher, {@code hub.loop.timer(after, repeat, ref)}
 * @since 0.1
 */
public final class Timer {

    /** The {@link #index} of the first that was started and has no place in the heap yet; those behind it go down. */
    static final int FRESH = -2;

    /** The {@link #index} of one that is due, and fires when its realm, which is paused, is resumed. */
    static final int HELD = Integer.MIN_VALUE;

    /** When it was started, on the hub's clock. */
    final long start;

    /** How long it is; {@link Long#MAX_VALUE} is for ever. */
    final long nanos;

    /**
     * Orders timers of the same deadline: limits after all others, then as they were started. The lowest bit is
     * {@link #BACKGROUND}.
     */
    private long order;

    /** Set in {@link #order} if the timer does not keep the hub alive. It is the same for no two timers otherwise. */
    static final long BACKGROUND = 1;

    /** A {@link RawGreenlet} whose wait ends, or a {@link Runnable}; null for one that does not fire. */
    @Nullable
    Object target;

    private final TimerHeap heap;

    /** On the hub's clock, in nanoseconds; set when it settles. */
    long deadline;

    /** Where it stands in the heap; {@link #FRESH} or less before it settles; {@link #HELD}; -1 once it is over. */
    int index = -1;

    Timer(TimerHeap heap, long start, long nanos, long order, @Nullable Object target) {
        this.heap = heap;
        this.start = start;
        this.nanos = nanos;
        this.order = order << 1;
        this.target = target;
    }

    /** How long it is from {@code now} to its deadline, not negative. */
    long left(long now) {
        if (isFresh() && now - start <= Math.min(nanos, TimerHeap.MAX_SHIFT)) {
            return nanos; // a limit that begins now counts from the same moment
        }
        long end = isFresh() ? end(start) : deadline;
        return end == Long.MAX_VALUE ? end : Math.max(0, end - now);
    }

    private boolean isFresh() {
        return index <= FRESH && index != HELD;
    }

    private long end(long from) {
        return end(from, nanos);
    }

    private static long end(long from, long nanos) {
        return nanos > Long.MAX_VALUE - Math.max(from, 0) ? Long.MAX_VALUE : from + nanos;
    }

    void settle(long from) {
        deadline = end(from);
    }

    /** Moves the deadline to the first of its times after {@code now}: those that have passed are left out. */
    void settleAfter(long now, long interval) {
        long passed = (now - deadline) / interval * interval;
        deadline = end(deadline + passed, interval);
    }

    /** Has the whole time, or the interval of one that repeats, begin at {@code now}. */
    void settleAnew(long now) {
        deadline = end(now, target instanceof Repetition repetition ? repetition.interval() : nanos);
    }

    /** Whether it fires before another of the same deadline. */
    boolean precedes(Timer other) {
        return order < other.order;
    }

    /** 1 if it does not keep the hub alive, else 0. */
    int background() {
        return (int) (order & BACKGROUND);
    }

    void toggleBackground() {
        order ^= BACKGROUND;
    }

    /**
     * Whether it is still to fire.
     *
     * @return false once it was cancelled, and, unless it repeats, from its call on
     * @gevent {@code pending}, {@code active}
     */
    public boolean isPending() {
        return index != -1;
    }

    /**
     * Makes it repeat: after the first call, which {@link Hub#schedule} sets, the callback is called once in each
     * {@code interval}.
     *
     * <p>The calls do not drift: each is due a whole number of intervals after the first was, however long the callback
     * takes and however late it is called. If the hub is late, one call stands for all that were due meanwhile. If a
     * call has to wait in foreign code and has not ended when the next is due, that next call is left out. To count the
     * interval from the end of each call, end the callback with {@link #again}.
     *
     * @param interval the time between two calls; positive
     * @return this timer
     * @throws IllegalArgumentException if {@code interval} is not positive
     * @throws IllegalStateException if the timer is not pending
     * @gevent {@code loop.timer(after, repeat)}, which shifts later calls when it is late
     */
    public Timer every(Duration interval) {
        long length = Durations.nanos(interval, "interval");
        if (length == 0) {
            throw new IllegalArgumentException(
                    "interval must be positive: " + interval + "; for a call in each turn use runCallback");
        }
        if (!isPending() || !(target instanceof Runnable callback)) {
            throw new IllegalStateException(
                    "the timer has fired or was cancelled: call every(...) right after schedule");
        }
        Runnable work = callback instanceof Repetition repetition ? repetition.work() : callback;
        target = new Repetition(work, length);
        return this;
    }

    /**
     * Sets whether it keeps the hub alive; it does unless told otherwise. The wait of {@link Hub#join} ends, and a
     * greenlet that can no longer be woken gets a {@code LoopExit}, as if timers that do not were not there. They fire
     * all the same as long as the hub runs for other reasons.
     *
     * @param keep false to let the hub end in spite of this timer
     * @return this timer
     * @gevent {@code ref}
     */
    public Timer keepAlive(boolean keep) {
        heap.keepAlive(this, keep);
        return this;
    }

    /**
     * Starts the time anew: the next call comes one interval from now, or, if it does not repeat, one delay from now.
     * Works also for a timer that has fired or was cancelled.
     *
     * @gevent {@code again()}
     */
    public void again() {
        heap.restart(this);
    }

    /**
     * Stops it, in O(log n); does nothing if it fired or was cancelled before. May be called by its own callback.
     *
     * @return whether it was pending
     * @gevent {@code stop()}
     */
    public boolean cancel() {
        return heap.remove(this);
    }
}
