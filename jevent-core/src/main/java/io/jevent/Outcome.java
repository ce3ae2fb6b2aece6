// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Durations;
import io.jevent.hub.Linkable;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A value or a failure that will be there some time: what a {@link Greenlet} and an {@link io.jevent.event.AsyncResult}
 * have in common. It is a {@link Future}, so that other libraries accept it.
 *
 * <p>There are two ways to ask for the value. {@link #result()} throws the failure, checked or not, as a copy for each
 * caller: of the same class, with the same message, cause, stack, suppressed throwables and fields. So a caller that
 * suppresses an exception in it changes neither the stored failure nor what others are thrown. {@link #exception()}
 * returns the stored failure itself. {@link #get()} keeps to {@code Future}'s contract and wraps the stored failure in
 * a new {@link ExecutionException}. Both throw {@link CancellationException} if there is no value because a greenlet
 * was killed; {@code GreenletExit} itself is never thrown at the caller, for it would kill the caller. A failure is
 * thrown itself only on a JVM that does not let its fields be copied: one without the module {@code jdk.unsupported}.
 *
 * <p><b>Confinement:</b> thread-safe. Greenlets of any hub, platform threads and virtual threads may wait.
 *
 * @param <T> the type of the value
 * @since 0.1
 */
public interface Outcome<T extends @Nullable Object> extends Future<T>, Linkable {

    /**
     * Whether there is a value: it is {@link #isReady} and did not fail. A kill is not a failure.
     *
     * @return false too while it is not ready
     * @gevent {@code successful()}
     */
    boolean isSuccessful();

    /**
     * Returns the value without waiting.
     *
     * @return the value; null if it is not ready, failed, or was killed
     * @gevent {@code value}
     */
    @Nullable
    T value();

    /**
     * Returns the failure without waiting.
     *
     * @return what was thrown, the same instance each time; null if it is not ready or did not fail
     * @gevent {@code exception}
     */
    @Nullable
    Throwable exception();

    /**
     * Returns the signal that ended it without a failure.
     *
     * @return the {@code GreenletExit} of a kill, or null
     * @gevent {@code value}, which holds the {@code GreenletExit} there
     */
    @Nullable
    GreenletExit exit();

    /**
     * Waits until it is ready. Does not throw its failure.
     *
     * @switches when it has to wait
     * @gevent {@code Greenlet.join()}, {@code AsyncResult.wait()}
     */
    default void join() {
        joinNanos(Long.MAX_VALUE);
    }

    /**
     * Waits until it is ready, at most for {@code timeout}.
     *
     * @param timeout the longest wait; zero does not wait
     * @return whether it is ready
     * @switches when it has to wait
     */
    default boolean join(Duration timeout) {
        return joinNanos(Durations.nanos(timeout, "timeout"));
    }

    /**
     * Waits as {@link #join(Duration)} does.
     *
     * @param nanos the longest wait in nanoseconds; {@link Long#MAX_VALUE} is for ever
     * @return whether it is ready
     * @switches when it has to wait
     */
    boolean joinNanos(long nanos);

    /**
     * Waits for the value and returns it, or throws a copy of the failure, checked or not.
     *
     * @return the value
     * @throws CancellationException if a kill ended it
     * @switches when it has to wait
     * @gevent {@code get()}
     */
    default T result() {
        return Outcomes.now(Outcomes.joined(this));
    }

    /**
     * As {@link #result()}, waiting at most for {@code timeout}.
     *
     * @param timeout the longest wait; zero does not wait
     * @return the value
     * @throws Timeout if it is not ready by then
     * @throws CancellationException if a kill ended it
     * @switches when it has to wait
     * @gevent {@code get(timeout=...)}
     */
    default T result(Duration timeout) {
        return Outcomes.now(Outcomes.joined(this, timeout));
    }

    /**
     * Waits for the value, as {@code Future} has it.
     *
     * @throws ExecutionException around the failure
     * @throws CancellationException if a kill ended it
     * @switches when it has to wait
     */
    @Override
    default T get() throws ExecutionException {
        return Outcomes.wrapped(Outcomes.joined(this));
    }

    /**
     * Waits for the value, as {@code Future} has it.
     *
     * @throws ExecutionException around the failure
     * @throws TimeoutException if it is not ready in time
     * @throws CancellationException if a kill ended it
     * @switches when it has to wait
     */
    @Override
    default T get(long timeout, TimeUnit unit) throws ExecutionException, TimeoutException {
        if (!joinNanos(Math.max(0, unit.toNanos(timeout)))) {
            throw new TimeoutException(this + " is not ready after " + timeout + " " + unit);
        }
        return Outcomes.wrapped(this);
    }

    @Override
    default boolean isDone() {
        return isReady();
    }

    @Override
    default boolean isCancelled() {
        return exit() != null;
    }

    @Override
    default State state() {
        if (!isReady()) {
            return State.RUNNING;
        }
        return exit() != null ? State.CANCELLED : exception() != null ? State.FAILED : State.SUCCESS;
    }

    /**
     * Returns a {@code CompletableFuture} that is completed when this is: with the value, the failure itself, or a
     * {@link CancellationException}. It is completed on the hub of the caller.
     *
     * @return a new future
     */
    default CompletableFuture<T> toCompletableFuture() {
        return Outcomes.future(this);
    }
}
