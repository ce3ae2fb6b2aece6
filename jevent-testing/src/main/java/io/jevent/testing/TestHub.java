// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import io.jevent.Jevent;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.ReadyOrder;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.internal.settings.Setting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The hub of one test, on the test's thread: it runs the test's body and reports at the end what the test overlooked.
 *
 * <pre>{@code
 * try (var hub = TestHub.virtualTime()) {
 *     hub.run(() -> {
 *         var worker = Jevent.spawn(() -> poll(service));
 *         hub.time().advance(Duration.ofMinutes(5));
 *         assertThat(service.calls()).isEqualTo(5);
 *         worker.kill();
 *     });
 * }
 * }</pre>
 *
 * <p>Three things make {@link #close} fail, and with it the test: a greenlet that outlives the test, a failure that the
 * test did not read, and more real time than the limit, at which the test is ended with a report of all greenlets. A
 * test that is stuck fails at once with {@link io.jevent.exceptions.LoopExit}, as any program does.
 *
 * <p><b>Confinement:</b> not shared: the thread that opened it uses it, and the greenlets of its hub.
 *
 * @since 0.1
 */
public final class TestHub implements AutoCloseable {

    private final Hub hub;
    private final @Nullable VirtualTime time;
    private final FailureLog failures;
    private final Watchdog watchdog;
    private boolean leaksAllowed;
    private boolean failuresAllowed;
    private boolean closed;

    private TestHub(@Nullable VirtualTimeLoop loop) {
        Watchdog.begin();
        LeftOver.clear();
        this.hub = loop == null ? Hub.open() : Hub.open(loop);
        this.time = loop == null ? null : new VirtualTime(loop);
        this.watchdog = new Watchdog(hub, Setting.TEST_TIME_LIMIT.duration());
        this.failures = new FailureLog(watchdog::watched, loop != null && loop.isClosedWorld());
        hub.setErrorHandler(failures);
    }

    /**
     * Makes the hub of this thread, with a clock that jumps when nothing can run.
     *
     * @return the hub, to be closed
     * @throws IllegalStateException if this thread has a hub with greenlets
     */
    public static TestHub virtualTime() {
        return new TestHub(new VirtualTimeLoop());
    }

    /**
     * Makes the hub of this thread, with a given virtual clock, for example {@link VirtualTimeLoop#withInput} for tests
     * with sockets.
     *
     * @param loop the clock
     * @return the hub, to be closed
     * @throws IllegalStateException if this thread has a hub with greenlets
     */
    public static TestHub virtualTime(VirtualTimeLoop loop) {
        return new TestHub(Objects.requireNonNull(loop, "loop"));
    }

    /**
     * Makes the hub of this thread, with a clock that jumps, as a closed world: a stuck test fails at once, whatever
     * other threads do, and a wait that is not simulated (a time of the JDK's, a socket, another thread) fails with
     * {@link io.jevent.exceptions.NotSimulatedException}. See {@link VirtualTimeLoop#closedWorld}. It is no failure of
     * the test if a server reports that it has lost a connection.
     *
     * @return the hub, to be closed
     * @throws IllegalStateException if this thread has a hub with greenlets
     */
    public static TestHub closedWorld() {
        return new TestHub(VirtualTimeLoop.closedWorld());
    }

    /**
     * Makes the hub of this thread, with the real clock: for tests of input and output.
     *
     * @return the hub, to be closed
     * @throws IllegalStateException if this thread has a hub with greenlets
     */
    public static TestHub realTime() {
        return new TestHub(null);
    }

    /**
     * Runs greenlets in another order than first in, first out.
     *
     * @param order chooses the next greenlet
     * @return this
     */
    public TestHub order(ReadyOrder order) {
        hub.setOrder(order);
        return this;
    }

    /**
     * Changes the limit in real time, which is 30 seconds or the setting {@code jevent.test.timeLimit}, counted from
     * here.
     *
     * @param limit the longest time
     * @return this
     */
    public TestHub timeLimit(Duration limit) {
        watchdog.restart(limit);
        return this;
    }

    /**
     * Lets greenlets outlive the test: they are killed silently.
     *
     * @return this
     */
    public TestHub allowLeaks() {
        leaksAllowed = true;
        return this;
    }

    /**
     * Lets greenlets and callbacks fail although the test does not read the failures: each failure is printed, as in a
     * program.
     *
     * @return this
     */
    public TestHub allowFailures() {
        failuresAllowed = true;
        hub.setErrorHandler(null);
        return this;
    }

    /**
     * Runs {@code body} as the root greenlet. May be called again until {@link #close}.
     *
     * @param <T> the type of its value
     * @param body the test
     * @return its value
     * @throws Exception what it throws, as it is
     * @throws io.jevent.exceptions.LoopExit if the test is stuck
     * @throws AssertionError if it exceeds the time limit
     * @switches always
     */
    public <T extends @Nullable Object> T run(Callable<T> body) throws Exception {
        RawGreenlet outside = watchdog.watched();
        try {
            return Jevent.run(() -> {
                watchdog.watch(Objects.requireNonNull(CurrentGreenlet.get()));
                try {
                    return body.call();
                } finally {
                    watchdog.watch(outside);
                }
            });
        } catch (Throwable t) {
            watchdog.saw(t);
            throw t;
        }
    }

    /**
     * As {@link #run(Callable)}, for a body without a value.
     *
     * @param body the test
     * @throws Exception what it throws, as it is
     * @switches always
     */
    public void run(Body body) throws Exception {
        run(() -> {
            body.run();
            return Boolean.TRUE;
        });
    }

    /**
     * The body of a test.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface Body {

        /**
         * Runs the test.
         *
         * @throws Exception whatever goes wrong
         */
        void run() throws Exception;
    }

    /**
     * Waits until every other greenlet of the hub waits for something, and all work that is due is done.
     *
     * @switches always
     */
    public void awaitAllBlocked() {
        Jevent.idle();
    }

    /**
     * Returns the clock of the test.
     *
     * @return its virtual time
     * @throws IllegalStateException if this hub runs in real time
     */
    public VirtualTime time() {
        VirtualTime t = time;
        if (t == null) {
            throw new IllegalStateException("this test runs in real time; open it with TestHub.virtualTime()");
        }
        return t;
    }

    /**
     * Returns the hub itself.
     *
     * @return the hub of the test's thread
     */
    public Hub hub() {
        return hub;
    }

    /**
     * Returns the uncaught failures so far, and forgets them: a test that calls this has read them.
     *
     * @return what was thrown, in order
     */
    public List<Throwable> takeFailures() {
        return failures.take();
    }

    /**
     * Runs the greenlets that can still run, kills those that are left, and closes the hub.
     *
     * @throws AssertionError if a greenlet was left, if a failure was not read, or if the time limit was exceeded
     * @switches always
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        var complaints = new ArrayList<AssertionError>();
        try {
            Settling.of(hub);
            if (!leaksAllowed) {
                Leaks.find(hub).ifPresent(complaints::add);
            }
            if (time != null) {
                time.setAutoJump(true);
            }
        } finally {
            watchdog.stop();
            hub.close();
        }
        if (!failuresAllowed) {
            failures.unasked().ifPresent(complaints::add);
        }
        watchdog.complaint().ifPresent(complaints::addFirst);
        raise(complaints);
    }

    private static void raise(List<AssertionError> complaints) {
        if (!complaints.isEmpty()) {
            AssertionError first = complaints.removeFirst();
            complaints.forEach(first::addSuppressed);
            throw first;
        }
    }
}
