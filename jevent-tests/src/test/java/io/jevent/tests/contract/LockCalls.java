// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.lock.BoundedSemaphore;
import io.jevent.lock.Condition;
import io.jevent.lock.RLock;
import io.jevent.lock.Semaphore;
import io.jevent.tests.contract.Scene.Trait;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The blocking calls of {@code io.jevent.lock}. */
final class LockCalls {

    private LockCalls() {}

    @SuppressWarnings("WaitNotInLoop") // one wait is what is looked at
    static List<BlockingCall> all() {
        return List.of(
                new BlockingCall("Semaphore.acquire", _ -> acquiring(new Semaphore(0)))
                        .covers(Semaphore.class, "acquire()", "acquire(Duration)"),
                new BlockingCall("BoundedSemaphore.acquire", _ -> acquiring(taken())),
                new BlockingCall("Semaphore.hold", _ -> holding()).covers(Semaphore.class, "hold()"),
                new BlockingCall("Semaphore.await", _ -> awaitingPermits())
                        .covers(Semaphore.class, "await()", "await(Duration)"),
                new BlockingCall("RLock.lock", _ -> {
                            var lock = new RLock();
                            return locking(lock, lock::lock, lock::tryLock);
                        })
                        .covers(RLock.class, "lock()", "tryLock(Duration)"),
                new BlockingCall("RLock.tryLock", _ -> {
                            var lock = new RLock();
                            return locking(
                                    lock,
                                    lock::lockInterruptibly,
                                    limit -> lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS));
                        })
                        .covers(RLock.class, "lockInterruptibly()", "tryLock(long, TimeUnit)"),
                new BlockingCall("RLock.hold", _ -> {
                            var lock = new RLock();
                            return locking(lock, () -> lock.hold().close(), null);
                        })
                        .covers(RLock.class, "hold()"),
                new BlockingCall("Condition.await", _ -> {
                            var lock = new RLock();
                            var condition = lock.newCondition();
                            return signalled(lock, condition, condition::await, condition::await);
                        })
                        .covers(Condition.class, "await()", "await(Duration)"),
                new BlockingCall("Condition.awaitNanos", _ -> {
                            var lock = new RLock();
                            var condition = lock.newCondition();
                            return signalled(
                                    lock,
                                    condition,
                                    condition::await,
                                    limit -> condition.awaitNanos(limit.toNanos()) > 0);
                        })
                        .covers(Condition.class, "awaitNanos(long)"),
                new BlockingCall("Condition.await(unit)", _ -> {
                            var lock = new RLock();
                            var condition = lock.newCondition();
                            return signalled(
                                    lock,
                                    condition,
                                    condition::await,
                                    limit -> condition.await(limit.toNanos(), TimeUnit.NANOSECONDS));
                        })
                        .covers(Condition.class, "await(long, TimeUnit)"));
    }

    private static BoundedSemaphore taken() {
        var semaphore = new BoundedSemaphore(1);
        semaphore.acquire();
        return semaphore;
    }

    private static Scene acquiring(Semaphore semaphore) {
        return Scene.on(semaphore)
                .block(semaphore::acquire)
                .limited(semaphore::acquire)
                .wake(semaphore::release)
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    private static Scene holding() {
        var semaphore = new Semaphore(0);
        return Scene.on(semaphore)
                .block(() -> semaphore.hold().close())
                .wake(semaphore::release)
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    private static Scene awaitingPermits() {
        var semaphore = new Semaphore(0);
        return Scene.on(semaphore)
                .block(semaphore::await)
                .limited(semaphore::await)
                .wake(semaphore::release)
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    /** Another greenlet owns the lock until the gate opens. */
    private static Scene locking(RLock lock, Scene.Call lockIt, Scene.LimitedCall tryIt) {
        var gate = new Event();
        var _ = Jevent.spawn(() -> {
            try (var _ = lock.hold()) {
                gate.await();
            }
        });
        Scene scene = Scene.on(lock)
                .block(() -> {
                    lockIt.run();
                    if (lock.isOwner()) {
                        lock.unlock();
                    }
                })
                .wake(gate::set)
                .with(Trait.REMEMBERS);
        return tryIt == null
                ? scene
                : scene.limited(limit -> {
                    boolean mine = tryIt.run(limit);
                    if (mine) {
                        lock.unlock();
                    }
                    return mine;
                });
    }

    private static Scene signalled(RLock lock, Condition condition, Scene.Call await, Scene.LimitedCall awaitFor) {
        return Scene.on(condition)
                .block(() -> {
                    try (var _ = lock.hold()) {
                        await.run();
                    }
                })
                .limited(limit -> {
                    try (var _ = lock.hold()) {
                        return awaitFor.run(limit);
                    }
                })
                .wake(() -> {
                    try (var _ = lock.hold()) {
                        condition.signal();
                    }
                });
    }
}
