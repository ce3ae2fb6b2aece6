// SPDX-License-Identifier: Apache-2.0
package io.jevent.monitor;

import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.hub.Occupant;
import io.jevent.hub.Occupant.Kind;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.access.HubAccess;
import io.jevent.internal.carrier.ServiceThread;
import io.jevent.internal.logging.Logging;
import io.jevent.internal.report.Stacks;
import java.time.Duration;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices code that holds a hub too long: a thread of its own looks at all hubs now and then, which costs the hubs
 * nothing. It sees greenlets, callbacks, virtual threads that a library started on the hub, and the hub's own loop.
 *
 * <p>A report goes to the error stream of the hub and to the listeners: when the limit is passed, and again each time
 * the same code has held the hub twice as long as at the last report. For code that waits, it names the lock, the
 * lock's owner with its stack, and the class initializer or native method that pins the code to the thread. A hub that
 * sleeps is not reported, nor a platform thread that is busy outside of the blocking calls of jevent, unless it waits
 * for a lock that a greenlet of its hub holds. The loading of a program before its first line is not reported either,
 * and code that is loading classes only after five times the limit.
 *
 * <p>The monitor needs nothing that the holder may hold: everything that a report uses is loaded and linked when a
 * monitor starts, and the report goes past {@code System.err} to the process's standard error, unless the hub has
 * another error stream.
 *
 * <p>The setting {@code jevent.maxBlocking}, a duration such as {@code 1s}, starts one when the first hub opens;
 * {@code 0} is off.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code GEVENT_MONITOR_THREAD_ENABLE}, {@code GEVENT_MAX_BLOCKING_TIME}
 * @since 0.1
 */
public final class BlockingMonitor implements AutoCloseable {

    private static final int LOOKS_PER_LIMIT = 4;

    /** Loading classes happens once, and takes its time on a slow machine. */
    private static final int LOADING_LIMITS = 5;

    private static final long SHORTEST_PERIOD_NANOS = 1_000_000;

    private static final HubAccess<Hub, RawGreenlet> HUBS = HubAccess.to(Hub.class, RawGreenlet.class);

    private static final Collection<Consumer<? super BlockingReport>> LISTENERS = new CopyOnWriteArrayList<>();

    private final long limit;
    private final long period;
    private final IdentityHashMap<Hub, Occupation> occupations = new IdentityHashMap<>();
    private final ServiceThread thread = new ServiceThread(this::watch, "jevent-blocking-monitor");
    private @Nullable Consumer<? super BlockingReport> only;
    private volatile boolean closed;

    BlockingMonitor(Duration limit) {
        this.limit = Durations.nanos(limit, "limit");
        if (this.limit == 0) {
            throw new IllegalArgumentException("limit must be longer than nothing: " + limit);
        }
        this.period = Math.max(SHORTEST_PERIOD_NANOS, this.limit / LOOKS_PER_LIMIT);
    }

    /**
     * The findings of a look at a hub: the occupant, the least time that it has held the hub, and when to report it.
     */
    private static final class Occupation {
        private static final AtomicLong COUNT = new AtomicLong();

        final Occupant occupant;
        final long number = COUNT.incrementAndGet();
        long since;
        long reportAfter;

        Occupation(Occupant occupant, long since, long reportAfter) {
            this.occupant = occupant;
            this.since = since;
            this.reportAfter = reportAfter;
        }

        boolean isBy(@Nullable Occupant other) {
            return other != null
                    && other.kind() == occupant.kind()
                    && other.thread() == occupant.thread()
                    && other.steps() == occupant.steps();
        }

        BlockingReport.Holder holder(Hub hub) {
            RawGreenlet greenlet = occupant.greenlet();
            return new BlockingReport.Holder(
                    occupant.kind(), name(hub), occupant.kind() == Kind.MAIN ? null : greenlet);
        }

        private String name(Hub hub) {
            return switch (occupant.kind()) {
                case GREENLET, PINNED, MAIN ->
                    Objects.requireNonNull(occupant.greenlet()).name();
                case CALLBACK -> "a callback";
                case FOREIGN_THREAD ->
                    "a library's virtual thread ".concat(occupant.thread().toString());
                case HUB -> "the loop of ".concat(hub.name());
            };
        }
    }

    /**
     * Starts to watch all hubs, those of the future too.
     *
     * @param limit how long a hub may be held, by the real clock; longer than zero
     * @return the monitor, to be closed when it is no longer wanted
     * @throws IllegalArgumentException if {@code limit} is zero or negative
     * @switches never
     */
    public static BlockingMonitor start(Duration limit) {
        var monitor = new BlockingMonitor(limit);
        monitor.begin();
        return monitor;
    }

    /**
     * Starts to watch all hubs and tells only {@code listener}: nothing is printed.
     *
     * @param limit how long a hub may be held, by the real clock; longer than zero
     * @param listener is told, on the monitor's thread
     * @return the monitor, to be closed when it is no longer wanted
     * @throws IllegalArgumentException if {@code limit} is zero or negative
     * @switches never
     */
    public static BlockingMonitor start(Duration limit, Consumer<? super BlockingReport> listener) {
        var monitor = new BlockingMonitor(limit);
        monitor.only = listener;
        monitor.begin();
        return monitor;
    }

    private void begin() {
        BlockingCause.rehearse();
        sample(System.nanoTime());
        thread.start();
    }

    /**
     * Has {@code listener} told of each report of each monitor, on the monitor's thread; while it runs, nothing else is
     * noticed. A failure of the listener is printed on the error stream of the hub.
     *
     * @param listener is told
     * @gevent {@code gevent.events.subscribers}
     */
    public static void addListener(Consumer<? super BlockingReport> listener) {
        LISTENERS.add(listener);
    }

    /**
     * Ends what {@link #addListener} began; does nothing if it was not added.
     *
     * @param listener is told no more
     */
    public static void removeListener(Consumer<? super BlockingReport> listener) {
        LISTENERS.remove(listener);
    }

    /** Ends the watch; does nothing if that was done before. A report that is in flight may still come. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(this, period);
            Logging.prepare(); // not earlier: a short program ends without it
            sample(System.nanoTime());
        }
    }

    /** Looks at all hubs once; {@code now} is the time by the real clock. */
    void sample(long now) {
        List<Hub> hubs = Hub.all();
        occupations.keySet().retainAll(hubs);
        for (Hub hub : hubs) {
            look(hub, now);
        }
    }

    private void look(Hub hub, long now) {
        Occupant seen = hub.occupant();
        Occupation known = occupations.get(hub);
        if (seen == null) {
            occupations.remove(hub);
        } else if (known == null || !known.isBy(seen)) {
            occupations.put(hub, new Occupation(seen, now, limit));
        } else if (now - known.since >= known.reportAfter) {
            lookCloser(hub, known, now);
        }
    }

    private void lookCloser(Hub hub, Occupation occupation, long now) {
        Occupant occupant = occupation.occupant;
        Thread thread = occupant.thread();
        long time = now - occupation.since;
        if (occupant.kind() == Kind.MAIN
                && !(BlockingCause.waits(thread) && BlockingCause.isHeldUpByGreenlet(hub, thread))) {
            return;
        }
        StackTraceElement[] stack = thread.getStackTrace();
        if (isStartingUp(hub, occupant, stack)) {
            occupation.since = now;
            return;
        }
        if (time < LOADING_LIMITS * limit && Stacks.isLoading(stack) && !BlockingCause.waits(thread)) {
            return;
        }
        String cause = BlockingCause.of(hub, thread, stack);
        if (occupation.isBy(hub.occupant())) {
            occupation.reportAfter = 2 * time;
            report(new BlockingReport(
                    hub, occupation.holder(hub), occupation.number, Duration.ofNanos(time), List.of(stack), cause));
        }
    }

    /** Whether the program has not come to its first line: only the hub itself, or its root greenlet, can have run. */
    private static boolean isStartingUp(Hub hub, Occupant occupant, StackTraceElement[] stack) {
        RawGreenlet greenlet = occupant.greenlet();
        boolean first = greenlet == null ? hub.switches() == 0 : greenlet == HUBS.principal(hub) && hub.switches() <= 1;
        return first && Stacks.isOfJdkAndLibrary(stack);
    }

    private void report(BlockingReport report) {
        if (only != null) {
            tell(only, report);
            return;
        }
        try {
            HUBS.printPastLock(report.hub(), "jevent: ".concat(report.toString()));
        } catch (RuntimeException e) {
            // a stream that refuses must not end the watch; the listeners are still told
        }
        for (Consumer<? super BlockingReport> listener : LISTENERS) {
            tell(listener, report);
        }
    }

    private static void tell(Consumer<? super BlockingReport> listener, BlockingReport report) {
        try {
            listener.accept(report);
        } catch (Throwable t) {
            HUBS.printFailure(report.hub(), listener, t);
        }
    }
}
