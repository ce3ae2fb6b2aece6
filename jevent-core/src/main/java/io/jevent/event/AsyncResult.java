// SPDX-License-Identifier: Apache-2.0
package io.jevent.event;

import io.jevent.Outcome;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.AbstractLinkable;
import io.jevent.hub.Hub;
import io.jevent.hub.Mutex;
import io.jevent.hub.ObjectIds;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import io.jevent.internal.rethrow.Fresh;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A value that one greenlet sets and others wait for: an event that carries something.
 *
 * <p>It may be set more than once, as gevent's; who asks later gets the newest. {@link #trySet} sets it only once.
 *
 * <p><b>Confinement:</b> thread-safe: any thread may set it, greenlets of any hub and plain threads may wait.
 *
 * @param <T> the type of the value
 * @gevent {@code gevent.event.AsyncResult}
 * @since 0.1
 */
public final class AsyncResult<T extends @Nullable Object> extends AbstractLinkable implements Outcome<T>, WaitTarget {

    private final Mutex mutex = links.mutex();

    /** The last value or failure; null before the first. */
    private volatile @Nullable Content<T> content;

    private record Content<T extends @Nullable Object>(
            @Nullable T value, @Nullable Throwable failure) {}

    /** Makes a result that is not set. */
    public AsyncResult() {
        super(new WaitList(new Mutex()));
    }

    /**
     * Returns a result that is set when {@code stage} is completed, by any thread. Until then its waiters do not count
     * as stuck on the caller's hub.
     *
     * @param <T> the type of the value
     * @param stage a future of another library
     * @return a new result
     */
    public static <T extends @Nullable Object> AsyncResult<T> of(CompletionStage<T> stage) {
        var result = new AsyncResult<T>();
        Hub hub = Hub.ifCurrent();
        if (hub != null) {
            hub.retain();
        }
        var _ = stage.whenComplete((value, failure) -> {
            if (failure == null) {
                result.set(value);
            } else {
                Throwable cause = failure.getCause();
                result.setException(failure instanceof CompletionException && cause != null ? cause : failure);
            }
            if (hub != null) {
                hub.release();
            }
        });
        return result;
    }

    /**
     * Sets the value and wakes all waiters.
     *
     * @param value the value
     * @switches never
     */
    public void set(T value) {
        fill(new Content<>(value, null), false);
    }

    /**
     * Sets no value but wakes all waiters: the result as a plain event. The value is null.
     *
     * @switches never
     * @gevent {@code set()}
     */
    public void set() {
        fill(new Content<>(null, null), false);
    }

    /**
     * Sets the value if nothing has been set yet.
     *
     * @param value the value
     * @return whether it was set
     * @switches never
     */
    public boolean trySet(T value) {
        return fill(new Content<>(value, null), true);
    }

    /**
     * Sets a failure, which {@link #result()} throws, and wakes all waiters.
     *
     * @param failure the failure: each reader is thrown a copy, {@link #exception()} returns this instance
     * @switches never
     * @gevent {@code set_exception(exc)}
     */
    public void setException(Throwable failure) {
        Fresh.stored(Objects.requireNonNull(failure, "failure"));
        fill(new Content<>(null, failure), false);
    }

    /**
     * Sets what {@code source}, which is ready, has: its value or its failure. For links: {@code greenlet.rawlink(() ->
     * result.setFrom(greenlet))}.
     *
     * @param source a greenlet or a result
     * @throws IllegalStateException if {@code source} is not ready
     * @switches never
     * @gevent {@code greenlet.link(result)}
     */
    public void setFrom(Outcome<? extends T> source) {
        if (!source.isReady()) {
            throw new IllegalStateException(source + " is not ready; link to it: source.rawlink(...)");
        }
        Throwable failure = source.exception();
        fill(new Content<>(source.value(), failure != null ? failure : source.exit()), false);
    }

    private boolean fill(Content<T> newContent, boolean once) {
        Waiter chain;
        mutex.lock();
        try {
            if (once && content != null) {
                return false;
            }
            content = newContent;
            chain = links.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
        return true;
    }

    @Override
    public boolean isReady() {
        return content != null;
    }

    @Override
    public boolean isSuccessful() {
        Content<T> c = content;
        return c != null && (c.failure == null || c.failure instanceof GreenletExit);
    }

    @Override
    public @Nullable T value() {
        Content<T> c = content;
        return c == null ? null : c.value;
    }

    @Override
    public @Nullable Throwable exception() {
        Content<T> c = content;
        return c == null || c.failure instanceof GreenletExit ? null : c.failure;
    }

    @Override
    public @Nullable GreenletExit exit() {
        Content<T> c = content;
        return c != null && c.failure instanceof GreenletExit e ? e : null;
    }

    @Override
    public boolean joinNanos(long nanos) {
        if (content != null) {
            return true;
        }
        Waiter waiter;
        mutex.lock();
        try {
            if (content != null) {
                return true;
            }
            waiter = links.enter(nanos);
        } finally {
            mutex.unlock();
        }
        return !WaitList.timedOut(WaitList.await(waiter, this, nanos));
    }

    /**
     * Does nothing: a result has no work that could be cancelled.
     *
     * @return false
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return false;
    }

    @Override
    protected boolean isReadyLocked() {
        return isReady();
    }

    @Override
    public String wokenBy() {
        return "a set() or setException()";
    }

    @Override
    public String toString() {
        Content<T> c = content;
        return "AsyncResult@" + ObjectIds.of(this)
                + (c == null ? " (not set)" : c.failure != null ? " (" + c.failure + ")" : " (" + c.value + ")");
    }
}
