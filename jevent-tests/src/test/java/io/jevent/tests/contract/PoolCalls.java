// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.ResultIterator;
import io.jevent.TaskRunner;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.pool.Group;
import io.jevent.pool.Pool;
import io.jevent.tests.contract.Scene.Trait;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The blocking calls of {@code io.jevent.pool} and of what pools and thread pools share. */
final class PoolCalls {

    private PoolCalls() {}

    static List<BlockingCall> all() {
        return List.of(
                full(
                                "Pool.spawn",
                                pool -> assertThat(pool.spawn(PoolCalls::nothing))
                                        .isNotNull(),
                                (pool, limit) ->
                                        pool.spawn(PoolCalls::nothing, limit).isPresent())
                        .covers(Group.class, "spawn(Runnable)")
                        .covers(Pool.class, "spawn(Runnable, Duration)"),
                full(
                                "Pool.spawn(Callable)",
                                pool -> assertThat(pool.spawn(() -> 1)).isNotNull(),
                                (pool, limit) -> pool.spawn(() -> 1, limit).isPresent())
                        .covers(Group.class, "spawn(Callable)")
                        .covers(Pool.class, "spawn(Callable, Duration)"),
                full("Pool.add", pool -> pool.add(ended()), (pool, limit) -> pool.add(ended(), limit))
                        .covers(Group.class, "add(Greenlet)")
                        .covers(Pool.class, "add(Greenlet, Duration)"),
                full("Pool.start", pool -> pool.start(new Greenlet<>(() -> 1)), null)
                        .covers(Group.class, "start(Greenlet)"),
                full("Pool.awaitAvailable", TaskRunner::awaitAvailable, TaskRunner::awaitAvailable)
                        .covers(TaskRunner.class, "awaitAvailable()", "awaitAvailable(Duration)"),
                new BlockingCall("Group.join", _ -> joining()).covers(Group.class, "join()", "join(Duration)"),
                new BlockingCall("Group.joinOrThrow", _ -> joiningOrThrowing()).covers(Group.class, "joinOrThrow()"),
                new BlockingCall("Group.kill", _ -> killing())
                        .covers(Group.class, "kill()", "kill(Throwable)", "kill(Throwable, Duration)"),
                new BlockingCall("Group.killOne", _ -> killingOne())
                        .covers(Group.class, "killOne(Greenlet)", "killOne(Greenlet, Throwable, Duration)"),
                new BlockingCall("Group.apply", _ -> applying())
                        .covers(Group.class, "apply(Callable)")
                        .covers(TaskRunner.class, "apply(Callable)"),
                new BlockingCall("Pool.map", _ -> mapping()).covers(TaskRunner.class, "map(Mapping, Iterable)"),
                new BlockingCall("ResultIterator.next", _ -> reading())
                        .covers(ResultIterator.class, "next()", "hasNext()"),
                new BlockingCall("ResultIterator.close", _ -> closing()).covers(ResultIterator.class, "close()"));
    }

    private static void nothing() {}

    private static Greenlet<?> ended() {
        var greenlet = Jevent.spawn(PoolCalls::nothing);
        greenlet.setName("ended");
        return greenlet;
    }

    @FunctionalInterface
    private interface PoolCall {
        void run(Pool pool) throws Exception;
    }

    @FunctionalInterface
    private interface LimitedPoolCall {
        boolean run(Pool pool, Duration limit) throws Exception;
    }

    /** Whatever waits for a slot of a pool: a member has the only one until the gate opens. */
    private static BlockingCall full(String name, PoolCall call, @Nullable LimitedPoolCall limited) {
        return new BlockingCall(name, _ -> {
            var gate = new Event();
            var pool = new Pool(1);
            var member = pool.spawn(() -> gate.await());
            Scene scene = Scene.on(pool)
                    .block(() -> call.run(pool))
                    .wake(() -> {
                        gate.set();
                        member.join();
                    })
                    .with(Trait.REMEMBERS);
            return limited == null ? scene : scene.limited(limit -> limited.run(pool, limit));
        });
    }

    private static Scene joining() {
        var gate = new Event();
        var group = new Group();
        var _ = group.spawn(() -> gate.await());
        return Scene.on(group)
                .block(group::join)
                .limited(group::join)
                .wake(gate::set)
                .with(Trait.REMEMBERS);
    }

    private static Scene joiningOrThrowing() {
        var gate = new Event();
        var group = new Group();
        var _ = group.spawn(() -> gate.await());
        return Scene.on(group).block(group::joinOrThrow).wake(gate::set).with(Trait.REMEMBERS);
    }

    private static Scene killing() {
        var gate = new Event();
        var group = new Group();
        group.add(CoreCalls.stubborn(gate));
        group.add(CoreCalls.stubborn(gate));
        return Scene.on(group)
                .block(group::kill)
                .limited(limit -> group.kill(new GreenletExit(), limit))
                .wake(gate::set)
                .with(Trait.REMEMBERS, Trait.SEVERAL_WAITS);
    }

    private static Scene killingOne() {
        var gate = new Event();
        var group = new Group();
        var member = CoreCalls.stubborn(gate);
        group.add(member);
        return Scene.on(group)
                .block(() -> group.killOne(member))
                .limited(limit -> group.killOne(member, new GreenletExit(), limit))
                .wake(gate::set)
                .with(Trait.REMEMBERS);
    }

    /** The work of a cancelled caller continues until the gate opens. */
    private static Scene applying() {
        var gate = new Event();
        var group = new Group();
        return Scene.on(List.of())
                .block(() -> group.apply(() -> {
                    gate.await();
                    return 1;
                }))
                .wake(gate::set)
                .end(group::join)
                .with(Trait.REMEMBERS);
    }

    private static Scene mapping() {
        var gate = new Event();
        var pool = new Pool(3);
        return Scene.on(List.of())
                .block(() -> pool.map(
                        element -> {
                            gate.await();
                            return element;
                        },
                        List.of(1, 2)))
                .wake(gate::set)
                .end(pool::join)
                .with(Trait.REMEMBERS, Trait.SEVERAL_WAITS);
    }

    private static Scene reading() {
        var gate = new Event();
        var pool = new Pool(2);
        var results = pool.imap(
                element -> {
                    gate.await();
                    return element;
                },
                List.of(1, 2, 3, 4, 5));
        return Scene.on(results)
                .block(results::next)
                .wake(gate::set)
                .end(() -> {
                    gate.set();
                    results.close();
                })
                .with(Trait.REMEMBERS);
    }

    private static Scene closing() {
        var gate = new Event();
        var pool = new Pool(2);
        var results = pool.imap(
                element -> {
                    CoreCalls.survive(gate);
                    return element;
                },
                List.of(1, 2));
        return Scene.on(List.of())
                .block(results::close)
                .wake(gate::set)
                .end(() -> {
                    gate.set();
                    pool.join();
                })
                .with(Trait.REMEMBERS, Trait.SEVERAL_WAITS);
    }
}
