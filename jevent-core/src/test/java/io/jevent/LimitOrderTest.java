// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.lock.RLock;
import io.jevent.lock.Semaphore;
import io.jevent.queue.Queue;
import io.jevent.scope.Scope;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Equal limits that begin in one turn end in one order, by the virtual and by the real clock: sleeps complete, and an
 * enclosing limit ends before those within it.
 */
@SuppressWarnings("WaitNotInLoop") // what is tested is the wait itself
class LimitOrderTest {

    private static final Duration LIMIT = Duration.ofMillis(40);

    @Test
    void inVirtualTime() throws Exception {
        HubTesting.run(LimitOrderTest::check);
    }

    @Test
    @Tag("realtime")
    void inRealTime() throws Exception {
        try (Hub _ = Hub.current()) {
            Jevent.run(() -> {
                check();
                return null;
            });
        }
    }

    private static Map<String, Callable<?>> waits() {
        var waits = new LinkedHashMap<String, Callable<?>>();
        waits.put("event", () -> new Event().await(LIMIT));
        waits.put("queue", () -> new Queue<>().get(LIMIT));
        waits.put("full queue", () -> new Queue<>(1, List.of(1)).put(2, LIMIT));
        waits.put("semaphore", () -> new Semaphore(0).acquire(LIMIT));
        waits.put("result", () -> new AsyncResult<Integer>().join(LIMIT));
        waits.put("await", () -> Jevent.await(List.of(new Event()), 1, LIMIT));
        waits.put("scope", () -> Scope.call(LIMIT, scope -> new Event().await(LIMIT)));
        waits.put(
                "rest of a scope",
                () -> Scope.call(
                        LIMIT, scope -> new Event().await(scope.remaining().orElseThrow())));
        waits.put("condition", () -> {
            var lock = new RLock();
            try (var _ = lock.hold()) {
                return lock.newCondition().await(LIMIT);
            }
        });
        return waits;
    }

    private static void check() throws Exception {
        warmUp();
        for (var wait : waits().entrySet()) {
            var enclosing = new Timeout(LIMIT);
            Throwable thrown = thrownBy(() -> enclosing.call(wait.getValue()));
            assertThat(thrown).as(wait.getKey()).isSameAs(enclosing);
        }
        var outer = new Timeout(LIMIT);
        var inner = new Timeout(LIMIT);
        assertThat(thrownBy(() -> outer.call(() -> inner.call(() -> {
                    new Event().await();
                    return null;
                }))))
                .isSameAs(outer);
        for (int i = 0; i < 5; i++) {
            var completed = Jevent.withTimeout(LIMIT, "timed out", () -> {
                Jevent.sleep(LIMIT);
                return "slept";
            });
            assertThat(completed).isEqualTo("slept");
        }
    }

    /** So that no class is loaded between the starts of two limits. */
    private static void warmUp() throws Exception {
        for (Callable<?> wait : waits().values()) {
            Jevent.spawn(() -> Jevent.withTimeout(Duration.ofHours(1), wait)).kill();
            var _ = Jevent.spawn(() -> Jevent.withTimeout(Duration.ZERO, "", () -> "" + wait.call()))
                    .join(Duration.ofMillis(1));
        }
        Jevent.sleep(LIMIT.multipliedBy(3));
    }

    private static Throwable thrownBy(Callable<?> body) {
        try {
            return new AssertionError("returned " + body.call());
        } catch (Throwable t) {
            return t;
        }
    }
}
