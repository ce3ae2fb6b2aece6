// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code taskDone} and {@code join}: which items are done. */
class QueueTasksTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void joinWaitsUntilEveryItemIsDone() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<Integer>();
            queue.join();
            var worker = Jevent.spawn(() -> {
                for (int item : queue) {
                    Jevent.sleep(SECOND.multipliedBy(item));
                    queue.taskDone();
                }
            });
            for (int i = 1; i <= 3; i++) {
                queue.put(i);
            }
            assertThat(queue.unfinishedTasks()).isEqualTo(3);
            assertThat(queue.join(SECOND.multipliedBy(5))).isFalse();
            assertThat(queue.isEmpty()).isTrue();
            assertThat(queue.unfinishedTasks()).isEqualTo(1);
            assertThat(queue.join(SECOND.multipliedBy(2))).isTrue();
            assertThat(queue.unfinishedTasks()).isZero();
            worker.kill();
        });
    }

    @Test
    void taskDoneIsRefusedWhenAllAreDone() {
        var queue = new Queue<>(List.of("a"));
        assertThat(queue.unfinishedTasks()).isEqualTo(1);
        queue.taskDone();
        assertThatThrownBy(queue::taskDone)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "taskDone() called too many times: all 1 items that were put are done already; call it once for"
                                + " each item taken out");
        assertThat(queue.unfinishedTasks()).isZero();
    }

    @Test
    void anItemCountsWhenItGoesInAndNotWhileItsPutterWaits() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<>(1, List.of("a"));
            var putter = Jevent.spawn(() -> queue.put("b"));
            var taker = Jevent.spawn(() -> queue.put("never", SECOND));
            Jevent.sleep();
            assertThat(queue.unfinishedTasks()).isEqualTo(1);
            assertThat(queue.get()).isEqualTo("a");
            assertThat(queue.unfinishedTasks()).isEqualTo(2);
            assertThat(taker.result()).isFalse();
            putter.result();
            assertThat(queue.unfinishedTasks()).isEqualTo(2);
        });
    }

    @Test
    void everyoneWhoJoinsIsWoken() throws Exception {
        HubTesting.run(() -> {
            var queue = new LifoQueue<>(List.of("a"));
            var log = new ArrayList<String>();
            for (String name : List.of("x", "y")) {
                var _ = Jevent.spawn(() -> {
                    queue.join();
                    log.add(name);
                });
            }
            Jevent.sleep();
            queue.taskDone();
            Jevent.sleep();
            assertThat(log).containsExactly("x", "y");
        });
    }

    @Test
    void whatAShutDownThrowsAwayIsDone() throws Exception {
        HubTesting.run(() -> {
            var queue = new Queue<>(List.of("a", "b"));
            var joiner = Jevent.spawn(() -> queue.join());
            assertThat(queue.get()).isEqualTo("a");
            assertThat(queue.shutdownNow()).containsExactly("b");
            assertThat(queue.join(SECOND)).isFalse();
            queue.taskDone();
            joiner.result();
        });
    }

    @Test
    void whatAShutDownThrowsAwayIsDoneOnceOnly() {
        var queue = new Queue<>(List.of("a", "b"));
        queue.taskDone(); // before it was taken out
        assertThat(queue.shutdownNow()).containsExactly("a", "b");
        assertThat(queue.unfinishedTasks()).isZero();
    }
}
