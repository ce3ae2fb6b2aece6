// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.report;

import java.io.PrintWriter;
import java.io.Writer;

/**
 * The stack trace of a failure as text of bounded length. {@link Throwable#printStackTrace()} recurses from cause to
 * cause and writes every message in full, so a failure with thousands of causes, or with one message of megabytes, ends
 * in an error of its own; the text then keeps the beginning: the failure's class, its message, and its own frames.
 */
public final class FailureText {

    private static final int MAX_CHARS = 256 * 1024;
    private static final int MAX_MESSAGE = 8 * 1024;
    private static final int MAX_FRAMES = 64;
    private static final int MAX_CAUSES = 1_000_000;

    private FailureText() {}

    public static String of(Throwable failure) {
        var writer = new BoundedWriter();
        String problem;
        try {
            failure.printStackTrace(new PrintWriter(writer));
            if (!writer.full) {
                return writer.text.toString();
            }
            problem = "it is longer than " + MAX_CHARS + " characters";
        } catch (Throwable t) { // a stack overflow, or the failure's own getMessage()
            problem = t.getClass().getName();
        }
        return beginning(failure, problem);
    }

    private static String beginning(Throwable failure, String problem) {
        String end = System.lineSeparator();
        var text = new StringBuilder(describe(failure)).append(end);
        StackTraceElement[] frames = failure.getStackTrace();
        for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
            text.append("\tat ").append(frames[i]).append(end);
        }
        Throwable cause = failure.getCause();
        if (cause != null) {
            text.append("Caused by: ").append(describe(cause)).append(end);
            Throwable root = rootOf(cause);
            if (root != cause) {
                text.append("Root cause: ").append(describe(root)).append(end);
            }
        }
        return text.append("(the rest of the stack trace was cut: ")
                .append(problem)
                .append(')')
                .append(end)
                .toString();
    }

    private static Throwable rootOf(Throwable cause) {
        Throwable root = cause;
        for (int i = 0; i < MAX_CAUSES; i++) { // causes may form a cycle
            Throwable next = root.getCause();
            if (next == null) {
                return root;
            }
            root = next;
        }
        return root;
    }

    private static String describe(Throwable failure) {
        String text;
        try {
            text = failure.toString();
        } catch (Throwable t) {
            return failure.getClass().getName() + " (its message could not be read: "
                    + t.getClass().getName() + ")";
        }
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "...";
    }

    /** Keeps the first characters, and notes that more came. */
    private static final class BoundedWriter extends Writer {
        private final StringBuilder text = new StringBuilder();
        private boolean full;

        @Override
        public void write(char[] buffer, int offset, int length) {
            int room = Math.min(length, MAX_CHARS - text.length());
            text.append(buffer, offset, room);
            full |= room < length;
        }

        @Override
        public void write(String string, int offset, int length) {
            int room = Math.min(length, MAX_CHARS - text.length());
            text.append(string, offset, offset + room);
            full |= room < length;
        }

        @Override
        public void flush() {
            // keeps everything in memory
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
