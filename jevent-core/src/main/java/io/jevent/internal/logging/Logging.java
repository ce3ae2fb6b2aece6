// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.logging;

import io.jevent.internal.carrier.LockOwners;
import io.jevent.internal.carrier.ServiceThread;
import io.jevent.internal.carrier.VirtualThreads;
import io.jevent.internal.settings.Setting;
import java.lang.module.ModuleDescriptor;
import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * Reports go to the loggers of the platform if the program configures logging, otherwise to standard error. That is decided
 * once, and the loggers are made then:
 *   UNDECIDED  where a setting or a property answers, the opening of the first hub decides;
 *   DECIDING   otherwise a thread of its own looks for a LoggerFinder, because that opens every jar of the class path. The
 *              first report, or a part that will report, begins it. A report waits for it, on the thread that it is on: so no
 *              class is loaded there, and no other greenlet runs meanwhile, which would change their order;
 *   DECIDED    {@code route} does not change any more.
 * Invariant: a report never ends in a logger's failure. If a logger throws, does not come into being, or reports something
 * itself, the report goes to standard error.
 */
/** Sends the reports of jevent to the loggers of the platform, {@link System.Logger}. */
public final class Logging {

    private enum State {
        UNDECIDED,
        DECIDING,
        DECIDED
    }

    private static final String FINDER = "java.lang.System$LoggerFinder";
    private static final long PATIENCE_NANOS = 1_000_000_000;

    /** The longest wait for the search, which takes long only if it needs a lock that the blocked hub holds. */
    private static final long SEARCH_NANOS = 10_000_000_000L;

    private static final long LOOK_NANOS = 1_000_000;

    /** Linked with this class, because {@link #prepare} may be called where a class cannot be loaded. */
    private static final Runnable SEARCH = Logging::search;

    private static final AtomicReference<State> STATE = new AtomicReference<>(State.UNDECIDED);

    /** Set while a thread is in a logger. */
    private static final ThreadLocal<Boolean> INSIDE = new ThreadLocal<>();

    /** Null if logging is not configured. */
    private static volatile @Nullable Route route;

    /** The loggers, one for each area, and the thread for reporters that must not wait. */
    private record Route(EnumMap<LogArea, System.Logger> loggers, LogThread thread) {
        System.Logger logger(LogArea area) {
            return Objects.requireNonNull(loggers.get(area));
        }
    }

    private Logging() {}

    /** Decides where reports go, if that is known without a search. Called before the first hub opens. */
    public static void start() {
        String choice = Setting.LOG.choice();
        boolean toLoggers = choice.equals("logger")
                || (choice.equals("auto")
                        && (System.getProperty("java.util.logging.config.file") != null
                                || System.getProperty("java.util.logging.config.class") != null));
        boolean isKnown = toLoggers || choice.equals("stderr");
        if (isKnown && STATE.compareAndSet(State.UNDECIDED, State.DECIDING)) {
            decide(toLoggers);
        }
    }

    /** Begins to decide on another thread, so that a report need not wait. Does nothing if that has begun. */
    public static void prepare() {
        if (STATE.compareAndSet(State.UNDECIDED, State.DECIDING)) {
            var thread = new ServiceThread(SEARCH, "jevent-log-search");
            thread.runsForeignCode(true);
            thread.start();
        }
    }

    private static void search() {
        decide(ClassLoader.getSystemResource("META-INF/services/" + FINDER) != null || isFinderInModules());
    }

    private static void decide(boolean toLoggers) {
        try {
            if (toLoggers) {
                use(name -> System.getLogger(name), PATIENCE_NANOS);
            }
        } catch (Throwable t) { // a LoggerFinder that cannot be loaded throws an Error
            tell("the loggers cannot be made, reports go to standard error: ", t);
        } finally {
            STATE.set(State.DECIDED);
        }
    }

    /** Returns the way to the loggers, or null; waits until that is decided, at most for ten seconds. */
    private static @Nullable Route route() {
        if (STATE.get() != State.DECIDED) {
            prepare();
            long start = System.nanoTime();
            while (STATE.get() != State.DECIDED && System.nanoTime() - start < SEARCH_NANOS) {
                if (Thread.currentThread().isVirtual()) {
                    VirtualThreads.yieldCarrier();
                } else {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            }
        }
        return route;
    }

    private static boolean isFinderInModules() {
        for (Module module : ModuleLayer.boot().modules()) {
            for (ModuleDescriptor.Provides provided : module.getDescriptor().provides()) {
                if (provided.service().equals(FINDER)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Sends the reports to other loggers, or to standard error.
     *
     * @param maker makes the logger with a name; null for standard error
     * @param patience how long {@link #logWithoutLock} waits for a logger, in nanoseconds
     */
    public static void use(@Nullable Function<String, System.Logger> maker, long patience) {
        if (maker == null) {
            route = null;
            STATE.set(State.DECIDED);
            return;
        }
        var loggers = new EnumMap<LogArea, System.Logger>(LogArea.class);
        for (LogArea area : LogArea.values()) {
            System.Logger logger = maker.apply(area.loggerName());
            boolean _ = logger.isLoggable(System.Logger.Level.INFO); // loads classes
            loggers.put(area, logger);
        }
        var made = new Route(loggers, new LogThread(patience));
        var _ = new Line(made, LogArea.MONITOR, System.Logger.Level.OFF, ""); // loads the class
        route = made;
        STATE.set(State.DECIDED);
    }

    /** {@return whether reports go to loggers} */
    public static boolean isOn() {
        return route() != null;
    }

    /**
     * Logs a report on the calling thread. The logger may wait for a lock: a hub calls this on a virtual thread only.
     *
     * @param area the area of the report
     * @param level its level
     * @param text its text
     * @param failure the exception that it is about, or null
     * @return false if the caller must write the report to standard error
     */
    public static boolean log(LogArea area, System.Logger.Level level, String text, @Nullable Throwable failure) {
        Route to = route();
        return to != null && log(to, area, level, text, failure);
    }

    private static boolean log(
            Route to, LogArea area, System.Logger.Level level, String text, @Nullable Throwable failure) {
        if (INSIDE.get() != null) {
            return false;
        }
        INSIDE.set(true);
        try {
            System.Logger logger = to.logger(area);
            if (failure == null) {
                logger.log(level, text);
            } else {
                logger.log(level, text, failure);
            }
            return true;
        } catch (Throwable t) { // the report must reach standard error, whatever the logger throws
            tell("the logger " + area.loggerName() + " failed: ", t);
            return false;
        } finally {
            INSIDE.remove();
        }
    }

    /**
     * Logs a report on another thread, and waits until that is done, at most for a second. Takes no lock and loads no
     * class, so it may report a thread that holds the lock of the logger.
     *
     * @param area the area of the report
     * @param level its level
     * @param text its text
     * @return false if the caller must write the report to standard error
     */
    public static boolean logWithoutLock(LogArea area, System.Logger.Level level, String text) {
        Route to = route();
        return to != null && to.thread.call(new Line(to, area, level, text));
    }

    /** A report for {@link LogThread}: a class with a name, because a lambda would be linked by its first use. */
    private record Line(Route to, LogArea area, System.Logger.Level level, String text) implements Runnable {
        @Override
        public void run() {
            if (!log(to, area, level, text, null)) {
                throw new IllegalStateException("not logged");
            }
        }
    }

    private static void tell(String problem, Throwable failure) {
        String name = failure.getClass().getName();
        try {
            name = failure.toString();
        } catch (Throwable t) {
            // its name must do
        }
        LockOwners.writeToStandardError("jevent: " + problem + name + System.lineSeparator());
    }
}
