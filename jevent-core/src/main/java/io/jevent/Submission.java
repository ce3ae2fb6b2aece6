// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.exceptions.GreenletExit;
import io.jevent.internal.rethrow.Rethrow;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One piece of work that a {@link RunnerExecutor} accepted. The thread that claims it decides whether it ever runs. */
final class Submission<T extends @Nullable Object> implements Callable<T>, Consumer<Outcome<T>> {

    private final RunnerExecutor executor;
    private final Callable<? extends T> work;
    private final Object site;
    private final @Nullable Batch<T> batch;
    private final AtomicBoolean claimed = new AtomicBoolean();

    /** Null until the runner has returned it to the submitter. */
    private volatile @Nullable Outcome<T> outcome;

    Submission(RunnerExecutor executor, Callable<? extends T> work, Object site, @Nullable Batch<T> batch) {
        this.executor = executor;
        this.work = work;
        this.site = site;
        this.batch = batch;
    }

    Object site() {
        return site;
    }

    void outcome(Outcome<T> of) {
        outcome = of;
    }

    boolean claim() {
        return claimed.compareAndSet(false, true);
    }

    @Override
    public T call() throws Exception {
        if (!claim()) {
            throw new GreenletExit("the executor was shut down before this began");
        }
        return work.call();
    }

    /** It has ended. */
    @Override
    public void accept(Outcome<T> ended) {
        if (batch != null) {
            batch.ended(ended);
        }
        executor.ended(this);
    }

    void cancel() {
        Outcome<T> running = outcome;
        if (running != null) {
            running.cancel(true);
        }
    }

    /** Returns the submitted work as a {@code Runnable}, for a caller that runs it elsewhere. */
    Runnable asRunnable() {
        return site instanceof Runnable original
                ? original
                : () -> {
                    try {
                        var _ = work.call();
                    } catch (Exception e) {
                        throw Rethrow.asIs(e);
                    }
                };
    }
}
