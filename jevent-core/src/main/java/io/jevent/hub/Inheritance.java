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
    final @Nullable Realm realm;

    private Inheritance(
            @Nullable ClassLoader loader,
            @Nullable Object scopedValues,
            @Nullable CapturedContexts contexts,
            @Nullable Realm realm) {
        this.loader = loader;
        this.scopedValues = scopedValues;
        this.contexts = contexts;
        this.realm = realm;
    }

    /** Of the code that runs, for a greenlet of {@code hub}; null if it has nothing but what all code has. */
    static @Nullable Inheritance ofCreator(Hub hub) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        CapturedContexts contexts = CapturedContexts.take();
        Realm realm = Realms.current(hub);
        return loader == DEFAULT && contexts == null && realm == null
                ? null
                : new Inheritance(loader, null, contexts, realm);
    }

    /** Of the thread that runs, with its scoped values, but with the contexts of {@code before}. */
    static Inheritance withScopedValues(@Nullable Inheritance before) {
        return new Inheritance(
                Thread.currentThread().getContextClassLoader(),
                VirtualThreads.scopedValues(),
                before == null ? null : before.contexts,
                before == null ? null : before.realm);
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
        return inheritance.contexts == null && inheritance.realm == null ? null : inheritance;
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
