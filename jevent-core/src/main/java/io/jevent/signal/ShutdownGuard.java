// SPDX-License-Identifier: Apache-2.0
package io.jevent.signal;

import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.access.HubAccess;
import io.jevent.internal.carrier.OsSignals;
import io.jevent.internal.carrier.ServiceThread;
import io.jevent.internal.logging.LogArea;
import io.jevent.internal.logging.Logging;
import io.jevent.internal.settings.Setting;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/*
 * The states after a signal, each with a limit:
 *
 *     sent      the hub has not taken the signal      jevent.shutdownGrace
 *     taken     finally blocks run, the hub closes    jevent.cleanupLimit
 *     exiting   the JVM's shutdown hooks run          jevent.shutdownGrace
 *
 * When one of the first two limits passes, the guard writes what the hub does and exits; when the last one passes, it halts
 * the JVM. Invariant: a guard at work takes no lock that the program could hold and loads no class: a greenlet that holds
 * System.err, or is stuck in a class loader, may be what keeps the program. So the constructor does once all that the guard
 * does later.
 */
/** Ends the JVM if the program does not end within a time after a signal. */
final class ShutdownGuard {

    private static final HubAccess<Hub, RawGreenlet> HUBS = HubAccess.to(Hub.class, RawGreenlet.class);

    private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

    /** Not {@code System.err}, whose lock a program may hold. */
    private static final FileOutputStream ERR = new FileOutputStream(FileDescriptor.err);

    private static @Nullable ServiceThread hook;

    /** The exit status to halt with, or 0 before a signal came. */
    private static volatile int pending;

    private final Hub hub;
    private final long grace;
    private final long cleanup;
    private final ServiceThread watcher = new ServiceThread(this::watch, "jevent-shutdown");
    private volatile @Nullable ShutdownSignal signal;
    private volatile boolean taken;
    private volatile boolean ended;

    ShutdownGuard(Hub hub) {
        this.hub = hub;
        grace = nanos(Setting.SHUTDOWN_GRACE);
        cleanup = nanos(Setting.CLEANUP_LIMIT);
        addHook(grace);
        var _ = isShuttingDown();
        var _ = report("rehearsal", "nothing", grace).getBytes(System.err.charset());
    }

    private static long nanos(Setting limit) {
        return Durations.nanos(limit.duration(), limit.property());
    }

    /** Begins to watch, when the first signal has come. */
    void begin(ShutdownSignal received) {
        signal = received;
        pending = received.exitStatus();
        Logging.prepare();
        watcher.start();
    }

    /** Notes that the hub has taken the signal. Called on the hub. */
    void taken() {
        taken = true;
        LockSupport.unpark(watcher);
    }

    /** Ends the watch: the hub is closed. */
    void ended() {
        ended = true;
        LockSupport.unpark(watcher);
    }

    private void watch() {
        ShutdownSignal received = signal;
        if (received == null) {
            return;
        }
        String name = received.name();
        if (!await(false, grace)) {
            end(received, report(name, "the hub has not taken the signal", grace));
        } else if (!await(true, cleanup)) {
            end(received, report(name, "the program has not ended", cleanup));
        }
    }

    /** Waits until the hub is closed, or at least has taken the signal; false if the time passed first. */
    private boolean await(boolean untilEnded, long nanos) {
        long start = System.nanoTime();
        while (!ended && (untilEnded || !taken)) {
            long left = nanos - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, left);
        }
        return true;
    }

    @SuppressWarnings("UnnecessaryStringBuilder") // a concatenation would link a call site in a program that is stuck
    private String report(String name, String what, long nanos) {
        return new StringBuilder(512)
                .append("jevent: SIG")
                .append(name)
                .append(": ")
                .append(what)
                .append(" within ")
                .append(nanos / 1_000_000)
                .append(" ms; the JVM is shut down\n")
                .append(HUBS.describeCarrier(hub))
                .toString();
    }

    private void end(ShutdownSignal received, String report) {
        haltAfter(grace, received.exitStatus());
        if (!Logging.logWithoutLock(LogArea.SHUTDOWN, System.Logger.Level.ERROR, report)) {
            write(report);
        }
        Runtime.getRuntime().exit(received.exitStatus());
    }

    private static void write(String report) {
        try {
            ERR.write(report.getBytes(System.err.charset()));
        } catch (IOException e) {
            // there is no other place to write to
        }
    }

    /** Halts the JVM if its shutdown hooks do not end in time. */
    private static void haltAfter(long nanos, int status) {
        new ServiceThread(
                        () -> {
                            long start = System.nanoTime();
                            while (System.nanoTime() - start < nanos) {
                                LockSupport.parkNanos(nanos);
                            }
                            Runtime.getRuntime().halt(status);
                        },
                        "jevent-halt")
                .start();
    }

    /** Limits the time of the program's own hooks, however the JVM's shutdown began after the signal. */
    private static synchronized void addHook(long grace) {
        if (hook == null) {
            hook = new ServiceThread(
                    () -> {
                        int status = pending;
                        if (status != 0) {
                            haltAfter(grace, status);
                            handleNextSignals();
                        }
                    },
                    "jevent-shutdown-hook");
            Runtime.getRuntime().addShutdownHook(hook);
        }
    }

    /** Returns whether {@link #handleNext} must handle a signal that the program no longer handles. */
    static boolean handlesNext(String name) {
        return pending != 0 && ENDING.contains(name);
    }

    /**
     * Handles a signal after the first as the JVM does, which shuts itself down. Where that is in progress, the JVM's
     * own handler would wait for its end; this one halts the JVM.
     */
    static void handleNext(int number) {
        if (isShuttingDown()) {
            Runtime.getRuntime().halt(128 + number);
        }
        Runtime.getRuntime().exit(128 + number);
    }

    private static boolean isShuttingDown() {
        var probe = new Thread(ShutdownGuard::doNothing);
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            return !Runtime.getRuntime().removeShutdownHook(probe);
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static void doNothing() {
        // a hook that is removed
    }

    private static void handleNextSignals() {
        for (String name : ENDING) {
            try {
                var _ = OsSignals.install(name, ShutdownGuard::handleNext);
            } catch (IllegalArgumentException | UnsupportedOperationException e) {
                // the operating system handles it
            }
        }
    }
}
