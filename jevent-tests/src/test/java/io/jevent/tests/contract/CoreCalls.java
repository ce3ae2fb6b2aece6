// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Outcome;
import io.jevent.Timeout;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.access.HubAccess;
import io.jevent.local.HubLocal;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.contract.Scene.Trait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The blocking calls of {@code io.jevent}, {@code io.jevent.hub} and {@code io.jevent.event}. */
final class CoreCalls {

    private static final Duration LONG = Duration.ofHours(1);

    private CoreCalls() {}

    static List<BlockingCall> all() {
        return List.of(
                new BlockingCall("Jevent.sleep", CoreCalls::sleeping)
                        .covers(Jevent.class, "sleep()", "sleep(Duration)")
                        .covers(CurrentGreenlet.class, "sleep(long)"),
                new BlockingCall("Jevent.sleep that does not keep the hub alive", CoreCalls::sleepingInBackground)
                        .covers(Jevent.class, "sleep(Duration, boolean)")
                        .covers(CurrentGreenlet.class, "sleep(long, boolean)"),
                new BlockingCall("Jevent.idle", CoreCalls::idle)
                        .covers(Jevent.class, "idle()")
                        .covers(CurrentGreenlet.class, "idle()"),
                new BlockingCall("Hub.join", CoreCalls::hubJoin).covers(Hub.class, "join()", "join(Duration)"),
                new BlockingCall("Event.await", CoreCalls::eventAwait)
                        .covers(Event.class, "await()", "await(Duration)"),
                outcome("AsyncResult", CoreCalls::resultScene)
                        .covers(AsyncResult.class, "joinNanos(long)")
                        .covers(Outcome.class, "join()", "join(Duration)", "joinNanos(long)"),
                outcome("Greenlet", CoreCalls::greenletScene).covers(Greenlet.class, "joinNanos(long)"),
                new BlockingCall("AsyncResult.result", CoreCalls::resultResult)
                        .covers(Outcome.class, "result()", "result(Duration)"),
                new BlockingCall("AsyncResult.get", CoreCalls::resultGet)
                        .covers(Outcome.class, "get()", "get(long, TimeUnit)"),
                new BlockingCall("Greenlet.kill", CoreCalls::kill)
                        .covers(Greenlet.class, "kill()", "kill(Throwable)", "kill(Throwable, Duration)"),
                new BlockingCall("Greenlet.close", CoreCalls::close).covers(Greenlet.class, "close()"),
                new BlockingCall("HubLocal.get", CoreCalls::hubLocal).covers(HubLocal.class, "get()"),
                new BlockingCall("Jevent.joinAll", CoreCalls::joinAll)
                        .covers(Jevent.class, "joinAll(Collection)", "joinAll(Outcome[])")
                        .covers(Jevent.class, "joinAll(Collection, Duration)", "joinAll(Collection, int)")
                        .covers(Jevent.class, "joinAll(Collection, int, Duration)"),
                new BlockingCall("Jevent.joinAllOrThrow", CoreCalls::joinAllOrThrow)
                        .covers(Jevent.class, "joinAllOrThrow(Collection)", "joinAllOrThrow(Outcome[])")
                        .covers(Jevent.class, "joinAllOrThrow(Collection, Duration)")
                        .covers(Jevent.class, "joinAllOrThrow(Collection, int)")
                        .covers(Jevent.class, "joinAllOrThrow(Collection, int, Duration)"),
                new BlockingCall("Jevent.await", CoreCalls::awaitObjects)
                        .covers(Jevent.class, "await(Collection)", "await(Collection, int)")
                        .covers(Jevent.class, "await(Collection, int, Duration)"),
                new BlockingCall("Jevent.iwait", CoreCalls::iwait)
                        .covers(io.jevent.ReadyIterator.class, "hasNext()", "next()"),
                new BlockingCall("Jevent.killAll", CoreCalls::killAll)
                        .covers(Jevent.class, "killAll(Collection)", "killAll(Collection, Throwable, Duration)"),
                new BlockingCall("Jevent.await(stage)", CoreCalls::awaitStage)
                        .covers(Jevent.class, "await(CompletionStage)"));
    }

    private static Scene sleepingInBackground(VirtualTime time) {
        return Scene.on("nothing").block(() -> Jevent.sleep(LONG, false)).wake(() -> time.compute(LONG));
    }

    private static Scene sleeping(VirtualTime time) {
        return Scene.on("nothing").block(() -> Jevent.sleep(LONG)).wake(() -> time.compute(LONG));
    }

    /** Somebody else is always ready, and uses up time, until told to stop. */
    private static Scene idle(VirtualTime time) {
        boolean[] stop = {false};
        var busy = Jevent.spawn(() -> {
            while (!stop[0]) {
                Jevent.sleep();
            }
        });
        return Scene.on("nothing")
                .block(Jevent::idle)
                .wake(() -> {
                    stop[0] = true;
                    busy.join();
                    Jevent.sleep(Duration.ofNanos(1)); // the hub is idle for a moment
                })
                .end(busy::kill)
                .with(Trait.HOLDS_CLOCK);
    }

    /** A sleeper is the last greenlet of the hub. */
    private static Scene hubJoin(VirtualTime time) {
        Greenlet<?>[] left = {sleeper()};
        return Scene.on("nothing")
                .block(() -> Hub.current().join())
                .limited(limit -> Hub.current().join(limit))
                .wake(() -> {
                    Jevent.killAll(List.of(left));
                    HubAccess.to(Hub.class, RawGreenlet.class).setRoot(Hub.current(), null);
                })
                .with(Trait.PRINCIPAL_ONLY);
    }

    private static Greenlet<?> sleeper() {
        return Jevent.spawn(() -> Jevent.sleep(Duration.ofDays(1000)));
    }

    private static Scene eventAwait(VirtualTime time) {
        var event = new Event();
        return Scene.on(event)
                .block(event::await)
                .limited(event::await)
                .wake(event::set)
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    private static BlockingCall outcome(String name, Function<Scene.Call[], Scene> maker) {
        return new BlockingCall(name + ".join", _ -> maker.apply(new Scene.Call[1]));
    }

    private static Scene resultScene(Scene.Call[] unused) {
        var result = new AsyncResult<Integer>();
        return Scene.on(result)
                .block(result::join)
                .limited(result::join)
                .wake(() -> result.set(1))
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    private static Scene greenletScene(Scene.Call[] unused) {
        var gate = new Event();
        var target = Jevent.spawn(() -> gate.await());
        return Scene.on(target)
                .block(target::join)
                .limited(target::join)
                .wake(gate::set)
                .with(Trait.REMEMBERS);
    }

    private static Scene resultResult(VirtualTime time) {
        var result = new AsyncResult<Integer>();
        return Scene.on(result)
                .block(result::result)
                .limited(limit -> unlessExpired(limit, () -> result.result(limit)))
                .wake(() -> result.set(1))
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    private static Scene resultGet(VirtualTime time) {
        var result = new AsyncResult<Integer>();
        return Scene.on(result)
                .block(result::get)
                .limited(limit -> {
                    try {
                        result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
                        return true;
                    } catch (TimeoutException e) {
                        return false;
                    }
                })
                .wake(() -> result.set(1))
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    /** Runs a call that throws a timeout of its own; the limit tells that from one of somebody else. */
    static boolean unlessExpired(Duration limit, Scene.Call call) throws Exception {
        try {
            call.run();
            return true;
        } catch (Timeout t) {
            if (!limit.equals(t.limit())) {
                throw t;
            }
            return false;
        }
    }

    /** A greenlet that survives every kill until the gate opens. */
    static Greenlet<?> stubborn(Event gate) {
        return Jevent.spawn(() -> survive(gate));
    }

    static void survive(Event gate) {
        while (!gate.isSet()) {
            try {
                gate.await();
            } catch (GreenletExit e) {
                // not yet
            }
        }
    }

    private static Scene kill(VirtualTime time) {
        var gate = new Event();
        var target = stubborn(gate);
        return Scene.on(target)
                .block(target::kill)
                .limited(limit -> target.kill(new GreenletExit(), limit))
                .wake(gate::set)
                .with(Trait.REMEMBERS);
    }

    private static Scene close(VirtualTime time) {
        var gate = new Event();
        var target = stubborn(gate);
        return Scene.on(target).block(target::close).wake(gate::set).with(Trait.REMEMBERS);
    }

    private static Scene killAll(VirtualTime time) {
        var gate = new Event();
        var targets = List.of(stubborn(gate), stubborn(gate));
        return Scene.on(targets)
                .block(() -> Jevent.killAll(targets))
                .limited(limit ->
                        unlessExpired(limit, () -> Jevent.killAll(targets, new GreenletExit("go away"), limit)))
                .wake(gate::set)
                .with(Trait.REMEMBERS);
    }

    /** Another greenlet makes the value. */
    private static Scene hubLocal(VirtualTime time) {
        var gate = new Event();
        var local = new HubLocal<>("value", () -> {
            gate.await();
            return "value";
        });
        var maker = Jevent.spawn(local::get);
        return Scene.on(List.of())
                .block(local::get)
                .wake(gate::set)
                .end(() -> {
                    gate.set();
                    maker.join();
                })
                .with(Trait.REMEMBERS);
    }

    private static Scene joinAll(VirtualTime time) {
        var gate = new Event();
        var targets = List.of(Jevent.spawn(() -> gate.await()), Jevent.spawn(() -> gate.await()));
        return Scene.on(targets)
                .block(() -> Jevent.joinAll(targets))
                .limited(limit -> Jevent.joinAll(targets, limit).size() == 2)
                .wake(gate::set)
                .with(Trait.REMEMBERS);
    }

    private static Scene joinAllOrThrow(VirtualTime time) {
        var gate = new Event();
        var targets = List.of(Jevent.spawn(() -> gate.await()), Jevent.spawn(() -> gate.await()));
        return Scene.on(targets)
                .block(() -> Jevent.joinAllOrThrow(targets))
                .limited(limit -> Jevent.joinAllOrThrow(targets, limit).size() == 2)
                .wake(gate::set)
                .with(Trait.REMEMBERS);
    }

    private static Scene awaitObjects(VirtualTime time) {
        var events = List.of(new Event(), new Event());
        return Scene.on(events)
                .block(() -> {
                    var _ = Jevent.await(events);
                })
                .limited(limit -> Jevent.await(events, 2, limit).size() == 2)
                .wake(() -> events.forEach(Event::set))
                .with(Trait.REMEMBERS);
    }

    private static Scene iwait(VirtualTime time) {
        var event = new Event();
        return Scene.on(event)
                .block(() -> {
                    try (var ready = Jevent.iwait(List.of(event))) {
                        var _ = ready.next();
                    }
                })
                .limited(limit -> {
                    try (var ready = Jevent.iwait(List.of(event), 1, limit)) {
                        return ready.hasNext();
                    }
                })
                .wake(event::set)
                .with(Trait.REMEMBERS);
    }

    private static Scene awaitStage(VirtualTime time) {
        var future = new CompletableFuture<Integer>();
        return Scene.on("nothing")
                .block(() -> Jevent.await(future))
                .wake(() -> future.complete(1))
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB, Trait.HOLDS_CLOCK);
    }
}
