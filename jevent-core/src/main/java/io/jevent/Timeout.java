// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.exceptions.GreenletSignal;
import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.Timer;
import io.jevent.internal.access.HubAccess;
import io.jevent.internal.rethrow.Fresh;
import io.jevent.internal.rethrow.Rethrow;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the time of a block of code: it is thrown into the greenlet that started it when the time has passed.
 *
 * <pre>{@code
 * try (var timeout = Timeout.startNew(Duration.ofSeconds(2))) {
 *     ...                       // any blocking calls
 * } catch (Timeout t) { ... }
 * }</pre>
 *
 * <p>Timeouts nest: each throws itself, and {@link #isMine}, or a comparison by identity, tells whose time it was. One
 * that is started again after it was thrown throws a copy of itself, which only {@link #isMine} recognizes: the first
 * may still be on its way out, and an exception cannot be suppressed in itself. A call that has a timeout of its own
 * never swallows one from outside. It works where the greenlet waits; a loop that never blocks is not interrupted. If a
 * wait is over when the timeout expires, the wait has won, and the timeout is thrown at the next wait unless it is
 * closed before.
 *
 * <p>If the time passes while the greenlet is in a blocking call of other code (a socket or a sleep of the JDK), that
 * is interrupted. Out of {@link #call}, {@link #run} and out of the greenlet comes the timeout, with the foreign
 * exception suppressed in it; a {@code try}-with-resources lets the foreign exception out with this one suppressed in
 * it, because a resource cannot change what its block throws. If a kill or another timeout was thrown in the block
 * before, that one comes out.
 *
 * <p><b>Confinement:</b> not shared: the greenlet that starts it also closes it.
 *
 * @gevent {@code gevent.Timeout}
 * @since 0.1
 */
public class Timeout extends GreenletSignal implements AutoCloseable {

    private static final long serialVersionUID = 1L;

    private static final HubAccess<Hub, RawGreenlet> HUBS = HubAccess.to(Hub.class, RawGreenlet.class);

    private final transient @Nullable Duration limit;
    private final transient @Nullable Supplier<? extends Throwable> thrown;
    private final transient boolean silent;
    private transient @Nullable Timer timer;

    /** How often it was started. */
    private transient int starts;

    /** The greenlet that started it. */
    private transient @Nullable RawGreenlet owner;

    /** The throwable that it delivered since it was started; null again when it is stopped. */
    private transient @Nullable Throwable fired;

    private transient @Nullable Throwable last;
    private transient boolean wantsStack;

    /** Makes a timeout that never expires. */
    public Timeout() {
        this(null, null, false);
    }

    /**
     * Makes a timeout that throws itself.
     *
     * @param limit the time from {@link #start()} on; zero expires at the next turn of the hub
     */
    public Timeout(Duration limit) {
        this(limit, null, false);
    }

    /**
     * Makes a timeout that throws something else.
     *
     * @param limit the time from {@link #start()} on
     * @param thrown makes what is thrown, checked or not
     */
    public Timeout(Duration limit, Supplier<? extends Throwable> thrown) {
        this(limit, thrown, false);
    }

    private Timeout(@Nullable Duration limit, @Nullable Supplier<? extends Throwable> thrown, boolean silent) {
        super(null);
        if (limit != null && limit.isNegative()) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
        this.limit = limit;
        this.thrown = thrown;
        this.silent = silent;
    }

    /**
     * Makes a timeout that {@link #run} and {@link #call} do not let out: the block just ends.
     *
     * @param limit the time from {@link #start()} on
     * @return the timeout, not started
     * @gevent {@code Timeout(seconds, False)}
     */
    public static Timeout silent(Duration limit) {
        return new Timeout(limit, null, true);
    }

    /**
     * Makes a timeout and starts it.
     *
     * @param limit the time from now on
     * @return the running timeout
     * @gevent {@code Timeout.start_new(seconds)}
     */
    public static Timeout startNew(Duration limit) {
        var timeout = new Timeout(limit);
        timeout.start();
        return timeout;
    }

    /**
     * Makes a timeout that throws something else, and starts it.
     *
     * @param limit the time from now on
     * @param thrown makes what is thrown
     * @return the running timeout
     * @gevent {@code Timeout.start_new(seconds, exception)}
     */
    public static Timeout startNew(Duration limit, Supplier<? extends Throwable> thrown) {
        var timeout = new Timeout(limit, thrown);
        timeout.start();
        return timeout;
    }

    /**
     * Makes the timeout that a call throws when its own time has passed; its stack is the caller's.
     *
     * @param limit the time that has passed
     * @return the timeout to throw
     */
    public static Timeout expired(Duration limit) {
        var timeout = new Timeout(limit);
        timeout.raised();
        return timeout;
    }

    /**
     * Starts the time, for the greenlet that calls.
     *
     * @throws IllegalStateException if it is running
     */
    public void start() {
        if (isPending()) {
            throw new IllegalStateException("<" + this + "> is already started; to restart it, cancel it first");
        }
        fired = null;
        last = null;
        if (limit == null || Durations.nanos(limit, "limit") == Long.MAX_VALUE) {
            return;
        }
        int depth = CurrentGreenlet.shieldDepth();
        RawGreenlet greenlet = CurrentGreenlet.get();
        if (greenlet != null) {
            owner = greenlet;
            int start = ++starts;
            Runnable expiry = thrown == null
                    ? (DirectCallback) () -> expire(greenlet, depth, start)
                    : () -> expire(greenlet, depth, start); // the supplier is foreign code
            timer = greenlet.hub().scheduleLate(limit, expiry);
        }
    }

    /** A paused realm may hold the call back until the block has ended: then the timeout is not thrown any more. */
    private void expire(RawGreenlet greenlet, int depth, int start) {
        if (start != starts || timer == null) {
            return;
        }
        timer = null;
        Throwable cause = cause();
        fired = cause;
        last = cause;
        HUBS.deliver(greenlet, cause, depth);
    }

    /** A supplier that fails must not cost the greenlet its timeout: then that failure is thrown. */
    private Throwable cause() {
        Supplier<? extends Throwable> supplier = thrown;
        if (supplier == null) {
            return again();
        }
        try {
            Throwable made = supplier.get();
            return made == null ? again() : Fresh.toThrow(made);
        } catch (Throwable t) {
            return t;
        }
    }

    /** One that was started again may still be on its way out of the block that it ended before. */
    private Throwable again() {
        return wantsStack ? Fresh.copyOf(this) : this;
    }

    /**
     * Whether it runs and has not expired.
     *
     * @return true between {@link #start()} and its expiry or {@link #cancel()}
     * @gevent {@code pending}
     */
    public boolean isPending() {
        Timer t = timer;
        return t != null && t.isPending();
    }

    /**
     * Stops it: it is not thrown any more, unless it has been. It may be started again. Never throws; does nothing if
     * the timeout is not running. Called on another thread, it asks the hub of the greenlet that started the timeout to
     * stop it.
     *
     * @switches never
     */
    public void cancel() {
        RawGreenlet greenlet = owner;
        if (greenlet == null || greenlet.hub().isCurrent()) {
            var _ = stop();
            return;
        }
        try {
            var _ = greenlet.hub().runCallback(this::stop);
        } catch (HubClosedException _) {
            // no timer of that hub fires any more
        }
    }

    /**
     * Stops it, as {@link #cancel()}, at the end of its block.
     *
     * <p>If the greenlet was interrupted for it in foreign code, which went on as if nothing were, it is thrown here.
     */
    @Override
    public void close() {
        Throwable cause = fired;
        if (stop() && cause != null) {
            throw Rethrow.asIs(cause);
        }
    }

    /** Stops the time and takes back what was not thrown yet; true if that had interrupted foreign code. */
    private boolean stop() {
        Timer t = timer;
        if (t != null) {
            t.cancel();
            timer = null;
        }
        RawGreenlet greenlet = owner;
        Throwable cause = fired;
        owner = null;
        fired = null;
        return greenlet != null && cause != null && CurrentGreenlet.cancelPending(greenlet, cause);
    }

    /**
     * Calls {@code body} within this timeout, which is started unless it runs already.
     *
     * @param <T> the type of the value
     * @param body the code to limit
     * @return its value; null if this timeout is silent and expired
     * @throws Exception what the body throws
     * @throws Timeout this one, if the time passes first
     * @switches when the body does
     * @gevent {@code with timeout:}, and a {@code Timeout} as the argument of a call
     */
    @SuppressWarnings("CatchingUnchecked")
    public <T extends @Nullable Object> @Nullable T call(Callable<T> body) throws Exception {
        if (!isPending()) {
            start();
        }
        T value;
        try {
            value = body.call();
        } catch (Throwable t) {
            Throwable out = CurrentGreenlet.unwrapSignal(t);
            boolean mine = isMine(out);
            var _ = stop();
            if (mine && silent) {
                return null;
            }
            throw Rethrow.asIs(out);
        }
        if (silent) {
            return closeSilently() ? value : null;
        }
        close();
        return value;
    }

    private boolean closeSilently() {
        try {
            close();
            return true;
        } catch (Timeout t) {
            if (!isMine(t)) {
                throw t;
            }
            return false;
        }
    }

    /**
     * Runs {@code body} within this timeout.
     *
     * @param body the code to limit
     * @return false if this timeout is silent and expired
     * @throws Timeout this one, if the time passes first and it is not silent
     * @switches when the body does
     */
    public boolean run(Runnable body) {
        try {
            return call(() -> {
                        body.run();
                        return Boolean.TRUE;
                    })
                    != null;
        } catch (Exception e) {
            throw Rethrow.asIs(e);
        }
    }

    /**
     * Whether {@code caught} is what this timeout throws, or threw, or a copy of it.
     *
     * @param caught what was caught
     * @return true if it came from this timeout and no other
     */
    public boolean isMine(Throwable caught) {
        return Fresh.areSame(caught, this) || (last != null && Fresh.areSame(caught, last));
    }

    /**
     * Returns the time it was made with.
     *
     * @return the limit, or null if it never expires
     */
    public @Nullable Duration limit() {
        return limit;
    }

    /**
     * Returns the length of the timeout as text.
     *
     * @return for example {@code 2 seconds}; empty if it never expires
     */
    @Override
    public String getMessage() {
        Duration d = limit;
        if (d == null) {
            return "";
        }
        String seconds = BigDecimal.valueOf(d.getSeconds())
                .add(BigDecimal.valueOf(d.getNano(), 9))
                .stripTrailingZeros()
                .toPlainString();
        return seconds + (seconds.equals("1") ? " second" : " seconds") + (silent ? " (silent)" : "");
    }

    @Override
    public String toString() {
        String message = getMessage();
        return "Timeout" + (message.isEmpty() ? "" : ": " + message) + (isPending() ? " pending" : "");
    }

    /** Takes the stack of the place that is interrupted, not of the one where the timeout was made. */
    @Override
    public void raised() {
        wantsStack = true;
        fillInStackTrace();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // a timeout belongs to one greenlet
    public Throwable fillInStackTrace() {
        return wantsStack ? super.fillInStackTrace() : this;
    }
}
