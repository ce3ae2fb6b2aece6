// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's handling of signals, {@code sun.misc.Signal}. It is reached by reflection, since javac warns of each of its
 * uses and the module {@code jdk.unsupported} may be missing.
 */
public final class OsSignals {

    /**
     * Names the signal with which the JVM stops its own threads, for example to sample them; SIGUSR2 if it is unset.
     */
    private static final String JVM_OWN = "_JAVA_SR_SIGNUM";

    private static final int BUS_OR_SEGV = 11;
    private static final int USR2 = 12;
    private static final int LAST = 64;

    /**
     * Held while a handler is exchanged. Hubs that come to a dead end at one moment all ask for the handlers; one that
     * took the other's probe for a handler would put that back.
     */
    private static final Object CHANGE = new Object();

    /** The signals that jevent handles. */
    private static final Set<String> INSTALLED = ConcurrentHashMap.newKeySet();

    /** The signals that a JVM handles for its shutdown; others are the program's if they are handled at all. */
    private static final List<String> OF_SHUTDOWN = List.of("HUP", "INT", "TERM");

    private static final Map<Integer, String> OF_PROGRAMS =
            Map.of(10, "USR1", 14, "ALRM", 18, "CONT", 20, "TSTP", 21, "TTIN", 22, "TTOU", 23, "URG", 28, "WINCH");

    private OsSignals() {}

    /**
     * Sets a handler.
     *
     * @param name the signal without SIG
     * @param handler is given the signal's number, on a thread of the JVM
     * @return the handler that was there before, for {@link #restore}
     * @throws IllegalArgumentException if there is no such signal or the JVM keeps it for itself; the message has the
     *     remedy
     * @throws UnsupportedOperationException if this JVM has no {@code jdk.unsupported}
     */
    public static Object install(String name, IntConsumer handler) {
        if (name.equals("QUIT") && QuitSignal.isFree()) {
            return QuitSignal.handle(Optional.of(handler));
        }
        if (name.equals("USR2") && !isMoved(System.getenv(JVM_OWN))) {
            throw new IllegalArgumentException(
                    "the JVM sends it to its own threads whenever the flight recorder samples"
                            + " them; use USR1, or give the JVM another: ./jevent run does, or env " + JVM_OWN
                            + "=61 java ...");
        }
        Object adapter = adapter(name, signal -> handler.accept((int) call(signal, "getNumber")));
        synchronized (CHANGE) {
            Object before = set(name, adapter);
            INSTALLED.add(name);
            return before;
        }
    }

    private interface Handling {
        void handle(Object signal) throws ReflectiveOperationException;
    }

    private static Object adapter(String name, Handling handling) {
        return Proxy.newProxyInstance(
                OsSignals.class.getClassLoader(),
                new Class<?>[] {type("sun.misc.SignalHandler")},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "handle" -> {
                        handling.handle(arguments[0]);
                        yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> "handler of SIG" + name;
                });
    }

    /**
     * Whether the program has set a handler of its own, past jevent, for a signal: {@code sun.misc.Signal.handle}. To
     * be asked when no thread of the program runs: a handler can only be read by replacing it for a moment.
     *
     * @return whether a signal would run code of the program
     */
    public static boolean isAnyHandledByTheProgram() {
        try {
            long caught = caught();
            for (var signal : OF_PROGRAMS.entrySet()) {
                if ((caught >> (signal.getKey() - 1) & 1) != 0 && !INSTALLED.contains(signal.getValue())) {
                    return true;
                }
            }
            synchronized (CHANGE) {
                return OF_SHUTDOWN.stream().anyMatch(name -> !INSTALLED.contains(name) && isOfTheProgram(name));
            }
        } catch (IOException | RuntimeException e) {
            return false; // this system does not tell
        }
    }

    /** Replaces the handler for a moment; a signal that comes meanwhile goes to the handler all the same. */
    private static boolean isOfTheProgram(String name) {
        var before = new CompletableFuture<Object>();
        Object probe = adapter(name, signal -> {
            Object handler = before.join();
            type("sun.misc.SignalHandler")
                    .getMethod("handle", type("sun.misc.Signal"))
                    .invoke(handler, signal);
        });
        try {
            Object handler = set(name, probe);
            before.complete(handler);
            Object last = set(name, handler);
            if (last != probe) {
                var _ = set(name, last); // the program has just set it
                return true;
            }
            return !handler.getClass().getName().startsWith("sun.misc.");
        } catch (IllegalArgumentException e) {
            return false; // the JVM was started with -Xrs and leaves the signal to the system
        }
    }

    private static long caught() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("SigCgt:")) {
                return Long.parseUnsignedLong(line.substring("SigCgt:".length()).strip(), 16);
            }
        }
        return 0;
    }

    /**
     * Puts a handler back.
     *
     * @param name the signal without SIG
     * @param previous what {@link #install} returned
     */
    @SuppressWarnings("unchecked") // what install returned
    public static void restore(String name, Object previous) {
        if (previous instanceof Optional<?>) {
            var _ = QuitSignal.handle((Optional<IntConsumer>) previous);
        } else {
            synchronized (CHANGE) {
                var _ = set(name, previous);
                INSTALLED.remove(name);
            }
        }
    }

    /** As the JVM reads it: what is not the number of a signal beyond its own is ignored. */
    static boolean isMoved(@Nullable String number) {
        try {
            int own = number == null ? 0 : Integer.parseInt(number);
            return own > BUS_OR_SEGV && own <= LAST && own != USR2;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String remedy(String name) {
        return switch (name) {
            case "QUIT" ->
                "; on SIGQUIT the JVM prints its threads, unless it is started, on Linux, with -Xrs and the signal"
                        + " blocked: ./jevent run -J-Xrs ..., or env --block-signal=QUIT java -Xrs ...";
            case "INT", "TERM", "HUP" -> "; started with -Xrs, the JVM leaves it to the operating system: do without";
            default -> "";
        };
    }

    private static Object set(String name, Object handler) {
        Class<?> signalType = type("sun.misc.Signal");
        try {
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Method handle = signalType.getMethod("handle", signalType, type("sun.misc.SignalHandler"));
            return handle.invoke(null, signal, handler);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw new IllegalArgumentException(refused.getMessage() + remedy(name), refused);
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("this JVM does not let signals be handled: " + e, e);
        }
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new UnsupportedOperationException(
                    "signals need the module jdk.unsupported, which this JVM lacks; add it: --add-modules jdk.unsupported",
                    e);
        }
    }
}
