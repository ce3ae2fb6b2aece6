// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.rethrow.Rethrow;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The context of a greenlet or thread at one moment: the values of all {@code ContextLocal}s, and what the
 * {@link ContextPropagator}s took. Spawned greenlets and the work of a thread pool get it without further ado; a
 * snapshot brings it to code that is called elsewhere: a callback of another library, another executor, a message of a
 * queue.
 *
 * <pre>{@code
 * var context = ContextSnapshot.capture();
 * client.sendAsync(request, handler).thenAccept(response -> context.run(() -> log(response)));
 * }</pre>
 *
 * <p><b>Confinement:</b> thread-safe: it may be used any number of times, on any thread.
 *
 * @gevent {@code contextvars.copy_context()}, {@code Context}
 * @since 0.1
 */
public final class ContextSnapshot {

    private final @Nullable Object values;
    private final @Nullable CapturedContexts others;

    private ContextSnapshot(@Nullable Object values, @Nullable CapturedContexts others) {
        this.values = values;
        this.others = others;
    }

    /**
     * Takes the context of the calling greenlet or thread.
     *
     * @return the snapshot; what the caller sets later does not change it
     * @switches never
     */
    public static ContextSnapshot capture() {
        return new ContextSnapshot(CurrentGreenlet.context(), CapturedContexts.take());
    }

    /**
     * Whether there was nothing to take, so that code in it sees no value.
     *
     * @return true if it is empty
     */
    public boolean isEmpty() {
        return values == null && others == null;
    }

    /**
     * Calls {@code body} in this context, and puts back the context that was there before. A value that {@code body}
     * sets in a {@code ContextLocal} is seen by itself and by its greenlets, not afterwards.
     *
     * @param <T> the type of the value
     * @param body what to call
     * @return its value
     * @throws Exception what it throws
     * @switches when the body does
     * @gevent {@code Context.run(function)}
     */
    public <T extends @Nullable Object> T call(Callable<T> body) throws Exception {
        Object before = CurrentGreenlet.context();
        List<Runnable> undo = others == null ? List.of() : others.attach();
        CurrentGreenlet.setContext(values);
        try {
            return body.call();
        } finally {
            CurrentGreenlet.setContext(before);
            CapturedContexts.detach(undo);
        }
    }

    /**
     * Runs {@code body} in this context, as {@link #call} does.
     *
     * @param body what to run
     * @switches when the body does
     */
    public void run(Runnable body) {
        try {
            call(() -> {
                body.run();
                return Boolean.TRUE;
            });
        } catch (Exception e) {
            throw Rethrow.asIs(e);
        }
    }

    /**
     * Returns work that runs in this context whenever and wherever it is run.
     *
     * @param body the work
     * @return the same work, in this context
     */
    public Runnable wrap(Runnable body) {
        return () -> run(body);
    }

    /**
     * Returns work with a value that runs in this context whenever and wherever it is called.
     *
     * @param <T> the type of the value
     * @param body the work
     * @return the same work, in this context
     */
    public <T extends @Nullable Object> Callable<T> wrap(Callable<T> body) {
        return () -> call(body);
    }
}
