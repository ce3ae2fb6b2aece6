// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.hub.Hub;
import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import io.jevent.internal.rethrow.Fresh;
import io.jevent.internal.rethrow.Rethrow;
import io.jevent.internal.weak.WeakIdentityMap;
import java.lang.ref.WeakReference;
import java.util.IdentityHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/*
 * All waiters of one stage share one callback in it. The callback is withdrawn when the last wait is cut short: a
 * dependent of anyOf removes itself from all its sources as soon as one of them, here a future of our own, is complete.
 * No other stage can be made to let go of a callback: such a stage gets one future that follows it, for all waits.
 * Invariant: a stage is in AWAITED, under its mutex, as long as a greenlet waits for it or begins to.
 */
/** The waits of greenlets for another library's future. */
final class Stages<T extends @Nullable Object> implements WaitTarget {

    private static final Mutex MUTEX = new Mutex();
    private static final IdentityHashMap<CompletionStage<?>, Stages<?>> AWAITED = new IdentityHashMap<>();

    /** The futures that follow stages of other classes, which refer to them: they live as long as their stages. */
    private static final WeakIdentityMap<CompletionStage<?>, WeakReference<CompletableFuture<?>>> FOLLOWERS =
            new WeakIdentityMap<>();

    private final CompletionStage<T> stage;
    private final WaitList waiters = new WaitList(MUTEX);
    private final CompletableFuture<@Nullable Object> withdrawn = new CompletableFuture<>();

    /** How many wait or are about to; guarded by the mutex. */
    private int users;

    /** Guarded by the mutex, as what it brought. */
    private boolean done;

    private @Nullable T value;
    private @Nullable Throwable failure;

    private Stages(CompletionStage<T> stage) {
        this.stage = stage;
    }

    static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        Hub hub = Thread.currentThread().isVirtual() ? Hub.ifCurrent() : Hub.current();
        if (hub != null) {
            hub.retain();
        }
        try {
            return Stages.<T>entered(stage).result();
        } finally {
            if (hub != null) {
                hub.release();
            }
        }
    }

    @SuppressWarnings("unchecked") // the stage is the key
    private static <T extends @Nullable Object> Stages<T> entered(CompletionStage<T> stage) {
        Stages<T> shared;
        boolean first;
        MUTEX.lock();
        try {
            shared = (Stages<T>) AWAITED.computeIfAbsent(stage, key -> new Stages<>((CompletionStage<T>) key));
            first = shared.users++ == 0;
        } finally {
            MUTEX.unlock();
        }
        try {
            if (first) {
                shared.register();
            }
            return shared;
        } catch (Throwable t) {
            shared.leave();
            throw t;
        }
    }

    private void register() {
        CompletableFuture<T> future = futureOf(stage);
        if (future.isDone()) {
            var _ = future.whenComplete(this::completed);
        } else {
            var _ = CompletableFuture.anyOf(future, withdrawn).whenComplete((_, _) -> {
                if (future.isDone()) {
                    var _ = future.whenComplete(this::completed);
                }
            });
        }
    }

    /** Returns the stage itself or the one future that follows it: a stage never lets go of a follower. */
    @SuppressWarnings("unchecked") // the stage is the key
    private static <T extends @Nullable Object> CompletableFuture<T> futureOf(CompletionStage<T> stage) {
        if (stage.getClass() == CompletableFuture.class) {
            return (CompletableFuture<T>) stage;
        }
        WeakReference<CompletableFuture<?>> known = FOLLOWERS.get(stage);
        CompletableFuture<?> follower = known == null ? null : known.get();
        if (follower == null) {
            follower = newFutureOf(stage);
            if (follower != stage) {
                FOLLOWERS.put(stage, new WeakReference<>(follower));
            }
        }
        return (CompletableFuture<T>) follower;
    }

    private static <T extends @Nullable Object> CompletableFuture<T> newFutureOf(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture();
        } catch (UnsupportedOperationException e) {
            var future = new CompletableFuture<T>();
            var _ = stage.whenComplete((value, thrown) -> {
                if (thrown == null) {
                    future.complete(value);
                } else {
                    future.completeExceptionally(thrown);
                }
            });
            return future;
        }
    }

    @SuppressWarnings("NullAway") // the caller's T decides whether null is a value
    private T result() {
        try {
            Waiter waiter;
            MUTEX.lock();
            try {
                waiter = done ? null : waiters.enter(Long.MAX_VALUE);
            } finally {
                MUTEX.unlock();
            }
            var _ = WaitList.await(waiter, this, Long.MAX_VALUE);
        } finally {
            leave();
        }
        if (failure != null) {
            throw Rethrow.asIs(Fresh.copyOf(failure));
        }
        return value;
    }

    private void leave() {
        boolean last;
        MUTEX.lock();
        try {
            last = --users == 0;
            if (last) {
                var _ = AWAITED.remove(stage, this);
            }
        } finally {
            MUTEX.unlock();
        }
        if (last) {
            withdrawn.complete(null);
        }
    }

    private void completed(@Nullable T result, @Nullable Throwable thrown) {
        Waiter chain;
        MUTEX.lock();
        try {
            value = result;
            failure = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            done = true;
            var _ = AWAITED.remove(stage, this); // who comes later asks the stage
            chain = waiters.drain();
        } finally {
            MUTEX.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    @Override
    public String wokenBy() {
        return "the completion of that future";
    }

    @Override
    public String toString() {
        return stage.toString();
    }
}
