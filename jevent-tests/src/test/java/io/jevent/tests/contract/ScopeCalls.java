// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.Jevent;
import io.jevent.actor.Actor;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.scope.Scope;
import io.jevent.tests.contract.Scene.Trait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** The blocking calls of {@code io.jevent.scope} and {@code io.jevent.actor}. */
final class ScopeCalls {

    private static final Duration AGES = Duration.ofDays(100_000);

    private ScopeCalls() {}

    static List<BlockingCall> all() {
        return List.of(
                new BlockingCall("Scope.call", _ -> calling())
                        .covers(Scope.class, "call(ScopeBody)", "call(Duration, ScopeBody)"),
                together("Scope.all", Scope::all).covers(Scope.class, "all(Collection)"),
                together("Scope.race", Scope::race).covers(Scope.class, "race(Collection)"),
                together("Scope.settle", Scope::settle).covers(Scope.class, "settle(Collection)"),
                new BlockingCall("Actor.tell", _ -> telling()).covers(Actor.class, "tell(Object)"),
                new BlockingCall("Actor.ask", _ -> asking(new Slow(1))).covers(Actor.class, "ask(Function, Duration)"),
                new BlockingCall("Actor.ask, inbox full", _ -> asking(new Slow(1).filled())));
    }

    private static Scene calling() {
        var gate = new Event();
        return Scene.on(gate)
                .block(() -> Scope.call(scope -> scope.spawn(() -> gate.await())))
                .limited(limit -> CoreCalls.unlessExpired(
                        limit, () -> Scope.call(limit, scope -> scope.spawn(() -> gate.await()))))
                .wake(gate::set)
                .with(Trait.REMEMBERS, Trait.LIMIT_IS_TIMEOUT);
    }

    @FunctionalInterface
    private interface Several {
        void run(List<Callable<Boolean>> bodies) throws Exception;
    }

    private static BlockingCall together(String name, Several call) {
        return new BlockingCall(name, _ -> {
            var gate = new Event();
            Callable<Boolean> body = () -> {
                gate.await();
                return true;
            };
            return Scene.on(gate)
                    .block(() -> call.run(List.of(body)))
                    .wake(gate::set)
                    .with(Trait.REMEMBERS);
        });
    }

    /** Answers when the gate is open. */
    private static final class Slow extends Actor<AsyncResult<Integer>> {
        final Event gate = new Event();

        Slow(int capacity) {
            super(capacity);
            start();
        }

        Slow filled() {
            tell(new AsyncResult<>());
            Jevent.sleep(); // it takes that one
            tell(new AsyncResult<>());
            return this;
        }

        @Override
        protected void receive(AsyncResult<Integer> answer) {
            gate.await();
            answer.set(1);
        }
    }

    private static Scene telling() {
        Slow actor = new Slow(1).filled();
        return Scene.on(List.of())
                .block(() -> actor.tell(new AsyncResult<>()))
                .wake(actor.gate::set)
                .end(actor::stop)
                .with(Trait.REMEMBERS);
    }

    private static Scene asking(Slow actor) {
        return Scene.on(List.of())
                .block(() -> actor.<Integer>ask(answer -> answer, AGES))
                .limited(limit -> CoreCalls.unlessExpired(limit, () -> actor.<Integer>ask(answer -> answer, limit)))
                .wake(actor.gate::set)
                .end(actor::stop)
                .with(Trait.REMEMBERS);
    }
}
