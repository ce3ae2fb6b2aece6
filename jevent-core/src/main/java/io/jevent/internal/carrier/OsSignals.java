// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
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

    private OsSignals() {}

    /**
     * Sets a handler.
     *
     * @param name the signal without SIG
     * @param handler is given the signal's number, on a thread of the JVM
     * @return the handler that was there before, for {@link #restore}
     * @throws IllegalArgumentException if there is no such signal or the JVM keeps it for itself; the message says what
     *     can be done about it
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
                            + "=62 java ...");
        }
        Class<?> handlerType = type("sun.misc.SignalHandler");
        Object adapter = Proxy.newProxyInstance(
                OsSignals.class.getClassLoader(),
                new Class<?>[] {handlerType},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "handle" -> {
                        handler.accept((int) call(arguments[0], "getNumber"));
                        yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> "handler of SIG" + name;
                });
        return set(name, adapter);
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
            var _ = set(name, previous);
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
