// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The JVM's handling of signals, {@code sun.misc.Signal}. It is reached by reflection, since javac warns of each of its
 * uses and the module {@code jdk.unsupported} may be missing.
 */
public final class OsSignals {

    private OsSignals() {}

    /**
     * Sets a handler.
     *
     * @param name the signal without SIG
     * @param handler is given the signal's number, on a thread of the JVM
     * @return the handler that was there before, for {@link #restore}
     * @throws IllegalArgumentException if there is no such signal or the JVM keeps it for itself
     * @throws UnsupportedOperationException if this JVM has no {@code jdk.unsupported}
     */
    public static Object install(String name, IntConsumer handler) {
        if (name.equals("QUIT") && QuitSignal.isFree()) {
            return QuitSignal.handle(Optional.of(handler));
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

    private static Object set(String name, Object handler) {
        Class<?> signalType = type("sun.misc.Signal");
        try {
            Object signal = signalType.getConstructor(String.class).newInstance(name);
            Method handle = signalType.getMethod("handle", signalType, type("sun.misc.SignalHandler"));
            return handle.invoke(null, signal, handler);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
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
