// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Outcome;
import io.jevent.ResultIterator;
import io.jevent.TaskRunner;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.pool.Group;
import io.jevent.pool.Pool;
import io.jevent.queue.Queue;
import io.jevent.tests.contract.Scene.Trait;
import io.jevent.threadpool.ThreadPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** The blocking calls of {@code io.jevent.pool}, {@code io.jevent.threadpool} and what they share. */
final class PoolCalls {

    private PoolCalls() {}

    static List<BlockingCall> all() {
        return List.of(
                new BlockingCall("Group.join", _ -> joining())
                        .covers(Group.class, "join()", "join(Duration)", "joinOrThrow()"),
                new BlockingCall("Group.joinOrThrow", _ -> joiningOrThrowing()),
                new BlockingCall("Group.kill", _ -> killing())
                        .covers(Group.class, "kill()", "kill(Throwable)", "kill(Throwable, Duration)"),
                new BlockingCall("Group.killOne", _ -> killingOne())
                        .covers(Group.class, "killOne(Greenlet)", "killOne(Greenlet, Throwable, Duration)"),
                new BlockingCall("Group.apply", _ -> applying()).covers(Group.class, "apply(Callable)"),
                new BlockingCall("Group.map", _ -> mapping()).covers(TaskRunner.class, "map(Mapping, Iterable)"),
                new BlockingCall("Pool.spawn", _ -> spawning())
                        .covers(Group.class, "spawn(Callable)", "spawn(Runnable)")
                        .covers(Pool.class, "spawn(Callable, Duration)", "spawn(Runnable, Duration)"),
                new BlockingCall("Pool.add", _ -> adding())
                        .covers(Group.class, "add(Greenlet)")
                        .covers(Pool.class, "add(Greenlet, Duration)"),
                new BlockingCall("Pool.start", _ -> starting()).covers(Group.class, "start(Greenlet)"),
                new BlockingCall("Pool.awaitAvailable", _ -> watching())
                        .covers(TaskRunner.class, "awaitAvailable()", "awaitAvailable(Duration)"),
                new BlockingCall("ResultIterator.next", _ -> reading())
                        .covers(ResultIterator.class, "hasNext()", "next()"),
                new BlockingCall("ResultIterator.close", _ -> closing()).covers(ResultIterator.class, "close()"),
                new BlockingCall("ThreadPool.submit", _ -> submitting())
                        .covers(ThreadPool.class, "submit(Callable)", "submit(Runnable)"),
                new BlockingCall("ThreadPool.apply", _ -> applyingInThread())
                        .covers(ThreadPool.class, "apply(Callable)"),
                new BlockingCall("ThreadPool.join", _ -> joiningThreads()));
    }

    // ---------------------------------------------------------------- groups

    private static Scene joining() {
        var group = new Group();
        Greenlet<?> member = member(group);
        return Scene.on(group)
                .block(group::join)
                .limited(group::join)
                .wake(() -> group.discard(member))
                .end(member::kill)
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    private static Greenlet<?> member(Group group) {
        return group.spawn(() -> new Event().await());
    }

    private static Scene joiningOrThrowing() {
        var group = new Group();
        Greenlet<?> member = member(group);
        return Scene.on(group)
                .block(group::joinOrThrow)
                .wake(() -> group.discard(member))
                .end(member::kill)
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    private static Scene killing() {
        var gate = new Event();
        var group = new Group();
        Greenlet<?> victim = CoreCalls.stubborn(gate);
        group.add(victim);
        return Scene.on(List.of(group, victim))
                .block(group::kill)
                .limited(limit -> group.kill(new GreenletExit(), limit))
                .wake(gate::set)
                .with(Trait.REMEMBERS);
    }

    private static Scene killingOne() {
        var gate = new Event();
        var group = new Group();
        Greenlet<?> victim = CoreCalls.stubborn(gate);
        group.add(victim);
        return Scene.on(List.of(group, victim))
                .block(() -> group.killOne(victim))
                .limited(limit -> group.killOne(victim, new GreenletExit(), limit))
                .wake(gate::set)
                .with(Trait.REMEMBERS);
    }

    private static Scene applying() {
        var gate = new Event();
        var group = new Group();
        return Scene.on(group)
                .block(() -> group.apply(() -> {
                    gate.await();
                    return 1;
                }))
                .wake(gate::set)
                .end(group::join);
    }

    private static Scene mapping() {
        var gate = new Event();
        var group = new Group();
        return Scene.on(group)
                .block(() -> {
                    var _ = group.map(
                            n -> {
                                gate.await();
                                return n;
                            },
                            List.of(1, 2));
                })
                .wake(gate::set)
                .end(group::join);
    }

    // ---------------------------------------------------------------- pools

    /** A pool with room for one, who is in, and who can be put out. */
    private static final class FullPool {
        final Pool pool = new Pool(1);
        final Greenlet<?> member = member(pool);

        Scene scene() {
            return Scene.on(pool)
                    .wake(() -> pool.discard(member))
                    .end(member::kill)
                    .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
        }
    }

    private static Scene spawning() {
        var full = new FullPool();
        return full.scene()
                .block(() -> {
                    var _ = full.pool.spawn(() -> {});
                })
                .limited(limit -> full.pool.spawn(() -> {}, limit).isPresent());
    }

    private static Scene adding() {
        var full = new FullPool();
        return full.scene().block(() -> full.pool.add(soonEnded())).limited(limit -> full.pool.add(soonEnded(), limit));
    }

    /** So that it is a member for a moment only. */
    private static Greenlet<?> soonEnded() {
        return Jevent.spawn(() -> {});
    }

    private static Scene starting() {
        var full = new FullPool();
        return full.scene().block(() -> full.pool.start(new Greenlet<>(() -> 1)));
    }

    private static Scene watching() {
        var full = new FullPool();
        return full.scene().block(full.pool::awaitAvailable).limited(full.pool::awaitAvailable);
    }

    // ---------------------------------------------------------------- results

    private static Scene reading() {
        var gate = new Queue<Integer>();
        var group = new Group();
        ResultIterator<Integer> results =
                group.imap(n -> gate.get(), () -> Stream.iterate(1, n -> n + 1).iterator(), 1);
        return Scene.on(results)
                .block(results::next)
                .wake(() -> gate.put(1))
                .end(results::close)
                .with(Trait.REMEMBERS);
    }

    private static Scene closing() {
        var gate = new Event();
        ResultIterator<Boolean> results =
                new Group().imap(n -> Jevent.shielded(() -> gate.await(Duration.ofDays(100_000))), List.of(1));
        return Scene.on(results)
                .block(results::close)
                .wake(gate::set)
                .end(gate::set)
                .with(Trait.REMEMBERS);
    }

    // ---------------------------------------------------------------- threads

    private static Scene submitting() {
        var pool = new ThreadPool(1);
        var gate = new CountDownLatch(1);
        var running = pool.submit(() -> waitFor(gate));
        Outcome<?>[] queued = {pool.submit(() -> 1)};
        return Scene.on(pool)
                .block(() -> queued[0] = pool.submit(() -> 1))
                .wake(() -> {
                    queued[0].cancel(true);
                })
                .end(() -> {
                    gate.countDown();
                    running.join();
                    pool.close();
                })
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB, Trait.HOLDS_CLOCK);
    }

    private static int waitFor(CountDownLatch gate) throws InterruptedException {
        gate.await();
        return 1;
    }

    private static Scene applyingInThread() {
        var pool = new ThreadPool(3);
        var gate = new CountDownLatch(1);
        return Scene.on(pool)
                .block(() -> pool.apply(() -> waitFor(gate)))
                .wake(() -> {
                    gate.countDown();
                    pool.join();
                })
                .end(pool::close)
                .with(Trait.HOLDS_CLOCK);
    }

    private static Scene joiningThreads() {
        var pool = new ThreadPool(1);
        var gate = new CountDownLatch(1);
        var running = pool.submit(() -> waitFor(gate));
        return Scene.on(pool)
                .block(pool::join)
                .limited(pool::join)
                .wake(() -> {
                    gate.countDown();
                    running.join();
                })
                .end(pool::close)
                .with(Trait.REMEMBERS, Trait.HOLDS_CLOCK);
    }
}
