// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.hub.BlockingReport.Kind;
import io.jevent.internal.carrier.ServiceThread;
import java.time.Duration;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
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

    /** The findings of a look at a hub: the holder, the least time that it has held it, and when to report it. */
    private static final class Run {
        final Kind kind;
        final Thread thread;
        final @Nullable RawGreenlet greenlet;
        final long steps;
        long since;
        long reportAfter;

        private Run(Kind kind, Thread thread, @Nullable RawGreenlet greenlet, long steps) {
            this.kind = kind;
            this.thread = thread;
            this.greenlet = greenlet;
            this.steps = steps;
        }

        /** Returns the holder of a hub now, or null if it has none. */
        static @Nullable Run of(Hub hub) {
            long steps = steps(hub);
            RawGreenlet greenlet = hub.running();
            Thread callback = hub.dispatcher().calls().runningThread();
            Thread foreign = hub.dispatcher().foreign();
            RawGreenlet onHome = hub.dispatcher().standIns().keepsMainWaiting();
            Thread pinned = onHome == null ? null : onHome.thread;
            if (pinned != null) {
                return new Run(Kind.PINNED, pinned, onHome, 0); // whatever a stand-in does meanwhile
            }
            if (hub.messages().isSleeping()) {
                return null;
            }
            if (greenlet instanceof MainGreenlet) {
                return new Run(Kind.MAIN, hub.carrier(), greenlet, steps);
            }
            if (greenlet != null) {
                Thread thread = greenlet.thread;
                return thread == null ? null : new Run(Kind.GREENLET, thread, greenlet, steps);
            }
            if (callback != null) {
                return new Run(Kind.CALLBACK, callback, null, steps);
            }
            return foreign != null
                    ? new Run(Kind.FOREIGN_THREAD, foreign, null, steps)
                    : new Run(Kind.HUB, hub.driver(), null, steps);
        }

        /** Grows whenever a hub goes on with something else. */
        private static long steps(Hub hub) {
            return hub.switches()
                    + hub.dispatcher().calls().mounts()
                    + hub.cycle().turns();
        }

        boolean isSame(@Nullable Run other) {
            return other != null && other.kind == kind && other.thread == thread && other.steps == steps;
        }

        String name(Hub hub) {
            return switch (kind) {
                case GREENLET, PINNED, MAIN -> Objects.requireNonNull(greenlet).name();
                case CALLBACK -> "a callback";
                case FOREIGN_THREAD -> "a library's virtual thread ".concat(thread.toString());
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

    /** Starts the one that the system property asks for, if it runs not yet. */
    static synchronized void startAutomatically(Duration limit) {
        if (automatic == null && !limit.isZero()) {
            automatic = start(limit);
        }
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
        Run seen = Run.of(hub);
        Run run = runs.get(hub);
        if (seen == null) {
            runs.remove(hub);
        } else if (run == null || !run.isSame(seen)) {
            seen.since = now;
            seen.reportAfter = limit;
            runs.put(hub, seen);
        } else if (now - run.since >= run.reportAfter) {
            lookCloser(hub, run, now);
        }
    }

    private void lookCloser(Hub hub, Run run, long now) {
        long time = now - run.since;
        if (run.kind == Kind.MAIN
                && !(BlockingCause.waits(run.thread) && BlockingCause.isHeldUpByGreenlet(hub, run.thread))) {
            return;
        }
        StackTraceElement[] stack = run.thread.getStackTrace();
        if (run.greenlet != null && run.greenlet == hub.principal() && hub.switches() <= 1 && isStartingUp(stack)) {
            run.since = now;
            return;
        }
        if (time < LOADING_LIMITS * limit && isLoading(stack) && !BlockingCause.waits(run.thread)) {
            return;
        }
        String cause = BlockingCause.of(hub, run.thread, stack);
        if (run.isSame(Run.of(hub))) {
            run.reportAfter = 2 * time;
            var holder =
                    new BlockingReport.Holder(run.kind, run.name(hub), run.kind == Kind.MAIN ? null : run.greenlet);
            report(new BlockingReport(hub, holder, Duration.ofNanos(time), List.of(stack), cause));
        }
    }

    /** Whether a stack has not come to the first line of the program: all of it is the JDK's and jevent's. */
    static boolean isStartingUp(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String module = frame.getModuleName();
            boolean ofJdk = module != null && (module.startsWith("java.") || module.startsWith("jdk."));
            if (!ofJdk && !SpawnSites.ofLibrary(frame.getClassName())) {
                return false;
            }
        }
        return true;
    }

    /** Whether a stack loads, links or initializes a class. */
    static boolean isLoading(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            if (frame.getMethodName().equals("<clinit>")
                    || type.equals("java.lang.ClassLoader")
                    || type.startsWith("jdk.internal.loader.")
                    || frame.getMethodName().equals("loadClass")
                    || type.startsWith("sun.instrument.")
                    || type.equals("java.lang.invoke.MethodHandleNatives")) {
                return true;
            }
        }
        return false;
    }

    private void report(BlockingReport report) {
        HubErrors errors = report.hub().errors;
        if (only != null) {
            tell(only, report, errors);
            return;
        }
        try {
            errors.sayWithoutLock("jevent: ".concat(report.toString()));
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
