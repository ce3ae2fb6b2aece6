// SPDX-License-Identifier: Apache-2.0
package io.jevent.threadpool;

import io.jevent.Outcome;
import io.jevent.event.AsyncResult;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.ContextSnapshot;
import io.jevent.hub.Hub;
import io.jevent.hub.Link;
import io.jevent.hub.Mutex;
import io.jevent.hub.ObjectIds;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * The JDK's FutureTask decides who wins, the thread that ends the work or the one that cancels it, and sees to it that
 * an interrupt hits this work and no other. But its waits are not jevent's, so the outcome is handed on: by the worker,
 * when it has become free (deliver), or by the thread that cancelled it, at once. Neither needs the hub that brought the
 * task, which may be closed, or whose thread may wait by means of the JDK. Only a failure is reported by that hub.
 */
/** A piece of work for a thread, and its outcome. */
final class ThreadTask<T extends @Nullable Object> implements Outcome<T> {

    private final ThreadPool pool;
    private final boolean reportsFailure;
    private final Consumer<? super Outcome<T>> ended;
    private final @Nullable Hub hub = Hub.ifCurrent();
    private final AtomicReference<@Nullable Throwable> unreported = new AtomicReference<>();
    private final Mutex mutex = new Mutex();

    /** The hubs that were told to expect something; guarded by the mutex until it is {@link #over}. */
    private final Set<Hub> patient = new HashSet<>(2);

    private boolean over;
    private final AsyncResult<T> result = new AsyncResult<>();
    private final Job job;

    ThreadTask(
            ThreadPool pool, Callable<? extends T> work, boolean reportsFailure, Consumer<? super Outcome<T>> ended) {
        this.pool = pool;
        this.reportsFailure = reportsFailure;
        this.ended = ended;
        this.job = new Job(work);
    }

    /** The work sees the values and contexts of the code that submits it. */
    private static <T extends @Nullable Object> Callable<T> inContext(Callable<T> work) {
        ContextSnapshot context = ContextSnapshot.capture();
        return context.isEmpty() ? work : context.wrap(work);
    }

    private final class Job extends FutureTask<T> {

        @SuppressWarnings("unchecked") // a source of a subtype is a source of T
        Job(Callable<? extends T> work) {
            super(inContext((Callable<T>) work));
        }

        @Override
        protected void done() {
            if (isCancelled()) {
                result.setException(new GreenletExit("cancelled"));
                ended.accept(ThreadTask.this);
            }
        }
    }

    /** Prevents deadlock detection in {@code waiting} until this task is over. */
    void expectedBy(@Nullable Hub waiting) {
        if (waiting == null) {
            return;
        }
        mutex.lock();
        try {
            if (!over && patient.add(waiting)) {
                waiting.retain();
            }
        } finally {
            mutex.unlock();
        }
    }

    /** Nothing more comes from this task. */
    void over() {
        mutex.lock();
        try {
            over = true;
        } finally {
            mutex.unlock();
        }
        patient.forEach(Hub::release);
        patient.clear();
    }

    /** Called by a thread of the pool; does nothing if the task was cancelled. */
    void run() {
        job.run();
        var _ = Thread.interrupted(); // an interrupt that came late was meant for this task
    }

    /** Hands the outcome on, unless the task was cancelled. Called by the worker. */
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

    /** The hub that brought the task reports, in its turn, or when it looks at the outcome before that. */
    private void report(Throwable failure) {
        if (hub != null) {
            unreported.set(failure);
            try {
                var _ = hub.runCallback(this::reportHere);
                return;
            } catch (HubClosedException _) {
                unreported.set(null); // the greenlets that wait for the outcome are on another hub
            }
        }
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }

    private void reportHere() {
        if (hub != null && unreported.get() != null && hub.isCurrent()) {
            Throwable failure = unreported.getAndSet(null);
            if (failure != null) {
                hub.handleError(this, failure);
            }
        }
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
    public boolean isReady() {
        return result.isReady();
    }

    @Override
    public boolean isSuccessful() {
        return result.isSuccessful();
    }

    @Override
    public @Nullable T value() {
        return result.value();
    }

    @Override
    public @Nullable Throwable exception() {
        reportHere();
        return result.exception();
    }

    @Override
    public @Nullable GreenletExit exit() {
        return result.exit();
    }

    @Override
    public boolean joinNanos(long nanos) {
        if (!result.isReady()) {
            expectedBy(OutstandingWork.hubOfWaiter());
        }
        boolean ended = result.joinNanos(nanos);
        reportHere();
        return ended;
    }

    @Override
    public void addLink(Link link) {
        expectedBy(Hub.current());
        result.addLink(link);
    }

    @Override
    public void unlink(Runnable callback) {
        result.unlink(callback);
    }

    @Override
    public String toString() {
        return "task@" + ObjectIds.of(this) + " of a ThreadPool";
    }
}
