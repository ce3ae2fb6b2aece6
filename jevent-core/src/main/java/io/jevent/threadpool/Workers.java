// SPDX-License-Identifier: Apache-2.0
package io.jevent.threadpool;

import io.jevent.hub.Mutex;
import io.jevent.hub.ObjectIds;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/*
 * All state is guarded by the mutex, under which threads are neither started, woken nor interrupted: that is decided
 * inside and done outside. A task is in one place: in the queue; with a worker that was made or taken out of the idle
 * ones for it; or over. A worker is in one place too: idle, or busy, in which case it comes back by done().
 *
 * When a worker is done with a task it first becomes free (or takes the next task), and only then gives the slot back
 * and sets the outcome: so code that sees the outcome finds the pool at rest and does not make it start a thread that
 * is not needed. The worker does that itself, in this order: slot, outcome, the joiners of the pool, and last the
 * counts by which hubs expect the task; so a hub has the message that wakes its greenlet before it may find itself
 * stuck.
 */
/** The threads of a pool and the work they have. */
final class Workers implements WaitTarget {

    private final ThreadPool pool;
    private final long idleNanos;
    private final Mutex mutex = new Mutex();
    private final WaitList joiners = new WaitList(mutex);
    private final Deque<ThreadTask<?>> queue = new ArrayDeque<>();

    /** The worker that became idle last gets work first, so that the others can end. */
    private final Deque<Worker> idle = new ArrayDeque<>();

    private final Set<ThreadTask<?>> running = new LinkedHashSet<>();
    private int threads;
    private int max;
    private int made;

    /** Tasks whose outcome is on its way. */
    private int delivering;

    private boolean closed;

    Workers(ThreadPool pool, int max, long idleNanos) {
        this.pool = pool;
        this.max = max;
        this.idleNanos = idleNanos;
    }

    /** Whether the caller is one of the threads. */
    boolean areCurrent() {
        return Worker.isCurrentOf(this);
    }

    void run(ThreadTask<?> task) {
        Worker free = null;
        boolean fresh = false;
        boolean refused;
        mutex.lock();
        try {
            refused = closed;
            if (!refused) {
                free = idle.pollLast();
                fresh = free == null && threads < max;
                if (free != null || fresh) {
                    running.add(task);
                } else {
                    queue.add(task);
                }
                threads += fresh ? 1 : 0;
            }
        } finally {
            mutex.unlock();
        }
        if (refused) {
            throw closedException();
        }
        if (free != null) {
            free.give(task);
        } else if (fresh) {
            startThread(task);
        }
    }

    private void startThread(ThreadTask<?> task) {
        try {
            new Worker(this, task, nextName()).start();
        } catch (Throwable t) {
            mutex.lock();
            try {
                threads--;
                running.remove(task);
            } finally {
                mutex.unlock();
            }
            throw t;
        }
    }

    private String nextName() {
        int number;
        mutex.lock();
        try {
            number = made++;
        } finally {
            mutex.unlock();
        }
        return "jevent-worker-" + ObjectIds.of(pool) + "-" + number;
    }

    /** Takes a task out of the queue; does nothing if a thread has it. */
    void forget(ThreadTask<?> task) {
        boolean queued;
        mutex.lock();
        try {
            queued = queue.remove(task);
            delivering += queued ? 1 : 0;
        } finally {
            mutex.unlock();
        }
        if (queued) {
            pool.finished();
            settled(task);
        }
    }

    /**
     * Called by a worker that is done with {@code task}.
     *
     * @return what to do next; the worker itself if that is to wait; null to end
     */
    @Nullable
    Object done(Worker worker, ThreadTask<?> task) {
        Object next;
        mutex.lock();
        try {
            running.remove(task);
            delivering++;
            next = null;
            if (threads > max) {
                threads--;
            } else {
                ThreadTask<?> queued = queue.poll();
                if (queued != null) {
                    running.add(queued);
                    next = queued;
                } else if (closed) {
                    threads--;
                } else {
                    idle.add(worker);
                    next = worker;
                }
            }
        } finally {
            mutex.unlock();
        }
        try {
            pool.finished();
            task.deliver();
        } finally {
            settled(task);
        }
        return next;
    }

    private void settled(ThreadTask<?> task) {
        Waiter chain;
        mutex.lock();
        try {
            delivering--;
            chain = atRest() ? joiners.drain() : null;
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
        task.over();
    }

    /** Whether an idle worker may end; false if it was given work, or told to end, in this moment. */
    boolean leave(Worker worker) {
        boolean wasIdle;
        mutex.lock();
        try {
            wasIdle = idle.remove(worker);
            threads -= wasIdle ? 1 : 0;
        } finally {
            mutex.unlock();
        }
        return wasIdle;
    }

    long idleNanos() {
        return idleNanos;
    }

    void max(int newMax) {
        List<ThreadTask<?>> begun = new ArrayList<>();
        List<Worker> leaving = new ArrayList<>();
        mutex.lock();
        try {
            max = newMax;
            while (threads < max && !queue.isEmpty()) {
                ThreadTask<?> task = queue.remove();
                running.add(task);
                threads++;
                begun.add(task);
            }
            while (threads > max && !idle.isEmpty()) {
                leaving.add(idle.remove());
                threads--;
            }
        } finally {
            mutex.unlock();
        }
        leaving.forEach(worker -> worker.give(null));
        begun.forEach(this::startThreadOrQueue);
    }

    /** There are other threads, which will come to it. */
    private void startThreadOrQueue(ThreadTask<?> task) {
        try {
            startThread(task);
        } catch (Throwable t) {
            mutex.lock();
            try {
                queue.addFirst(task);
            } finally {
                mutex.unlock();
            }
            throw t;
        }
    }

    int max() {
        mutex.lock();
        try {
            return max;
        } finally {
            mutex.unlock();
        }
    }

    int threads() {
        mutex.lock();
        try {
            return threads;
        } finally {
            mutex.unlock();
        }
    }

    int unfinished() {
        mutex.lock();
        try {
            return queue.size() + running.size();
        } finally {
            mutex.unlock();
        }
    }

    boolean join(long nanos) {
        return OutstandingWork.during(() -> {
            Waiter waiter;
            mutex.lock();
            try {
                if (atRest()) {
                    return true;
                }
                waiter = joiners.enter(nanos);
            } finally {
                mutex.unlock();
            }
            return !WaitList.timedOut(WaitList.await(waiter, this, nanos));
        });
    }

    private boolean atRest() {
        return queue.isEmpty() && running.isEmpty() && delivering == 0;
    }

    /** From here on no task is accepted, and a thread that has nothing to do ends. */
    void close() {
        List<Worker> leaving;
        mutex.lock();
        try {
            closed = true;
            leaving = new ArrayList<>(idle);
            idle.clear();
            threads -= leaving.size();
        } finally {
            mutex.unlock();
        }
        leaving.forEach(worker -> worker.give(null));
    }

    boolean closed() {
        mutex.lock();
        try {
            return closed;
        } finally {
            mutex.unlock();
        }
    }

    void refuseIfClosed() {
        if (closed()) {
            throw closedException();
        }
    }

    private RejectedExecutionException closedException() {
        return new RejectedExecutionException(pool + " accepts no more work");
    }

    void cancelAll() {
        List<ThreadTask<?>> left;
        mutex.lock();
        try {
            left = new ArrayList<>(queue);
            left.addAll(running);
        } finally {
            mutex.unlock();
        }
        left.forEach(task -> task.cancel(true));
    }

    @Override
    public String wokenBy() {
        return "the end of its last task";
    }

    @Override
    public String toString() {
        return pool.toString();
    }
}
