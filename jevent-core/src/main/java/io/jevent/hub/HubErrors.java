// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.HubClosedException;
import io.jevent.exceptions.PeerFailureException;
import io.jevent.internal.carrier.LockOwners;
import io.jevent.internal.logging.LogArea;
import io.jevent.internal.logging.Logging;
import io.jevent.internal.report.FailureText;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Reports the uncaught failures of a hub. */
final class HubErrors {

    private final Hub hub;
    private @Nullable HubErrorHandler handler;

    /** Also read by the thread that watches for blocked hubs, as is {@link #isStreamSet}. */
    private volatile @Nullable PrintStream stream = System.err;

    /** Whether the program has chosen the stream, so that nothing goes to a logger. */
    private volatile boolean isStreamSet;

    HubErrors(Hub hub) {
        this.hub = hub;
    }

    void handler(@Nullable HubErrorHandler newHandler) {
        handler = newHandler;
    }

    void stream(@Nullable PrintStream newStream) {
        isStreamSet = true;
        stream = newStream;
    }

    /** Calls {@code work} on the hub and handles what it throws. */
    void call(Runnable work) {
        try {
            work.run();
        } catch (HubClosedException e) {
            if (!hub.isClosed()) { // a callback that finds its own hub closed has failed at nothing
                handle(work, e);
            }
        } catch (Throwable t) {
            handle(work, t);
        }
    }

    /** Calls {@code work}, a method of {@code listener}, at once and handles what it throws. */
    void tell(Object listener, Runnable work) {
        try {
            work.run();
        } catch (Throwable t) {
            handle(listener, t);
        }
    }

    /** Must not throw, whatever a handler, a stream or the failure's own {@code getMessage} does. */
    void handle(@Nullable Object context, Throwable failure) {
        ForeignCode.call(() -> handleNow(context, failure));
    }

    private void handleNow(@Nullable Object context, Throwable failure) {
        if (report(LogArea.FAILURE, context, failure) && (context == null || isSystemError(failure))) {
            RawGreenlet victim = hub.principal();
            if (victim != context) {
                victim.interrupt(failure);
            }
        }
    }

    /** Tells the handler, or prints; whether the failure is left to the hub. Must not throw either. */
    boolean report(LogArea area, @Nullable Object context, Throwable failure) {
        if (failure instanceof GreenletExit) {
            return false; // a kill is no failure, with any handler
        }
        HubErrorHandler chosen = handler;
        try {
            if (chosen == null) {
                print(area, context, failure);
            } else {
                chosen.handle(context, failure);
            }
        } catch (Throwable t) {
            printSafely(chosen == null ? context : chosen, t, failure);
        }
        return chosen == null;
    }

    /** The failure of a handler, or of printing, must not hide the failure behind it. */
    private void printSafely(@Nullable Object context, Throwable t, Throwable behind) {
        printOrName(context, t);
        if (t != behind) {
            printOrName(null, behind);
        }
    }

    private void printOrName(@Nullable Object context, Throwable failure) {
        try {
            print(LogArea.FAILURE, context, failure);
        } catch (Throwable again) {
            println("jevent: a failure could not be printed: " + again);
        }
    }

    private static boolean isSystemError(Throwable failure) {
        return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
    }

    /**
     * Logs the failure, or prints the stack, then a line with the time and the context, then an empty line; in one
     * write.
     */
    void print(LogArea area, @Nullable Object context, Throwable failure) {
        PrintStream out = stream;
        if (out == null) {
            return;
        }
        if (failure instanceof PeerFailureException) {
            printPeerFailure(context == null ? "" : describe(context) + ": ", failure, out);
            return;
        }
        String what = (context == null ? "" : describe(context) + " ") + "failed with "
                + failure.getClass().getSimpleName();
        if (!log(area, Level.ERROR, what, failure)) {
            String end = System.lineSeparator();
            out.print(FailureText.of(failure) + time() + what + end + end);
            out.flush();
        }
    }

    private void printPeerFailure(String context, Throwable failure, PrintStream out) {
        String text = context + failure.getMessage();
        if (!log(LogArea.SERVER, Level.INFO, text, null)) {
            out.println(time() + "INFO " + text);
        }
    }

    private static String time() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS) + " ";
    }

    private boolean log(LogArea area, Level level, String text, @Nullable Throwable failure) {
        return !isStreamSet && Logging.log(area, level, text, failure);
    }

    /**
     * Warns without a lock that the caller might wait for forever: past that of {@code System.err}, and in a logger at
     * most for a second.
     */
    void warnWithoutLock(LogArea area, String text) {
        PrintStream out = stream;
        if (out == null || (!isStreamSet && Logging.logWithoutLock(area, Level.WARNING, text))) {
            return;
        }
        if (LockOwners.isStandardError(out)) {
            LockOwners.writeToStandardError(text.concat(System.lineSeparator()));
        } else {
            out.println(text);
        }
    }

    /** Warns; the logger may wait for a lock. */
    void warn(LogArea area, String text) {
        if (stream != null && !log(area, Level.WARNING, text, null)) {
            println(text);
        }
    }

    private void println(String line) {
        PrintStream out = stream;
        if (out != null) {
            out.println(line);
        }
    }

    private static String describe(Object context) {
        try {
            return String.valueOf(context);
        } catch (Throwable e) {
            return context.getClass().getName();
        }
    }
}
