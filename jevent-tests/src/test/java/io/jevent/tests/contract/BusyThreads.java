// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.tests.contract.Scene.Trait;
import io.jevent.threadpool.ThreadPool;
import java.util.List;
import java.util.concurrent.Semaphore;

/** All threads of the hub's pool are taken, until they are freed: so what needs one has to wait. */
final class BusyThreads {

    private static final int ENOUGH = 100;

    private final Semaphore free = new Semaphore(0);
    private final ThreadPool pool = ThreadPool.ofHub();

    BusyThreads() {
        for (int i = 0; i < pool.maxThreads(); i++) {
            var _ = pool.applyAsync(() -> {
                free.acquireUninterruptibly();
                return true;
            });
        }
    }

    /** A scene for a call that needs a thread; {@code end} is done when all threads are through. */
    static Scene scene(Scene.Call call, Scene.Call end) {
        var threads = new BusyThreads();
        return Scene.on(List.of())
                .block(call)
                .wake(threads::free)
                .end(() -> {
                    threads.free();
                    threads.pool.join();
                    end.run();
                })
                .with(Trait.HOLDS_CLOCK, Trait.OUTSIDE);
    }

    private void free() {
        free.release(ENOUGH);
    }
}
