// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.HubClosedException;
import io.jevent.exceptions.PeerFailureException;
import io.jevent.internal.carrier.LockOwners;
import io.jevent.internal.report.FailureText;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Reports the uncaught failures of a hub. */
final class HubErrors {

    private final Hub hub;
    private @Nullable HubErrorHandler handler;

    /** Also read by the thread that watches for blocked hubs. */
    private volatile @Nullable PrintStream stream = System.err;

    HubErrors(Hub hub) {
        this.hub = hub;
    }

    void handler(@Nullable HubErrorHandler newHandler) {
        handler = newHandler;
    }

    void stream(@Nullable PrintStream newStream) {
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
        if (report(context, failure) && (context == null || isSystemError(failure))) {
            RawGreenlet victim = hub.principal();
            if (victim != context) {
                victim.interrupt(failure);
            }
        }
    }

    /** Tells the handler, or prints; whether the failure is left to the hub. Must not throw either. */
    boolean report(@Nullable Object context, Throwable failure) {
        if (failure instanceof GreenletExit) {
            return false; // a kill is no failure, with any handler
        }
        HubErrorHandler chosen = handler;
        try {
            if (chosen == null) {
                print(context, failure);
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
            print(context, failure);
        } catch (Throwable again) {
            say("jevent: a failure could not be printed: " + again);
        }
    }

    private static boolean isSystemError(Throwable failure) {
        return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
    }

    /** Prints the stack, then a line with the time and the context, then an empty line; in one write. */
    void print(@Nullable Object context, Throwable failure) {
        PrintStream out = stream;
        if (out == null) {
            return;
        }
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS) + " ";
        if (failure instanceof PeerFailureException) {
            out.println(time + "INFO " + (context == null ? "" : describe(context) + ": ") + failure.getMessage());
            return;
        }
        String line = time + (context == null ? "" : describe(context) + " ") + "failed with "
                + failure.getClass().getSimpleName() + System.lineSeparator() + System.lineSeparator();
        out.print(FailureText.of(failure) + line);
        out.flush();
    }

    /** Says something for the blocking monitor: past the lock of {@code System.err}, which the holder may want. */
    void sayWithoutLock(String lines) {
        PrintStream out = stream;
        if (out != null && LockOwners.isStandardError(out)) {
            LockOwners.writeToStandardError(lines.concat(System.lineSeparator()));
        } else {
            say(lines);
        }
    }

    void say(String line) {
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
