// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints the exception of a program's main, without the frames that called the main. */
final class Failure {
    private static final String OURS = Failure.class.getPackageName() + ".";

    private Failure() {}

    static void print(Throwable failure, PrintStream out) {
        trim(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
        out.print("Exception in thread \"main\" ");
        failure.printStackTrace(out);
    }

    private static void trim(@Nullable Throwable failure, Set<Throwable> seen) {
        if (failure == null || !seen.add(failure)) {
            return;
        }
        StackTraceElement[] trace = failure.getStackTrace();
        int end = firstOfOurs(trace);
        if (end < trace.length) {
            while (end > 0 && isReflection(trace[end - 1])) {
                end--;
            }
            failure.setStackTrace(Arrays.copyOf(trace, end));
        }
        trim(failure.getCause(), seen);
        for (Throwable suppressed : failure.getSuppressed()) {
            trim(suppressed, seen);
        }
    }

    private static int firstOfOurs(StackTraceElement[] trace) {
        for (int i = 0; i < trace.length; i++) {
            if (trace[i].getClassName().startsWith(OURS)) {
                return i;
            }
        }
        return trace.length;
    }

    private static boolean isReflection(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.startsWith("java.lang.reflect.")
                || type.startsWith("jdk.internal.reflect.")
                || type.startsWith("java.lang.invoke.");
    }
}
