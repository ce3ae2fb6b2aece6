// SPDX-License-Identifier: Apache-2.0
package io.jevent.signal;

import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Attachments;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Ends the program of a hub in an orderly way at the first signal, or the JVM if the program does not end in time, and
 * the JVM at once at the second.
 */
final class Shutdown {

    private final Hub hub;
    private final ShutdownGuard guard;
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * Prepares the end of a hub's program.
     *
     * @throws IllegalStateException if a property that limits the time is no duration
     */
    Shutdown(Hub hub) {
        this.hub = hub;
        this.guard = new ShutdownGuard(hub);
        Attachments.of(hub).onClose(guard::ended);
    }

    /** On a thread of the JVM. */
    void deliver(ShutdownSignal signal) {
        if (begun.getAndSet(true)) {
            Runtime.getRuntime().halt(signal.exitStatus());
        }
        guard.begin(signal);
        Thread main = hub.carrier();
        if (!main.isAlive()) {
            Runtime.getRuntime().exit(signal.exitStatus());
        }
        exitWhenUncaught(signal, main);
        try {
            hub.runCallback((DirectCallback) () -> interrupt(signal));
        } catch (HubClosedException e) {
            Runtime.getRuntime().exit(signal.exitStatus()); // its program has just ended
        }
    }

    /** A program whose hub is being closed is ending already, and may be cleaning up. */
    private void interrupt(ShutdownSignal signal) {
        guard.taken();
        if (!hub.isClosing()) {
            hub.interruptProgram(signal);
        }
    }

    /** As the JVM does on such a signal: an exit status, and no stack. */
    private static void exitWhenUncaught(ShutdownSignal signal, Thread main) {
        Thread.UncaughtExceptionHandler before = main.getUncaughtExceptionHandler();
        main.setUncaughtExceptionHandler((thread, thrown) -> {
            if (isBehind(signal, thrown)) {
                Runtime.getRuntime().exit(signal.exitStatus());
            }
            before.uncaughtException(thread, thrown);
        });
    }

    private static boolean isBehind(ShutdownSignal signal, @Nullable Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t == signal) {
                return true;
            }
        }
        return false;
    }
}
