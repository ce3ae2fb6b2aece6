// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.logging;

import io.jevent.internal.carrier.LockOwners;
import io.jevent.internal.settings.Setting;
import java.lang.module.ModuleDescriptor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/*
 * Reports go to the loggers of the platform if the program configures logging, otherwise to standard error. That is decided
 * once, on the thread that opens the first hub, which also gets the loggers: so no report loads their classes on a hub's
 * thread. The questions must be cheap, because most programs configure nothing: a property, and whether the class path or a
 * module has a LoggerFinder.
 * Invariant: a report never ends in a logger's failure. If a logger throws, or reports something itself, the report goes to
 * standard error.
 */
/** Sends the reports of jevent to the loggers of the platform, {@link System.Logger}. */
public final class Logging {

    private static final String FINDER = "java.lang.System$LoggerFinder";
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private static final AtomicBoolean DECIDED = new AtomicBoolean();

    /** Set while a thread is in a logger. */
    private static final ThreadLocal<Boolean> INSIDE = new ThreadLocal<>();

    /** Null if logging is not configured. */
    private static volatile @Nullable Route route;

    /** The loggers, one for each area, and the thread for reporters that must not wait. */
    private record Route(System.Logger[] loggers, LogThread thread) {}

    private Logging() {}

    /** Decides where reports go; does nothing if that is decided. Called before the first hub opens. */
    public static void start() {
        if (DECIDED.getAndSet(true) || !isConfigured()) { // a LoggerFinder that uses jevent comes here again
            return;
        }
        try {
            use(name -> System.getLogger(name), PATIENCE_NANOS);
        } catch (Throwable t) { // a LoggerFinder that cannot be loaded throws an Error
            tell("the loggers cannot be made, reports go to standard error: ", t);
        }
    }

    private static boolean isConfigured() {
        return switch (Setting.LOG.choice()) {
            case "stderr" -> false;
            case "logger" -> true;
            default ->
                System.getProperty("java.util.logging.config.file") != null
                        || System.getProperty("java.util.logging.config.class") != null
                        || ClassLoader.getSystemResource("META-INF/services/" + FINDER) != null
                        || isFinderInModules();
        };
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
            return;
        }
        LogArea[] areas = LogArea.values();
        var loggers = new System.Logger[areas.length];
        for (LogArea area : areas) {
            loggers[area.ordinal()] = maker.apply(area.loggerName());
            boolean _ = loggers[area.ordinal()].isLoggable(System.Logger.Level.INFO); // loads classes
        }
        var made = new Route(loggers, new LogThread(patience));
        var _ = new Line(made, LogArea.MONITOR, System.Logger.Level.OFF, ""); // loads the class
        route = made;
    }

    /** {@return whether reports go to loggers} */
    public static boolean isOn() {
        return route != null;
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
        Route to = route;
        return to != null && log(to, area, level, text, failure);
    }

    private static boolean log(
            Route to, LogArea area, System.Logger.Level level, String text, @Nullable Throwable failure) {
        if (INSIDE.get() != null) {
            return false;
        }
        INSIDE.set(true);
        try {
            System.Logger logger = to.loggers[area.ordinal()];
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
        Route to = route;
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
