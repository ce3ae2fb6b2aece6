// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.report;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Stacks as reports show them: without the frames by which jevent and the JDK run a greenlet, park it and look at it.
 * The remaining stack begins with the blocking call and ends with the greenlet's body.
 */
public final class Stacks {

    private static final int MAX_FRAMES = 30;

    /** The classes between a body and {@code RawGreenlet}; the blocking calls of these classes stay visible. */
    private static final Set<String> RUNNERS =
            Set.of("io.jevent.Greenlet", "io.jevent.RootGreenlet", "io.jevent.MapGreenlet");

    private static final Set<String> RUNNING = Set.of("run", "execute");

    private Stacks() {}

    public static void append(StringBuilder text, String indent, StackTraceElement[] frames) {
        StackTraceElement[] stack = JythonFrames.present(frames) ? JythonFrames.only(frames) : frames;
        int end = stack.length;
        while (end > 0 && (isPlumbing(stack[end - 1]) || isLauncher(stack[end - 1]))) {
            end--;
        }
        int shown = 0;
        for (int i = 0; i < end; i++) {
            if (!isPlumbing(stack[i])) {
                if (++shown > MAX_FRAMES) {
                    text.append(indent).append("... and ").append(end - i).append(" frames more\n");
                    return;
                }
                text.append(indent).append("at ").append(text(stack[i])).append('\n');
            }
        }
    }

    /** Returns the frames of {@code stack} that are the program's own, innermost first. */
    public static List<StackTraceElement> ofProgram(StackTraceElement[] stack) {
        return Stream.of(stack)
                .filter(frame -> !SpawnSite.ofLibrary(frame.getClassName()) && !isOfTheJdk(frame))
                .toList();
    }

    private static boolean isOfTheJdk(StackTraceElement frame) {
        String module = frame.getModuleName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    /**
     * Returns whether a stack loads, links or initializes a class.
     *
     * @param stack the stack
     * @return true if a frame of it does
     */
    public static boolean isLoading(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            if (frame.getMethodName().equals("<clinit>")
                    || type.equals("java.lang.ClassLoader")
                    || type.startsWith("jdk.internal.loader.")
                    || frame.getMethodName().equals("loadClass")
                    || type.startsWith("sun.instrument.")
                    || type.equals("java.lang.invoke.MethodHandleNatives")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether all frames of a stack are the JDK's and jevent's, so that it shows no line of the program.
     *
     * @param stack the stack
     * @return false if a frame is of another library or of the program
     */
    public static boolean isOfJdkAndLibrary(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (!isOfTheJdk(frame) && !SpawnSite.ofLibrary(frame.getClassName())) {
                return false;
            }
        }
        return true;
    }

    /** A frame without its module and class loader, which tell a reader of reports nothing. */
    public static String text(StackTraceElement frame) {
        String text = frame.toString();
        return text.substring(text.lastIndexOf('/', text.indexOf('(')) + 1);
    }

    private static boolean isPlumbing(StackTraceElement frame) {
        String type = frame.getClassName();
        if (type.startsWith("io.jevent.")) {
            return SpawnSite.ofLibrary(type)
                    && (type.startsWith("io.jevent.hub.")
                            || type.startsWith("io.jevent.internal.")
                            || type.equals("io.jevent.Outcome")
                            || (RUNNERS.contains(type) && RUNNING.contains(frame.getMethodName())));
        }
        return isOfGraalPy(type)
                || type.startsWith("java.lang.VirtualThread")
                || type.startsWith("jdk.internal.vm.")
                || type.equals("java.lang.Thread");
    }

    /** The interpreter of GraalPy, whose frames name no function of Python. */
    private static boolean isOfGraalPy(String type) {
        return type.startsWith("com.oracle.truffle.") || type.startsWith("com.oracle.graal.python.");
    }

    /** At the outer end: what called the main method of a program. */
    private static boolean isLauncher(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.startsWith("io.jevent.cli.")
                || type.startsWith("java.lang.reflect.")
                || type.startsWith("jdk.internal.reflect.")
                || type.startsWith("java.lang.invoke.");
    }
}
