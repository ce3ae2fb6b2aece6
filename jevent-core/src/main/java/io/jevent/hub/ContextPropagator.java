// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import org.jspecify.annotations.Nullable;

/**
 * Carries a context that a library keeps in thread-locals, for example a logger's or a tracer's, from the code that
 * spawns into what it spawns: greenlets, work for a thread pool, and whatever runs in a {@link ContextSnapshot}.
 *
 * <pre>{@code
 * ContextPropagator.add(() -> {
 *     Context ours = Context.current();           // of OpenTelemetry
 *     return () -> ours.makeCurrent()::close;
 * });
 * }</pre>
 *
 * <p>Thread-locals of a greenlet are its own, since each greenlet is a thread. So a switch costs nothing for them; only
 * a spawn calls the propagators, and only if there are any. Callbacks of a hub inherit no context, nor do the greenlets
 * that jevent itself makes in them.
 *
 * <p><b>Confinement:</b> thread-safe. {@link #capture} is called on the thread or greenlet that spawns,
 * {@link Captured#attach} in the greenlet or thread that runs the work; neither may wait in jevent. An exception of
 * theirs goes to the error handling of the hub, and the work runs without that context.
 *
 * @gevent none: a greenlet begins with an empty {@code contextvars} context
 * @since 0.1
 */
@FunctionalInterface
public interface ContextPropagator {

    /**
     * Takes the context of the calling greenlet or thread.
     *
     * @return the context, or null if there is nothing to carry
     */
    @Nullable
    Captured capture();

    /**
     * A context that was taken; it may be attached in any number of greenlets and threads.
     *
     * @since 0.1
     */
    @FunctionalInterface
    interface Captured {

        /**
         * Makes the context that of the calling greenlet or thread.
         *
         * @return puts back what was there before; called on the same greenlet or thread when the work has ended
         */
        Runnable attach();
    }

    /**
     * Has {@code propagator} asked at each spawn from now on, in the whole JVM. Does nothing if it is asked already.
     *
     * @param propagator the propagator
     * @switches never
     */
    static void add(ContextPropagator propagator) {
        CapturedContexts.add(propagator);
    }

    /**
     * Ends the effect of {@link #add}; contexts that were taken are still attached. Does nothing if it was not added.
     *
     * @param propagator the propagator, the same instance
     * @switches never
     */
    static void remove(ContextPropagator propagator) {
        CapturedContexts.remove(propagator);
    }
}
