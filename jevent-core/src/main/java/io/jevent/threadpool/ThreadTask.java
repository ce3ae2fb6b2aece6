// SPDX-License-Identifier: Apache-2.0
package io.jevent.threadpool;

import io.jevent.Outcome;
import io.jevent.event.AsyncResult;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Hub;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * The JDK's FutureTask decides who wins, the thread that ends the work or the one that cancels it, and sees to it that
 * an interrupt hits this work and no other. But its waits are not jevent's, so the outcome is handed on: by the thread
 * that ran it, after that thread has become free (deliver), or by the one that cancelled it, at once.
 */
/** A piece of work for a thread, and its outcome. */
final class ThreadTask<T extends @Nullable Object> implements Outcome<T> {

    private final ThreadPool pool;
    private final boolean reportsFailure;
    private final Consumer<? super Outcome<T>> ended;
    private final @Nullable Hub hub = Hub.ifCurrent();
    private final AsyncResult<T> result = new AsyncResult<>();
    private final Job job;

    ThreadTask(
            ThreadPool pool, Callable<? extends T> work, boolean reportsFailure, Consumer<? super Outcome<T>> ended) {
        this.pool = pool;
        this.reportsFailure = reportsFailure;
        this.ended = ended;
        this.job = new Job(work);
    }

    private final class Job extends FutureTask<T> {

        @SuppressWarnings("unchecked") // a source of a subtype is a source of T
        Job(Callable<? extends T> work) {
            super((Callable<T>) work);
        }

        @Override
        protected void done() {
            if (isCancelled()) {
                result.setException(new GreenletExit("cancelled"));
                ended.accept(ThreadTask.this);
            }
        }
    }

    void retain() {
        if (hub != null) {
            hub.retain();
        }
    }

    /** The end of what {@link #retain} began: nothing more comes from this task. */
    void release() {
        if (hub != null) {
            hub.release();
        }
    }

    /** Called by a thread of the pool; does nothing if the task was cancelled. */
    void run() {
        job.run();
        var _ = Thread.interrupted(); // an interrupt that came late was meant for this task
    }

    /** Hands the outcome on, unless the task was cancelled. */
    void deliver() {
        switch (job.state()) {
            case SUCCESS -> result.set(job.resultNow());
            case FAILED -> {
                Throwable failure = job.exceptionNow();
                if (reportsFailure && !(failure instanceof GreenletExit)) {
                    report(failure);
                }
                result.setException(failure);
            }
            case CANCELLED, RUNNING -> {
                return;
            }
        }
        ended.accept(this);
    }

    private void report(Throwable failure) {
        if (hub != null) {
            try {
                var _ = hub.runCallback(() -> hub.handleError(this, failure));
                return;
            } catch (HubClosedException e) {
                failure.addSuppressed(e);
            }
        }
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (!job.cancel(mayInterruptIfRunning)) {
            return false;
        }
        pool.forget(this);
        return true;
    }

    @Override
    public boolean ready() {
        return result.ready();
    }

    @Override
    public boolean successful() {
        return result.successful();
    }

    @Override
    public @Nullable T value() {
        return result.value();
    }

    @Override
    public @Nullable Throwable exception() {
        return result.exception();
    }

    @Override
    public @Nullable GreenletExit exit() {
        return result.exit();
    }

    @Override
    public boolean joinNanos(long nanos) {
        return result.joinNanos(nanos);
    }

    @Override
    public void rawlink(Runnable callback) {
        result.rawlink(callback);
    }

    @Override
    public void unlink(Runnable callback) {
        result.unlink(callback);
    }

    @Override
    public String toString() {
        return "task@" + Integer.toHexString(System.identityHashCode(this)) + " of a ThreadPool";
    }
}
