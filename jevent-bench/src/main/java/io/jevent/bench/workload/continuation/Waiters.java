// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.continuation;

import java.util.ArrayList;
import java.util.List;
import jdk.internal.vm.Continuation;

/** Bare continuations that wait on the simplest event, a list of waiters. */
final class Waiters {

    private final RawLoop loop;
    private final List<Continuation> waiting;
    private final int count;

    Waiters(int count) {
        this.loop = new RawLoop(count);
        this.waiting = new ArrayList<>(count);
        this.count = count;
    }

    /** Starts the continuations; returns when all of them wait. */
    void start() {
        for (int i = 0; i < count; i++) {
            loop.spawn(this::await);
        }
        loop.run();
    }

    /** Lets the continuations go on; returns when all have ended. */
    void finish() {
        waiting.forEach(loop::wake);
        loop.run();
    }

    private void await() {
        waiting.add(loop.current());
        RawLoop.park();
    }
}
