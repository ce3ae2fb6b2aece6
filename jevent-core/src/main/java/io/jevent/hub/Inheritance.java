// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.carrier.VirtualThreads;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that a greenlet inherits from the thread that made it: the context class loader, as each thread of the JDK
 * does, the contexts of libraries, and the scoped values if the spawner asked for that.
 */
final class Inheritance {

    private static final ClassLoader DEFAULT = ClassLoader.getSystemClassLoader();

    private final @Nullable ClassLoader loader;
    private final @Nullable Object scopedValues;
    private final @Nullable CapturedContexts contexts;

    private Inheritance(
            @Nullable ClassLoader loader, @Nullable Object scopedValues, @Nullable CapturedContexts contexts) {
        this.loader = loader;
        this.scopedValues = scopedValues;
        this.contexts = contexts;
    }

    /** Of the thread that runs; null if it has nothing but what every thread has. */
    static @Nullable Inheritance ofCreator() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        CapturedContexts contexts = CapturedContexts.take();
        return loader == DEFAULT && contexts == null ? null : new Inheritance(loader, null, contexts);
    }

    /** Of the thread that runs, with its scoped values, but with the contexts of {@code before}. */
    static Inheritance withScopedValues(@Nullable Inheritance before) {
        return new Inheritance(
                Thread.currentThread().getContextClassLoader(),
                VirtualThreads.scopedValues(),
                before == null ? null : before.contexts);
    }

    /** Gives a thread that has not run what it inherits; returns the rest, for {@link #execute}. */
    static @Nullable Inheritance hand(@Nullable Inheritance inheritance, Thread unstarted) {
        if (inheritance == null) {
            return null;
        }
        if (inheritance.loader != DEFAULT) {
            unstarted.setContextClassLoader(inheritance.loader);
        }
        if (inheritance.scopedValues != null) {
            VirtualThreads.bindScopedValues(unstarted, inheritance.scopedValues);
        }
        return inheritance.contexts == null ? null : inheritance;
    }

    /** Executes the body of the greenlet that runs, with the contexts of libraries attached. */
    @Nullable
    Object execute(RawGreenlet greenlet) throws Throwable {
        List<Runnable> undo = contexts == null ? List.of() : contexts.attach();
        try {
            return greenlet.execute();
        } finally {
            CapturedContexts.detach(undo);
        }
    }
}
