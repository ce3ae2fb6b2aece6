// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A {@link TaskRunner} as the JDK knows it; its life is its own, not the runner's. */
final class RunnerExecutor implements ExecutorService, WaitTarget {

    private final TaskRunner runner;
    private final Mutex mutex = new Mutex();

    /** The waiters for the end of all work. */
    private final WaitList waiting = new WaitList(mutex);

    /** The accepted work that has not ended; guarded by the mutex. */
    private final Set<Submission<?>> open = new LinkedHashSet<>();

    /** Whether nothing more is accepted; written under the mutex. */
    private volatile boolean shutdown;

    /** Whether what was accepted is to end; never true without {@link #shutdown}. */
    private volatile boolean stopping;

    RunnerExecutor(TaskRunner runner) {
        this.runner = runner;
    }

    @Override
    public void execute(Runnable command) {
        var _ = submit(command);
    }

    @Override
    public Outcome<?> submit(Runnable task) {
        return accept(new Submission<>(this, TaskRunner.valueless(task), task, null));
    }

    @Override
    public <T extends @Nullable Object> Outcome<T> submit(Runnable task, T result) {
        return accept(new Submission<>(this, Executors.callable(task, result), task, null));
    }

    @Override
    public <T extends @Nullable Object> Outcome<T> submit(Callable<T> task) {
        return accept(new Submission<>(this, task, task, null));
    }

    private <T extends @Nullable Object> Outcome<T> accept(Submission<T> submission) {
        boolean refused;
        mutex.lock();
        try {
            refused = shutdown;
            if (!refused) {
                open.add(submission);
            }
        } finally {
            mutex.unlock();
        }
        if (refused) {
            throw new RejectedExecutionException(this + " was shut down and accepts nothing more");
        }
        try {
            Outcome<T> outcome = runner.enqueue(submission, submission.site(), submission);
            submission.outcome(outcome);
            if (stopping) {
                outcome.cancel(true);
            }
            return outcome;
        } catch (HubClosedException | RejectedExecutionException e) {
            ended(submission);
            throw new RejectedExecutionException(this + " cannot run anything more: " + e.getMessage(), e);
        }
    }

    /** Called once for each submission, by whatever thread. */
    void ended(Submission<?> submission) {
        Waiter chain;
        mutex.lock();
        try {
            open.remove(submission);
            chain = shutdown && open.isEmpty() ? waiting.drain() : null;
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks) {
        return invokeAllNanos(tasks, Long.MAX_VALUE);
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) {
        return invokeAllNanos(tasks, Math.max(0, unit.toNanos(timeout)));
    }

    private <T extends @Nullable Object> List<Future<T>> invokeAllNanos(
            Collection<? extends Callable<T>> tasks, long nanos) {
        var batch = new Batch<T>(tasks.size(), false);
        List<Outcome<T>> outcomes = submitAll(tasks, batch);
        try {
            var _ = batch.await(nanos);
        } finally {
            outcomes.forEach(outcome -> outcome.cancel(true)); // those that have not ended
        }
        return new ArrayList<>(outcomes);
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks) throws ExecutionException {
        try {
            return invokeAnyNanos(tasks, Long.MAX_VALUE);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a wait for ever ended by time", e);
        }
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws ExecutionException, TimeoutException {
        return invokeAnyNanos(tasks, Math.max(0, unit.toNanos(timeout)));
    }

    private <T extends @Nullable Object> T invokeAnyNanos(Collection<? extends Callable<T>> tasks, long nanos)
            throws ExecutionException, TimeoutException {
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("tasks must not be empty: none of them could have a result");
        }
        var batch = new Batch<T>(tasks.size(), true);
        List<Outcome<T>> outcomes = submitAll(tasks, batch);
        try {
            if (!batch.await(nanos)) {
                throw new TimeoutException("none of " + tasks.size() + " tasks succeeded in time");
            }
        } finally {
            outcomes.forEach(outcome -> outcome.cancel(true));
        }
        return Outcomes.wrapped(batch.winner());
    }

    private <T extends @Nullable Object> List<Outcome<T>> submitAll(
            Collection<? extends Callable<T>> tasks, Batch<T> batch) {
        var outcomes = new ArrayList<Outcome<T>>(tasks.size());
        try {
            for (Callable<T> task : tasks) {
                outcomes.add(accept(new Submission<>(this, task, task, batch)));
            }
        } catch (Throwable t) {
            outcomes.forEach(outcome -> outcome.cancel(true));
            throw t;
        }
        return outcomes;
    }

    @Override
    public void shutdown() {
        Waiter chain;
        mutex.lock();
        try {
            shutdown = true;
            chain = open.isEmpty() ? waiting.drain() : null;
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    @Override
    public List<Runnable> shutdownNow() {
        stopping = true;
        shutdown();
        List<Submission<?>> left;
        mutex.lock();
        try {
            left = new ArrayList<>(open);
        } finally {
            mutex.unlock();
        }
        var neverBegun = new ArrayList<Runnable>();
        for (Submission<?> submission : left) {
            if (submission.claim()) {
                neverBegun.add(submission.asRunnable());
            }
            submission.cancel();
        }
        return neverBegun;
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        mutex.lock();
        try {
            return shutdown && open.isEmpty();
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return awaitTermination(Math.max(0, unit.toNanos(timeout)));
    }

    private boolean awaitTermination(long nanos) {
        Waiter waiter;
        mutex.lock();
        try {
            if (shutdown && open.isEmpty()) {
                return true;
            }
            waiter = waiting.enter(nanos);
        } finally {
            mutex.unlock();
        }
        return !WaitList.timedOut(WaitList.await(waiter, this, nanos));
    }

    /** Waits for the end of what was accepted; if the wait is cut short by a kill or a timeout, that is cancelled. */
    @Override
    public void close() {
        shutdown();
        try {
            var _ = awaitTermination(Long.MAX_VALUE);
        } catch (Throwable t) {
            var _ = shutdownNow();
            throw t;
        }
    }

    @Override
    public String wokenBy() {
        return "a shutdown() and the end of all that was submitted";
    }

    @Override
    public String toString() {
        int left;
        mutex.lock();
        try {
            left = open.size();
        } finally {
            mutex.unlock();
        }
        return "executor of " + runner + " (" + left + " submitted" + (shutdown ? ", shut down)" : ")");
    }
}
