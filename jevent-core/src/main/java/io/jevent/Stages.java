// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.hub.Hub;
import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import io.jevent.internal.rethrow.Rethrow;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The wait of one greenlet for another library's future. */
final class Stages<T extends @Nullable Object> implements WaitTarget {

    private final CompletionStage<T> stage;
    private final Mutex mutex = new Mutex();
    private final WaitList waiter = new WaitList(mutex);
    private boolean done;
    private @Nullable T value;
    private @Nullable Throwable failure;

    private Stages(CompletionStage<T> stage) {
        this.stage = stage;
    }

    static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        return new Stages<>(stage).result();
    }

    @SuppressWarnings("NullAway") // T itself says whether null is a value
    private T result() {
        Hub hub = Thread.currentThread().isVirtual() ? Hub.ifCurrent() : Hub.current();
        if (hub != null) {
            hub.retain();
        }
        try {
            var _ = stage.whenComplete(this::completed);
            Waiter me;
            mutex.lock();
            try {
                me = done ? null : waiter.enter(Long.MAX_VALUE);
            } finally {
                mutex.unlock();
            }
            var _ = WaitList.await(me, this, Long.MAX_VALUE);
        } finally {
            if (hub != null) {
                hub.release();
            }
        }
        if (failure != null) {
            throw Rethrow.asIs(failure);
        }
        return value;
    }

    private void completed(@Nullable T result, @Nullable Throwable thrown) {
        Waiter waiting;
        mutex.lock();
        try {
            value = result;
            failure = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            done = true;
            waiting = waiter.poll();
        } finally {
            mutex.unlock();
        }
        if (waiting != null) {
            WaitList.wake(waiting, null);
        }
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
