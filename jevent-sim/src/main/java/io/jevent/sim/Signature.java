// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.exceptions.LoopExit;
import org.jspecify.annotations.Nullable;

/**
 * Tells one failure from another by its type and the line of the program that threw it. The message does not count,
 * since it may contain values.
 */
record Signature(String type, String line) {

    static Signature of(Throwable failure) {
        Throwable cause = failure.getCause();
        if (failure.getClass() == AssertionError.class
                && cause != null
                && failure.getStackTrace().length > 0
                && failure.getStackTrace()[0].getClassName().startsWith("io.jevent.testing.")) {
            return of(cause); // a failure that the test did not read
        }
        if (failure instanceof LoopExit || failure instanceof StepsExceededError) {
            return new Signature(failure.getClass().getName(), "");
        }
        StackTraceElement line = lineOf(failure);
        return new Signature(failure.getClass().getName(), line == null ? messageOf(failure) : Lines.text(line));
    }

    /** The innermost line of the program in a stack trace. */
    static @Nullable StackTraceElement lineOf(Throwable failure) {
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (Lines.isOfProgram(frame)) {
                return frame;
            }
        }
        return null;
    }

    private static String messageOf(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? "" : message.lines().findFirst().orElse("").replaceAll("after a step of .*", "");
    }
}
