// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.monkey.patch.Patch;
import java.util.List;
import java.util.Optional;

/**
 * The call that blocks a hub, read from the stack of the greenlet.
 *
 * @param call the innermost method
 * @param place where code outside of the JDK called it
 * @param remedy what would patch it
 */
public record StallCause(StackTraceElement call, StackTraceElement place, Optional<Patch> remedy) {

    private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    /**
     * Reads a stack.
     *
     * @param stack innermost frame first
     * @return what it shows
     */
    public static StallCause of(List<StackTraceElement> stack) {
        var nowhere = new StackTraceElement("an unknown class", "an unknown method", null, -1);
        StackTraceElement call = stack.isEmpty() ? nowhere : stack.getFirst();
        StackTraceElement place =
                stack.stream().filter(frame -> !isOfTheJdk(frame)).findFirst().orElse(call);
        List<StackTraceElement> inside = stack.subList(0, Math.max(0, stack.indexOf(place)));
        return new StallCause(call, place, remedyFor(inside));
    }

    private static boolean isOfTheJdk(StackTraceElement frame) {
        return JDK.stream().anyMatch(frame.getClassName()::startsWith);
    }

    private static Optional<Patch> remedyFor(List<StackTraceElement> inside) {
        if (mentions(inside, "java.lang.Process")) {
            return Optional.of(Patch.SUBPROCESS);
        }
        if (mentions(inside, "java.lang.System$In")) {
            return Optional.of(Patch.STDIN);
        }
        if (mentions(inside, "java.net.InetAddress", "java.net.Inet4AddressImpl", "java.net.Inet6AddressImpl")) {
            return Optional.of(Patch.DNS);
        }
        if (mentions(
                inside,
                "java.io.FileInputStream",
                "java.io.FileOutputStream",
                "java.io.RandomAccessFile",
                "sun.nio.ch.FileChannelImpl",
                "sun.nio.ch.UnixFileDispatcherImpl")) {
            return Optional.of(Patch.FILES);
        }
        return Optional.empty();
    }

    private static boolean mentions(List<StackTraceElement> inside, String... classes) {
        for (StackTraceElement frame : inside) {
            for (String type : classes) {
                if (frame.getClassName().startsWith(type)) {
                    return true;
                }
            }
        }
        return false;
    }
}
