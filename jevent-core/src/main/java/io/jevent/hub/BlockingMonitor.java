// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.carrier.ServiceThread;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notices greenlets that hold their hub too long: a thread of its own looks at all hubs now and then, which costs the
 * hubs nothing.
 *
 * <p>A report goes to the error stream of the hub and to the listeners: when the limit is passed, and again each time
 * the greenlet has held the hub twice as long as at the last report. A hub that sleeps, and a platform thread that is
 * busy outside of the blocking calls of jevent, are not reported.
 *
 * <p>The system property {@code jevent.maxBlocking}, an ISO 8601 duration such as {@code PT1S}, starts one when the
 * first hub opens; {@code PT0S} is off.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code GEVENT_MONITOR_THREAD_ENABLE}, {@code GEVENT_MAX_BLOCKING_TIME}
 */
public final class BlockingMonitor implements AutoCloseable {

    private static final int LOOKS_PER_LIMIT = 4;
    private static final long SHORTEST_PERIOD_NANOS = 1_000_000;

    private static final Collection<Consumer<? super BlockingReport>> LISTENERS = new CopyOnWriteArrayList<>();
    private static @Nullable BlockingMonitor automatic;

    private final long limit;
    private final long period;
    private final IdentityHashMap<Hub, Run> runs = new IdentityHashMap<>();
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

    /** What a look at a hub saw: who runs, since when at least, and after how long it is to be reported. */
    private static final class Run {
        final RawGreenlet greenlet;
        final long switches;
        final long since;
        long reportAfter;

        Run(RawGreenlet greenlet, long switches, long since, long reportAfter) {
            this.greenlet = greenlet;
            this.switches = switches;
            this.since = since;
            this.reportAfter = reportAfter;
        }

        boolean goesOn(Hub hub) {
            return hub.running() == greenlet && hub.switches() == switches;
        }
    }

    /**
     * Starts to watch all hubs, those of the future too.
     *
     * @param limit how long a greenlet may hold its hub, by the real clock; longer than zero
     * @return the monitor, to be closed when it is no longer wanted
     * @throws IllegalArgumentException if {@code limit} is zero or negative
     * @switches never
     */
    public static BlockingMonitor start(Duration limit) {
        var monitor = new BlockingMonitor(limit);
        monitor.thread.start();
        return monitor;
    }

    /**
     * Starts to watch all hubs and tells only {@code listener}: nothing is printed.
     *
     * @param limit how long a greenlet may hold its hub, by the real clock; longer than zero
     * @param listener is told, on the monitor's thread
     * @return the monitor, to be closed when it is no longer wanted
     * @throws IllegalArgumentException if {@code limit} is zero or negative
     * @switches never
     */
    public static BlockingMonitor start(Duration limit, Consumer<? super BlockingReport> listener) {
        var monitor = new BlockingMonitor(limit);
        monitor.only = listener;
        monitor.thread.start();
        return monitor;
    }

    /** Starts the one that the system property asks for, if it runs not yet. */
    static synchronized void startAutomatically(String property) {
        if (automatic == null) {
            Duration limit = parse(property);
            if (!limit.isZero()) {
                automatic = start(limit);
            }
        }
    }

    private static Duration parse(String property) {
        try {
            Duration limit = Duration.parse(property);
            if (!limit.isNegative()) {
                return limit;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(wrong(property), e);
        }
        throw new IllegalArgumentException(wrong(property));
    }

    private static String wrong(String property) {
        return "jevent.maxBlocking must be a duration such as PT1S, or PT0S for none: " + property;
    }

    /**
     * Has {@code listener} told of each report of each monitor, on the monitor's thread; while it runs, nothing else is
     * noticed. What it throws is printed on the error stream of the hub.
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

    /** Ends the watch; does nothing if that was done before. A report that is under way may still come. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(this, period);
            sample(System.nanoTime());
        }
    }

    /** Looks at all hubs once; {@code now} is the time by the real clock. */
    void sample(long now) {
        List<Hub> hubs = Hub.all();
        runs.keySet().retainAll(hubs);
        for (Hub hub : hubs) {
            look(hub, now);
        }
    }

    private void look(Hub hub, long now) {
        RawGreenlet running = hub.running();
        if (running == null || running instanceof MainGreenlet) {
            runs.remove(hub);
            return;
        }
        Run run = runs.get(hub);
        if (run == null || !run.goesOn(hub)) {
            runs.put(hub, new Run(running, hub.switches(), now, limit));
            return;
        }
        long time = now - run.since;
        Thread mounted = run.greenlet.thread;
        if (time >= run.reportAfter && mounted != null) {
            StackTraceElement[] stack = mounted.getStackTrace();
            if (run.goesOn(hub)) {
                run.reportAfter = 2 * time;
                report(new BlockingReport(hub, run.greenlet, Duration.ofNanos(time), List.of(stack)));
            }
        }
    }

    private void report(BlockingReport report) {
        HubErrors errors = report.hub().errors;
        if (only != null) {
            tell(only, report, errors);
            return;
        }
        try {
            errors.say("jevent: " + report);
        } catch (RuntimeException e) {
            // a stream that refuses must not end the watch; the listeners are still told
        }
        for (Consumer<? super BlockingReport> listener : LISTENERS) {
            tell(listener, report, errors);
        }
    }

    private static void tell(Consumer<? super BlockingReport> listener, BlockingReport report, HubErrors errors) {
        try {
            listener.accept(report);
        } catch (Throwable t) {
            errors.print(listener, t);
        }
    }
}
