// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.continuation;

import java.util.ArrayDeque;
import java.util.Objects;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.jspecify.annotations.Nullable;

/** The least a scheduler can be: bare continuations in a first-in-first-out queue. */
final class RawLoop {

    static final ContinuationScope SCOPE = new ContinuationScope("bench");

    private final ArrayDeque<Continuation> ready;
    private @Nullable Continuation current;

    /** Makes a loop with room for that many continuations that are ready at once. */
    RawLoop(int capacity) {
        this.ready = new ArrayDeque<>(capacity);
    }

    /** Makes a continuation that {@link #run} will start. */
    void spawn(Runnable body) {
        ready.add(new Continuation(SCOPE, body));
    }

    /** Makes a parked continuation ready. */
    void wake(Continuation continuation) {
        ready.add(continuation);
    }

    /** Returns the continuation that runs. */
    Continuation current() {
        return Objects.requireNonNull(current, "only continuations ask");
    }

    /** Suspends the continuation that runs until somebody wakes it. */
    static void park() {
        Continuation.yield(SCOPE);
    }

    /** Runs what is ready until nothing is. */
    void run() {
        for (var next = ready.poll(); next != null; next = ready.poll()) {
            current = next;
            next.run();
        }
        current = null;
    }
}
