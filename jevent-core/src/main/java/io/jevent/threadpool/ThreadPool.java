// SPDX-License-Identifier: Apache-2.0
package io.jevent.threadpool;

import io.jevent.Jevent;
import io.jevent.Outcome;
import io.jevent.TaskRunner;
import io.jevent.hub.Attachments;
import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.hub.ObjectIds;
import io.jevent.internal.bounds.Bounds;
import io.jevent.internal.rethrow.Rethrow;
import io.jevent.internal.settings.Setting;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Platform threads for work that would hold the hub: long computations, files, native code. Only the greenlet that
 * waits for such work waits, its hub does not.
 *
 * <p>Threads are made when there is work and none is idle, up to a limit; they are daemons, and one that has been idle
 * for long ends. One more piece of work than there may be threads is accepted; then {@link #submit} and {@link #apply}
 * wait. While work is outstanding, the hub that brought it is not taken for stuck, and a virtual clock stands still.
 * The thread that did the work sets the outcome and frees the slot, whatever has become of the thread that brought it;
 * a failure is reported by the hub that brought the work, or, if that is closed, by the worker's uncaught exception
 * handler.
 *
 * <p>Work runs outside of the hub: what it shares with greenlets must be thread-safe. It may use jevent; then its
 * thread gets a hub of its own, which is closed when the thread ends.
 *
 * <p>If the hub that brings work is a closed world (see {@code VirtualTimeLoop.closedWorld}), the threads are greenlets
 * of that hub, so that the work is simulated.
 *
 * <p><b>Confinement:</b> thread-safe: greenlets of any hub and plain threads may bring work; links of an outcome run on
 * the hub of who made them.
 *
 * @gevent {@code gevent.threadpool.ThreadPool}, which only the threads of one hub may use
 * @since 0.1
 */
public final class ThreadPool extends TaskRunner implements AutoCloseable {

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(5);

    private final Workers workers;

    /**
     * Makes a pool, without any thread yet. A thread that has had no work for 5 seconds ends.
     *
     * @param maxThreads how many threads it may have
     * @throws IllegalArgumentException if {@code maxThreads} is less than 1
     */
    public ThreadPool(int maxThreads) {
        this(maxThreads, IDLE_TIMEOUT);
    }

    /**
     * Makes a pool, without any thread yet.
     *
     * @param maxThreads how many threads it may have
     * @param idleTimeout how long a thread without work lives, by the clock on the wall
     * @throws IllegalArgumentException if {@code maxThreads} is less than 1
     */
    public ThreadPool(int maxThreads, Duration idleTimeout) {
        super(slotsFor(maxThreads));
        workers = new Workers(this, maxThreads, Durations.nanos(idleTimeout, "idleTimeout"));
    }

    private static int slotsFor(int maxThreads) {
        return Bounds.atLeastOne(maxThreads, "maxThreads") == Integer.MAX_VALUE ? maxThreads : maxThreads + 1;
    }

    /**
     * Returns the pool of the current hub, made when it is asked for first: at most 10 threads, or as many as the
     * setting {@code jevent.threadPoolSize} names. It is killed when the hub is closed, after the greenlets have ended.
     *
     * @return the pool
     * @gevent {@code get_hub().threadpool}
     */
    public static ThreadPool ofHub() {
        Attachments attachments = Attachments.of(Hub.current());
        return attachments.get(ThreadPool.class, () -> {
            var pool = new ThreadPool(Math.toIntExact(Setting.THREAD_POOL_SIZE.number()));
            attachments.onClose(pool::kill);
            return pool;
        });
    }

    /**
     * Runs {@code work} in a thread. Waits if too much is outstanding.
     *
     * <p>A failure is reported to the hub of who brought the work, and thrown at those who ask for the result.
     *
     * @param <T> the type of the value
     * @param work what to run
     * @return its outcome; {@code cancel(true)} makes it ready at once, keeps the work from beginning, and interrupts
     *     the thread if it has begun
     * @throws RejectedExecutionException if this pool is closed, also while this waits
     * @switches when it has to wait
     * @gevent {@code spawn(function)}
     */
    public <T extends @Nullable Object> Outcome<T> submit(Callable<? extends T> work) {
        return begin(work, work);
    }

    /**
     * As {@link #submit(Callable)}, for work without a value.
     *
     * @param work what to run
     * @return its outcome
     * @throws RejectedExecutionException if this pool is closed, also while this waits
     * @switches when it has to wait
     */
    public Outcome<@Nullable Void> submit(Runnable work) {
        return begin(valueless(work), work);
    }

    @Override
    protected <T extends @Nullable Object> Outcome<T> begin(Callable<? extends T> work, Object site) {
        awaitSlot();
        return start(new ThreadTask<T>(this, work, true, _ -> {}));
    }

    private void awaitSlot() {
        if (!takeSlot(0)) {
            workers.refuseIfClosed();
            var _ = OutstandingWork.during(() -> takeSlot(Long.MAX_VALUE));
        }
    }

    private <T extends @Nullable Object> ThreadTask<T> start(ThreadTask<T> task) {
        task.expectedBy(Hub.ifCurrent());
        try {
            workers.run(task);
        } catch (Throwable t) {
            finished();
            task.over();
            throw t;
        }
        return task;
    }

    /**
     * Runs {@code work} in a thread and waits for its value. Called by such a thread, runs it right here.
     *
     * <p>If the wait is cut short by a kill or a timeout, that is raised at once; the work does not begin any more, or,
     * if it has begun, its thread is interrupted and what becomes of it is ignored.
     *
     * @param <T> the type of the value
     * @param work what to run
     * @return its value; its failure is thrown as it is and not reported besides
     * @throws RejectedExecutionException if this pool is closed, also while this waits for room
     * @throws java.util.concurrent.CancellationException if this pool is killed
     * @switches always, unless such a thread calls it
     * @gevent {@code apply(function)}, which reports the failure too and lets the thread go on
     */
    @Override
    public <T extends @Nullable Object> T apply(Callable<? extends T> work) {
        if (workers.areCurrent()) {
            try {
                return work.call();
            } catch (Exception e) {
                throw Rethrow.asIs(e);
            }
        }
        awaitSlot();
        var task = start(new ThreadTask<T>(this, work, false, _ -> {}));
        try {
            if (task.isReady()) {
                Jevent.sleep(); // how fast the thread was must not decide whether the caller switches
            }
            task.join();
        } catch (Throwable t) {
            var _ = task.cancel(true);
            throw t;
        }
        Rethrow.ifAny(task.exception()); // the instance that the work threw, as if the caller had run it
        return task.result();
    }

    /**
     * Has {@code work} run in a thread, and never waits: if too much is outstanding, it is lined up all the same.
     *
     * @throws RejectedExecutionException if this pool is closed
     */
    @Override
    public <T extends @Nullable Object> Outcome<T> applyAsync(Callable<? extends T> work) {
        return enqueue(work, work, _ -> {});
    }

    @Override
    protected <T extends @Nullable Object> Outcome<T> enqueue(
            Callable<? extends T> work, Object site, Consumer<? super Outcome<T>> ended) {
        takeSlotAnyway();
        return start(new ThreadTask<T>(this, work, true, ended));
    }

    /** A task is over and its thread free. */
    void finished() {
        giveSlot();
    }

    /** Takes a task back that no thread has begun. */
    void forget(ThreadTask<?> task) {
        workers.forget(task);
    }

    /**
     * Returns how much work is outstanding.
     *
     * @return the number of tasks that were accepted and whose thread is not done with them
     * @gevent {@code len(pool)}
     */
    @Override
    public int size() {
        return workers.unfinished();
    }

    /**
     * Returns how many threads there are.
     *
     * @return those that work and those that are idle
     * @gevent {@code size}, which can also be set to start threads in advance
     */
    public int threads() {
        return workers.threads();
    }

    /**
     * Returns how many threads there may be.
     *
     * @return the limit
     * @gevent {@code maxsize}
     */
    public int maxThreads() {
        return workers.max();
    }

    /**
     * Changes how many threads there may be. Queued work gets new threads at once; threads that are too many end when
     * they are done with what they have begun.
     *
     * @param maxThreads the new limit
     * @throws IllegalArgumentException if {@code maxThreads} is less than 1
     * @gevent {@code pool.maxsize = n}
     */
    public void setMaxThreads(int maxThreads) {
        int slots = slotsFor(maxThreads);
        workers.max(maxThreads);
        if (!workers.closed()) {
            setSlotLimit(slots);
        }
    }

    /**
     * Waits until no work is outstanding.
     *
     * @switches when it has to wait
     * @gevent {@code join()}
     */
    public void join() {
        var _ = workers.join(Long.MAX_VALUE);
    }

    /**
     * Waits until no work is outstanding, at most for {@code timeout}.
     *
     * @param timeout the longest wait; zero only asks
     * @return whether that was so in time
     * @switches when it has to wait
     */
    public boolean join(Duration timeout) {
        return workers.join(Durations.nanos(timeout, "timeout"));
    }

    /**
     * Accepts no more work, cancels what has not begun, and interrupts the threads that work; they end when that lets
     * them. Does not wait; {@link #join} does. Callers that wait for room get a {@link RejectedExecutionException}.
     *
     * @switches never
     * @gevent {@code kill()}
     */
    public void kill() {
        refuse();
        workers.cancelAll();
    }

    /**
     * Accepts no more work, and waits until what was accepted is done and the threads end. If the wait is cut short by
     * a kill or a timeout, what is left is killed.
     *
     * @switches when it has to wait
     */
    @Override
    public void close() {
        refuse();
        try {
            join();
        } catch (Throwable t) {
            workers.cancelAll();
            throw t;
        }
    }

    private void refuse() {
        workers.close();
        setSlotLimit(Integer.MAX_VALUE); // the waiters for room go on and find it closed
    }

    @Override
    public String wokenBy() {
        return "the end of a task";
    }

    @Override
    public String toString() {
        return "ThreadPool@" + ObjectIds.of(this) + " (" + size() + " tasks, " + threads() + " of " + maxThreads()
                + " threads" + (workers.closed() ? ", closed)" : ")");
    }
}
