// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * One daemon thread watches all tests. It is older than every hub that is created after begin(), so no hub takes it for
 * a possible waker.
 */
/** Ends a test that takes too long in real time, and reports its greenlets. */
final class Watchdog {

    private static final ScheduledThreadPoolExecutor THREAD = new ScheduledThreadPoolExecutor(1, task -> {
        var thread = new Thread(task, "jevent-test-watchdog");
        thread.setDaemon(true);
        return thread;
    });

    /** After the limit the error is thrown again and again, in case the test has caught it. */
    private static final Duration REPEAT = Duration.ofSeconds(1);

    private final Hub hub;
    private Future<?> alarm;

    /** The greenlet to end. */
    private volatile RawGreenlet watched;

    private volatile @Nullable AssertionError complaint;
    private volatile boolean sent;
    private volatile boolean answered;
    private boolean told;

    Watchdog(Hub hub, Duration limit) {
        RawGreenlet main = hub.running();
        if (main == null) {
            throw new IllegalStateException(hub + " runs already");
        }
        this.hub = hub;
        this.watched = main;
        this.alarm = schedule(limit);
    }

    /** Starts the thread. */
    static void begin() {
        THREAD.setRemoveOnCancelPolicy(true);
        THREAD.prestartAllCoreThreads();
    }

    RawGreenlet watched() {
        return watched;
    }

    void watch(RawGreenlet greenlet) {
        watched = greenlet;
    }

    void restart(Duration limit) {
        alarm.cancel(false);
        alarm = schedule(limit);
    }

    void stop() {
        alarm.cancel(false);
    }

    /** Records that the test threw {@code thrown}, so that it need not be thrown again. */
    void saw(Throwable thrown) {
        AssertionError error = complaint;
        // a greenlet that was told twice was thrown a copy the second time
        told |= error != null
                && thrown instanceof AssertionError
                && Objects.equals(thrown.getMessage(), error.getMessage());
    }

    /** Returns the error that is still to throw; a new instance, since the other may be in flight. */
    Optional<AssertionError> complaint() {
        AssertionError error = told ? null : complaint;
        return Optional.ofNullable(error).map(e -> new AssertionError(e.getMessage()));
    }

    private Future<?> schedule(Duration limit) {
        return THREAD.scheduleWithFixedDelay(() -> end(limit), limit.toNanos(), REPEAT.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void end(Duration limit) {
        AssertionError error = complaint;
        if (error == null) {
            error = new AssertionError("the test has not ended after " + limit + " of real time\n" + hub.report());
            complaint = error;
        }
        if (!sent) {
            send(error);
        } else if (!answered) {
            System.err.println(error.getMessage()); // nothing else can be done about code that never yields
            alarm.cancel(false);
        }
    }

    private void send(AssertionError error) {
        sent = true;
        try {
            hub.runCallback(() -> {
                answered = true;
                sent = false;
                watched.interrupt(error);
            });
        } catch (HubClosedException e) {
            // it ended at the last moment
        }
    }
}
