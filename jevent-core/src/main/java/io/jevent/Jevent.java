// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import io.jevent.hub.Linkable;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.access.HubAccess;
import io.jevent.internal.rethrow.Rethrow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The front door: run a program, spawn greenlets, wait for them.
 *
 * <pre>{@code
 * Jevent.run(() -> {
 *     var a = Jevent.spawn(() -> fetch("a"));
 *     var b = Jevent.spawn(() -> fetch("b"));
 *     return a.result() + b.result();
 * });
 * }</pre>
 *
 * <p>Everything also works without {@link #run}: on a plain platform thread the first blocking call makes the thread's
 * hub and drives it until the call can return.
 *
 * @gevent the module {@code gevent}
 * @since 0.1
 */
public final class Jevent {

    private static final HubAccess<Hub, RawGreenlet> HUBS = HubAccess.to(Hub.class, RawGreenlet.class);

    private Jevent() {}

    /**
     * Runs a program: the calling platform thread becomes the carrier of its hub and {@code body} the root greenlet.
     * When it ends, the greenlets that are left are killed, with their {@code finally} blocks, and the hub is closed;
     * see {@link Hub#close}. That includes greenlets that the thread spawned before. Only a hub that the program opened
     * itself, with {@link Hub#open}, stays as it is: its opener closes it.
     *
     * <p>In a greenlet, whose hub runs already, it just calls {@code body}: so a program whose {@code main} calls this
     * also runs under {@code ./jevent run}.
     *
     * @param <T> the type of the value
     * @param body the program
     * @return its value
     * @throws Exception what it throws, as it is
     * @throws io.jevent.exceptions.LoopExit out of the blocking call in {@code body} that can never return
     */
    public static <T extends @Nullable Object> T run(Callable<T> body) throws Exception {
        Hub hub = Hub.current();
        if (Thread.currentThread() != hub.carrier()) {
            return body.call();
        }
        var root = new RootGreenlet<T>(body);
        root.setName("root");
        HUBS.setRoot(hub, root);
        try {
            root.start();
            root.join();
        } finally {
            HUBS.setRoot(hub, null);
            if (!hub.isOpened()) {
                hub.close();
            }
        }
        return Outcomes.taken(root);
    }

    /**
     * Runs a program that has no value, as {@link #run(Callable)}.
     *
     * @param body the program
     */
    public static void run(Runnable body) {
        try {
            run(() -> {
                body.run();
                return null;
            });
        } catch (Exception e) {
            throw Rethrow.asIs(e);
        }
    }

    /**
     * Makes a greenlet and starts it: it runs when its turn comes, not before the caller waits.
     *
     * @param <T> the type of its result
     * @param body what it runs
     * @return the greenlet
     * @switches never
     * @gevent {@code gevent.spawn(function)}
     */
    public static <T extends @Nullable Object> Greenlet<T> spawn(Callable<? extends T> body) {
        var greenlet = new Greenlet<T>(body);
        greenlet.start();
        return greenlet;
    }

    /**
     * As {@link #spawn(Callable)}, for a body without a value.
     *
     * @param body what it runs
     * @return the greenlet; its result is null
     * @switches never
     */
    public static Greenlet<@Nullable Void> spawn(Runnable body) {
        var greenlet = Greenlet.of(body);
        greenlet.start();
        return greenlet;
    }

    /**
     * Makes a greenlet that starts after a time.
     *
     * @param <T> the type of its result
     * @param delay how long to wait; not negative
     * @param body what it runs
     * @return the greenlet; a kill before its start cancels it
     * @switches never
     * @gevent {@code gevent.spawn_later(seconds, function)}
     */
    public static <T extends @Nullable Object> Greenlet<T> spawnLater(Duration delay, Callable<? extends T> body) {
        var greenlet = new Greenlet<T>(body);
        greenlet.startLater(delay);
        return greenlet;
    }

    /**
     * As {@link #spawnLater(Duration, Callable)}, for a body without a value.
     *
     * @param delay how long to wait; not negative
     * @param body what it runs
     * @return the greenlet; its result is null
     * @switches never
     */
    public static Greenlet<@Nullable Void> spawnLater(Duration delay, Runnable body) {
        var greenlet = Greenlet.of(body);
        greenlet.startLater(delay);
        return greenlet;
    }

    /**
     * Makes and starts a greenlet of the cheap kind, without an outcome.
     *
     * @param body what it runs
     * @return the greenlet
     * @switches never
     * @gevent {@code gevent.spawn_raw(function)}
     */
    public static RawGreenlet spawnRaw(Runnable body) {
        var greenlet = new RawGreenlet(body);
        greenlet.start();
        return greenlet;
    }

    /**
     * Returns the greenlet that calls; on a plain platform thread its main greenlet.
     *
     * @return the greenlet, or null in a callback of the hub and on virtual threads that are not greenlets
     * @gevent {@code gevent.getcurrent()}
     */
    public static @Nullable RawGreenlet current() {
        RawGreenlet greenlet = CurrentGreenlet.get();
        return greenlet != null || Thread.currentThread().isVirtual()
                ? greenlet
                : Hub.current().running();
    }

    /**
     * Yields once to all greenlets that are ready now.
     *
     * @switches always
     * @gevent {@code gevent.sleep(0)}
     */
    public static void sleep() {
        CurrentGreenlet.sleep(0);
    }

    /**
     * Waits.
     *
     * @param time the shortest time to wait; zero yields once
     * @throws IllegalArgumentException if {@code time} is negative
     * @switches always
     * @gevent {@code gevent.sleep(seconds)}
     */
    public static void sleep(Duration time) {
        CurrentGreenlet.sleep(Durations.nanos(time, "time"));
    }

    /**
     * Waits as {@link #sleep(Duration)} does, perhaps without keeping the hub alive: for work in the background, for
     * example a greenlet that cleans a cache once a minute.
     *
     * <p>A sleep that does not keep the hub alive ends in its time as long as the hub runs for other reasons. If only
     * such sleeps are left, {@link Hub#join} returns, and a greenlet for whose end nothing else could wake the program
     * gets a {@link io.jevent.exceptions.LoopExit}; so the main or root greenlet must not sleep in this way.
     *
     * @param time the shortest time to wait; zero yields once
     * @param keepAlive false to let the hub end in spite of this sleep
     * @throws IllegalArgumentException if {@code time} is negative
     * @switches always
     * @gevent {@code gevent.sleep(seconds, ref=False)}
     */
    public static void sleep(Duration time, boolean keepAlive) {
        CurrentGreenlet.sleep(Durations.nanos(time, "time"), keepAlive);
    }

    /**
     * Waits until everyone else on this hub waits for something.
     *
     * @switches always
     * @gevent {@code gevent.idle()}
     */
    public static void idle() {
        CurrentGreenlet.idle();
    }

    /**
     * Raises what was thrown at this greenlet and has not been raised yet: a kill, a timeout. For long computations.
     *
     * @switches never
     */
    public static void checkpoint() {
        CurrentGreenlet.checkpoint();
    }

    /**
     * Calls {@code body} without being disturbed: kills and timeouts that were set up outside wait, and are raised at
     * the first switch point after it. Timeouts started inside work. For clean-up that has to wait.
     *
     * @param <T> the type of the value
     * @param body what must not be cut short
     * @return its value
     * @throws Exception what the body throws
     */
    public static <T extends @Nullable Object> T shielded(Callable<T> body) throws Exception {
        CurrentGreenlet.enterShield();
        try {
            return body.call();
        } finally {
            CurrentGreenlet.exitShield();
        }
    }

    /**
     * Calls {@code body} and raises a {@link Timeout} in it if it takes too long.
     *
     * @param <T> the type of the value
     * @param limit the longest time
     * @param body the code to limit
     * @return its value
     * @throws Exception what the body throws
     * @throws Timeout if the time passes first
     * @gevent {@code gevent.with_timeout(seconds, function)}
     */
    @SuppressWarnings("NullAway") // only a silent timeout makes a null of its own
    public static <T extends @Nullable Object> T withTimeout(Duration limit, Callable<T> body) throws Exception {
        return new Timeout(limit).call(body);
    }

    /**
     * Calls {@code body} and gives up if it takes too long.
     *
     * @param <T> the type of the value
     * @param limit the longest time
     * @param timeoutValue what is returned if the time passes first
     * @param body the code to limit
     * @return its value or {@code timeoutValue}
     * @throws Exception what the body throws, a {@link Timeout} of somebody else included
     * @gevent {@code gevent.with_timeout(seconds, function, timeout_value=...)}
     */
    public static <T extends @Nullable Object> T withTimeout(Duration limit, T timeoutValue, Callable<T> body)
            throws Exception {
        var timeout = new Timeout(limit);
        try {
            return withinTimeout(timeout, body);
        } catch (Timeout t) {
            if (t != timeout) {
                throw t;
            }
            return timeoutValue;
        }
    }

    @SuppressWarnings("NullAway") // as above
    private static <T extends @Nullable Object> T withinTimeout(Timeout timeout, Callable<T> body) throws Exception {
        return timeout.call(body);
    }

    /**
     * Waits until all of {@code greenlets} have ended; does not throw their failures.
     *
     * @param greenlets whom to wait for
     * @switches when it has to wait
     * @gevent {@code gevent.joinall(greenlets)}
     */
    public static void joinAll(Collection<? extends Outcome<?>> greenlets) {
        for (Outcome<?> greenlet : List.copyOf(greenlets)) {
            greenlet.join();
        }
    }

    /**
     * As {@link #joinAll(Collection)}.
     *
     * @param greenlets whom to wait for
     * @switches when it has to wait
     */
    public static void joinAll(Outcome<?>... greenlets) {
        joinAll(List.of(greenlets));
    }

    /**
     * Waits until all of {@code greenlets} have ended, at most for {@code timeout}.
     *
     * @param <G> their type
     * @param greenlets whom to wait for
     * @param timeout the longest wait
     * @return those that have ended, in the order in which they did
     * @switches when it has to wait
     * @gevent {@code gevent.joinall(greenlets, timeout)}
     */
    public static <G extends Outcome<?>> List<G> joinAll(Collection<? extends G> greenlets, Duration timeout) {
        return await(greenlets, greenlets.size(), timeout);
    }

    /**
     * Waits until {@code count} of {@code greenlets} have ended.
     *
     * @param <G> their type
     * @param greenlets whom to wait for
     * @param count how many to wait for
     * @return those that have ended, in the order in which they did, at most {@code count}
     * @throws IllegalArgumentException if {@code count} is negative
     * @switches when it has to wait
     * @gevent {@code gevent.joinall(greenlets, count=...)}
     */
    public static <G extends Outcome<?>> List<G> joinAll(Collection<? extends G> greenlets, int count) {
        return await(greenlets, count);
    }

    /**
     * Waits until {@code count} of {@code greenlets} have ended, at most for {@code timeout}.
     *
     * @param <G> their type
     * @param greenlets whom to wait for
     * @param count how many to wait for
     * @param timeout the longest wait, all together; zero only asks
     * @return those that have ended, in the order in which they did, at most {@code count}
     * @throws IllegalArgumentException if {@code count} or {@code timeout} is negative
     * @switches when it has to wait
     * @gevent {@code gevent.joinall(greenlets, timeout, count=...)}
     */
    public static <G extends Outcome<?>> List<G> joinAll(
            Collection<? extends G> greenlets, int count, Duration timeout) {
        return await(greenlets, count, timeout);
    }

    /**
     * Waits until all of {@code greenlets} have ended and throws a copy of the first failure as soon as there is one;
     * the others go on. A kill is no failure.
     *
     * @param greenlets whom to wait for
     * @switches when it has to wait
     * @gevent {@code gevent.joinall(greenlets, raise_error=True)}
     */
    public static void joinAllOrThrow(Collection<? extends Outcome<?>> greenlets) {
        var _ = joinAllOrThrow(greenlets, greenlets.size());
    }

    /**
     * Waits for {@code greenlets} and throws the first failure, as {@link #joinAllOrThrow(Collection)} does.
     *
     * @param greenlets whom to wait for
     * @switches when it has to wait
     */
    public static void joinAllOrThrow(Outcome<?>... greenlets) {
        joinAllOrThrow(List.of(greenlets));
    }

    /**
     * Waits until all of {@code greenlets} have ended, at most for {@code timeout}, and throws a copy of the first
     * failure as soon as there is one; the others go on.
     *
     * @param <G> their type
     * @param greenlets whom to wait for
     * @param timeout the longest wait, all together; zero only asks
     * @return those that have ended, in the order in which they did
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     * @gevent {@code gevent.joinall(greenlets, timeout, raise_error=True)}
     */
    public static <G extends Outcome<?>> List<G> joinAllOrThrow(Collection<? extends G> greenlets, Duration timeout) {
        return joinAllOrThrow(greenlets, greenlets.size(), timeout);
    }

    /**
     * Waits until {@code count} of {@code greenlets} have ended, and throws a copy of the first failure among those as
     * soon as there is one; the others go on.
     *
     * @param <G> their type
     * @param greenlets whom to wait for
     * @param count how many to wait for
     * @return those that have ended, in the order in which they did, at most {@code count}
     * @throws IllegalArgumentException if {@code count} is negative
     * @switches when it has to wait
     * @gevent {@code gevent.joinall(greenlets, raise_error=True, count=...)}
     */
    public static <G extends Outcome<?>> List<G> joinAllOrThrow(Collection<? extends G> greenlets, int count) {
        return drain(new ReadyIterator<G>(greenlets, count, Long.MAX_VALUE), Outcomes::throwFailure);
    }

    /**
     * Waits until {@code count} of {@code greenlets} have ended, at most for {@code timeout}, and throws a copy of the
     * first failure among those as soon as there is one; the others go on.
     *
     * @param <G> their type
     * @param greenlets whom to wait for
     * @param count how many to wait for
     * @param timeout the longest wait, all together; zero only asks
     * @return those that have ended, in the order in which they did, at most {@code count}
     * @throws IllegalArgumentException if {@code count} or {@code timeout} is negative
     * @switches when it has to wait
     * @gevent {@code gevent.joinall(greenlets, timeout, raise_error=True, count=...)}
     */
    public static <G extends Outcome<?>> List<G> joinAllOrThrow(
            Collection<? extends G> greenlets, int count, Duration timeout) {
        var ended = new ReadyIterator<G>(greenlets, count, Durations.nanos(timeout, "timeout"));
        return drain(ended, Outcomes::throwFailure);
    }

    /**
     * Waits until all of {@code objects} are ready.
     *
     * @param <X> their type
     * @param objects greenlets, events, results, semaphores
     * @return them, in the order in which they became ready
     * @switches when it has to wait
     * @gevent {@code gevent.wait(objects)}
     */
    public static <X extends Linkable> List<X> await(Collection<? extends X> objects) {
        return await(objects, objects.size());
    }

    /**
     * Waits until {@code count} of {@code objects} are ready.
     *
     * @param <X> their type
     * @param objects greenlets, events, results, semaphores
     * @param count how many to wait for
     * @return those, in the order in which they became ready
     * @switches when it has to wait
     * @gevent {@code gevent.wait(objects, count=...)}
     */
    public static <X extends Linkable> List<X> await(Collection<? extends X> objects, int count) {
        return drain(new ReadyIterator<X>(objects, count, Long.MAX_VALUE), _ -> {});
    }

    /**
     * Waits until {@code count} of {@code objects} are ready, at most for {@code timeout}.
     *
     * @param <X> their type
     * @param objects greenlets, events, results, semaphores
     * @param count how many to wait for
     * @param timeout the longest wait
     * @return those that are ready, in the order in which they became so
     * @switches when it has to wait
     * @gevent {@code gevent.wait(objects, timeout, count)}
     */
    public static <X extends Linkable> List<X> await(Collection<? extends X> objects, int count, Duration timeout) {
        return drain(new ReadyIterator<X>(objects, count, Durations.nanos(timeout, "timeout")), _ -> {});
    }

    private static <X extends Linkable> List<X> drain(ReadyIterator<X> iterator, Consumer<? super X> check) {
        var ready = new ArrayList<X>();
        try (iterator) {
            while (iterator.hasNext()) {
                X next = iterator.next();
                check.accept(next);
                ready.add(next);
            }
        }
        return ready;
    }

    /**
     * Hands out {@code objects} one by one as they become ready. Close it if you stop before its end; it closes itself
     * at its end and at the end of the greenlet that made it.
     *
     * @param <X> their type
     * @param objects greenlets, events, results, semaphores
     * @return an iterator whose {@code hasNext} waits
     * @gevent {@code gevent.iwait(objects)}
     */
    public static <X extends Linkable> ReadyIterator<X> iwait(Collection<? extends X> objects) {
        return new ReadyIterator<X>(objects, objects.size(), Long.MAX_VALUE).withdrawnAtEnd();
    }

    /**
     * Hands out the first {@code count} of {@code objects} that become ready within {@code timeout} from now.
     *
     * @param <X> their type
     * @param objects greenlets, events, results, semaphores
     * @param count how many at most
     * @param timeout the longest wait, all together
     * @return an iterator whose {@code hasNext} waits
     * @gevent {@code gevent.iwait(objects, timeout, count)}
     */
    public static <X extends Linkable> ReadyIterator<X> iwait(
            Collection<? extends X> objects, int count, Duration timeout) {
        return new ReadyIterator<X>(objects, count, Durations.nanos(timeout, "timeout")).withdrawnAtEnd();
    }

    /**
     * Throws a {@link GreenletExit} into all of {@code greenlets} and waits until they have ended. Those that never ran
     * never will.
     *
     * @param greenlets the victims
     * @switches when it has to wait
     * @gevent {@code gevent.killall(greenlets)}
     */
    public static void killAll(Collection<? extends Greenlet<?>> greenlets) {
        List<? extends Greenlet<?>> victims = List.copyOf(greenlets);
        interruptAll(victims, new GreenletExit());
        joinAll(victims);
    }

    /**
     * Throws {@code cause} into all of {@code greenlets} and waits at most {@code timeout} for their end.
     *
     * @param greenlets the victims
     * @param cause the throwable: it is thrown into the first of them, unless it was thrown before, and a copy of it
     *     into each other
     * @param timeout the longest wait
     * @throws Timeout if not all have ended by then
     * @switches when it has to wait
     * @gevent {@code gevent.killall(greenlets, exception, timeout=...)}
     */
    public static void killAll(Collection<? extends Greenlet<?>> greenlets, Throwable cause, Duration timeout) {
        List<? extends Greenlet<?>> victims = List.copyOf(greenlets);
        interruptAll(victims, cause);
        if (await(victims, victims.size(), timeout).size() < victims.size()) {
            throw Timeout.expired(timeout);
        }
    }

    /**
     * Throws {@code cause} into all of {@code greenlets} without waiting.
     *
     * @param greenlets the victims
     * @param cause the throwable: it is thrown into the first of them, unless it was thrown before, and a copy of it
     *     into each other
     * @switches never
     * @gevent {@code gevent.killall(greenlets, exception, block=False)}
     */
    public static void interruptAll(Collection<? extends RawGreenlet> greenlets, Throwable cause) {
        for (RawGreenlet greenlet : List.copyOf(greenlets)) {
            greenlet.interrupt(cause);
        }
    }

    /**
     * Waits for a future of another library and returns its value, or throws a copy of its failure. A wait that is cut
     * short leaves nothing in a {@link java.util.concurrent.CompletableFuture}; all waits for a stage of another class
     * leave one callback in it together.
     *
     * @param <T> the type of the value
     * @param stage the future, to be completed by any thread
     * @return its value
     * @throws java.util.concurrent.CancellationException if it was cancelled
     * @switches when it has to wait
     */
    public static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        return Stages.await(stage);
    }
}
