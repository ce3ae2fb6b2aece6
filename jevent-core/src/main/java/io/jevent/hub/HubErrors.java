// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.GreenletExit;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What a hub does with failures that nobody caught. */
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

    /** Must not throw, whatever a handler, a stream or the failure's own {@code getMessage} does. */
    void handle(@Nullable Object context, Throwable failure) {
        if (failure instanceof GreenletExit) {
            return; // a kill is no failure, whoever handles failures
        }
        HubErrorHandler chosen = handler;
        try {
            if (chosen == null) {
                handleByDefault(context, failure);
            } else {
                chosen.handle(context, failure);
            }
        } catch (Throwable t) {
            printSafely(chosen == null ? context : chosen, t, failure);
        }
    }

    private void printSafely(@Nullable Object context, Throwable t, Throwable behind) {
        try {
            if (t != behind) {
                t.addSuppressed(behind);
            }
            print(context, t);
        } catch (Throwable again) {
            say("jevent: a failure of type " + behind.getClass().getName() + " could not be printed: "
                    + again.getClass().getName());
        }
    }

    private void handleByDefault(@Nullable Object context, Throwable failure) {
        print(context, failure);
        if (context == null || isSystemError(failure)) {
            RawGreenlet victim = hub.principal();
            if (victim != context) {
                victim.interrupt(failure);
            }
        }
    }

    private static boolean isSystemError(Throwable failure) {
        return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError);
    }

    /** The stack, then a line that says when and what, then an empty line; in one write. */
    void print(@Nullable Object context, Throwable failure) {
        PrintStream out = stream;
        if (out == null) {
            return;
        }
        var text = new StringWriter();
        var writer = new PrintWriter(text);
        failure.printStackTrace(writer);
        writer.print(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " ");
        writer.print(context == null ? "" : describe(context) + " ");
        writer.println("failed with " + failure.getClass().getSimpleName());
        writer.println();
        writer.flush();
        out.print(text);
        out.flush();
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
