// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.tests.contract.Scene.Trait;
import io.jevent.threadpool.ThreadPool;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The blocking calls of {@code io.jevent.threadpool}: what they wait for is done by real threads. */
final class ThreadPoolCalls {

    private ThreadPoolCalls() {}

    static List<BlockingCall> all() {
        return List.of(
                new BlockingCall("ThreadPool.submit", _ -> submitting())
                        .covers(ThreadPool.class, "submit(Callable)", "submit(Runnable)"),
                new BlockingCall("ThreadPool.apply", _ -> applying()).covers(ThreadPool.class, "apply(Callable)"),
                new BlockingCall("ThreadPool.join", _ -> joining())
                        .covers(ThreadPool.class, "join()", "join(Duration)"),
                new BlockingCall("ThreadPool.close", _ -> closing()).covers(ThreadPool.class, "close()"));
    }

    /** Work that lasts until the latch is open, or its thread is interrupted. */
    private static Integer lasting(CountDownLatch latch) throws InterruptedException {
        latch.await();
        return 1;
    }

    private static Scene submitting() {
        var latch = new CountDownLatch(1);
        var pool = new ThreadPool(1);
        while (pool.freeCount() > 0) {
            var _ = pool.submit(() -> lasting(latch));
        }
        return Scene.on(pool)
                .block(() -> {
                    var _ = pool.submit(() -> 1);
                })
                .wake(latch::countDown)
                .end(() -> {
                    latch.countDown();
                    pool.close();
                })
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE);
    }

    private static Scene applying() {
        var latch = new CountDownLatch(1);
        var pool = new ThreadPool(1);
        return Scene.on(List.of())
                .block(() -> pool.apply(() -> lasting(latch)))
                .wake(latch::countDown)
                .end(pool::close)
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE);
    }

    private static Scene joining() {
        var latch = new CountDownLatch(1);
        var pool = new ThreadPool(1);
        var _ = pool.submit(() -> lasting(latch));
        return Scene.on(pool)
                .block(pool::join)
                .limited(pool::join)
                .wake(latch::countDown)
                .end(pool::close)
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE);
    }

    /** Cut short, it interrupts the work. */
    private static Scene closing() {
        var latch = new CountDownLatch(1);
        var pool = new ThreadPool(1);
        var task = pool.applyAsync(() -> lasting(latch));
        return Scene.on(List.of())
                .block(pool::close)
                .wake(latch::countDown)
                .end(task::exception)
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE);
    }
}
