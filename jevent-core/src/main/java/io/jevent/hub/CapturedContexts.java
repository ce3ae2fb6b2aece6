// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.GreenletSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The contexts that the propagators took from one greenlet or thread. */
final class CapturedContexts {

    private static final AtomicReference<List<ContextPropagator>> PROPAGATORS = new AtomicReference<>(List.of());

    private final List<ContextPropagator.Captured> contexts;

    private CapturedContexts(List<ContextPropagator.Captured> contexts) {
        this.contexts = contexts;
    }

    static void add(ContextPropagator propagator) {
        Objects.requireNonNull(propagator, "propagator");
        PROPAGATORS.updateAndGet(before -> {
            var after = new ArrayList<>(before);
            if (after.stream().noneMatch(known -> known == propagator)) {
                after.add(propagator);
            }
            return List.copyOf(after);
        });
    }

    static void remove(ContextPropagator propagator) {
        PROPAGATORS.updateAndGet(
                before -> before.stream().filter(known -> known != propagator).toList());
    }

    /** Takes the contexts of the caller; null if there are none. */
    static @Nullable CapturedContexts take() {
        List<ContextPropagator> propagators = PROPAGATORS.get();
        return propagators.isEmpty() ? null : take(propagators);
    }

    /** Calls no foreign code on the bare thread of a hub, which has no context: the code may take locks. */
    private static @Nullable CapturedContexts take(List<ContextPropagator> propagators) {
        Hub hub = Hub.ifCurrent();
        if (hub != null && hub.dispatcher().isBare()) {
            return null;
        }
        var contexts = new ArrayList<ContextPropagator.Captured>(propagators.size());
        for (ContextPropagator propagator : propagators) {
            try {
                ContextPropagator.Captured context = propagator.capture();
                if (context != null) {
                    contexts.add(context);
                }
            } catch (GreenletSignal signal) {
                throw signal;
            } catch (Throwable t) {
                report(propagator, t);
            }
        }
        return contexts.isEmpty() ? null : new CapturedContexts(contexts);
    }

    /** Attaches the contexts to the calling greenlet or thread; returns what {@link #detach} needs. */
    List<Runnable> attach() {
        var undo = new ArrayList<Runnable>(contexts.size());
        try {
            for (ContextPropagator.Captured context : contexts) {
                try {
                    undo.add(context.attach());
                } catch (GreenletSignal signal) {
                    throw signal; // a kill of a greenlet that waits there
                } catch (Throwable t) {
                    report(context, t);
                }
            }
        } catch (GreenletSignal signal) {
            detach(undo);
            throw signal;
        }
        return undo;
    }

    /** Puts back the contexts that were there before, in reverse order. */
    static void detach(List<Runnable> undo) {
        for (Runnable last : undo.reversed()) {
            try {
                last.run();
            } catch (Throwable t) {
                report(last, t);
            }
        }
    }

    private static void report(Object context, Throwable failure) {
        Hub hub = Hub.ifCurrent();
        if (hub != null) {
            hub.handleError(context, failure);
        } else {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        }
    }
}
