// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.access;

import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The implementations of this package's interfaces, which exported packages provide without exporting them. */
public final class Access {

    private static final Map<Class<?>, Object> PROVIDED = new ConcurrentHashMap<>();

    private Access() {}

    /**
     * Provides an implementation. Called by the initializer of the class that callers give to {@link #to}.
     *
     * @param <T> the interface
     * @param type the interface
     * @param implementation its only implementation
     */
    public static <T> void provide(Class<T> type, T implementation) {
        PROVIDED.put(type, implementation);
    }

    /** Returns the implementation of {@code type} that the initializer of {@code provider} provides. */
    static Object to(Class<?> type, Class<?> provider) {
        try {
            MethodHandles.lookup().ensureInitialized(provider);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(provider + " is not a public class of jevent", e);
        }
        @Nullable Object implementation = PROVIDED.get(type);
        if (implementation == null) {
            throw new IllegalArgumentException(provider + " provides no " + type.getName());
        }
        return implementation;
    }
}
