// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.carrier.VirtualThreads;
import org.jspecify.annotations.Nullable;

/**
 * The values that the thread of a greenlet inherits from the thread that made the greenlet: the context class loader,
 * as each thread of the JDK does, and the scoped values if the spawner asked for that.
 */
final class Inheritance {

    private static final ClassLoader DEFAULT = ClassLoader.getSystemClassLoader();

    private final @Nullable ClassLoader loader;
    private final @Nullable Object scopedValues;

    private Inheritance(@Nullable ClassLoader loader, @Nullable Object scopedValues) {
        this.loader = loader;
        this.scopedValues = scopedValues;
    }

    /** Of the thread that runs; null if it has nothing but what every thread has. */
    static @Nullable Inheritance ofCreator() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader == DEFAULT ? null : new Inheritance(loader, null);
    }

    static Inheritance withScopedValues() {
        return new Inheritance(Thread.currentThread().getContextClassLoader(), VirtualThreads.scopedValues());
    }

    static void hand(@Nullable Inheritance inheritance, Thread unstarted) {
        if (inheritance == null) {
            return;
        }
        if (inheritance.loader != DEFAULT) {
            unstarted.setContextClassLoader(inheritance.loader);
        }
        if (inheritance.scopedValues != null) {
            VirtualThreads.bindScopedValues(unstarted, inheritance.scopedValues);
        }
    }
}
