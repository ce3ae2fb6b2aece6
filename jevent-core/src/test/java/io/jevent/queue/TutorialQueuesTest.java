// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The programs of the tutorial's chapter "Queues", and what they print. */
class TutorialQueuesTest {

    private final List<String> log = new ArrayList<>();

    @Test
    void workersTakeTurnsAtAQueueThatWasFilledBefore() throws Exception {
        var tasks = new Queue<Integer>();
        HubTesting.run(() -> {
            Jevent.spawn(() -> {
                        for (int i = 1; i < 25; i++) {
                            assertThat(tasks.tryPut(i)).isTrue();
                        }
                    })
                    .join();
            Jevent.joinAllOrThrow(List.of("steve", "john", "nancy").stream()
                    .map(name -> Jevent.spawn(() -> {
                        while (!tasks.isEmpty()) {
                            log.add("Worker " + name + " got task " + tasks.get());
                            Jevent.sleep();
                        }
                        log.add("Quitting time!");
                    }))
                    .toList());
        });
        var expected = new ArrayList<String>();
        String[] names = {"steve", "john", "nancy"};
        for (int i = 1; i < 25; i++) {
            expected.add("Worker " + names[(i - 1) % 3] + " got task " + i);
        }
        for (int i = 0; i < 3; i++) {
            expected.add("Quitting time!");
        }
        assertThat(log).isEqualTo(expected);
    }

    @Test
    void aBossWaitsForRoomInABoundedQueue() throws Exception {
        var tasks = new Queue<Integer>(3);
        HubTesting.run(() -> {
            var all = new ArrayList<Greenlet<?>>();
            all.add(Jevent.spawn(() -> {
                for (int i = 1; i < 10; i++) {
                    tasks.put(i);
                }
                log.add("Assigned all work in iteration 1");
                for (int i = 10; i < 20; i++) {
                    tasks.put(i);
                }
                log.add("Assigned all work in iteration 2");
            }));
            for (String name : List.of("steve", "john", "bob")) {
                all.add(Jevent.spawn(() -> {
                    var patience = Duration.ofSeconds(1);
                    for (var task = tasks.get(patience); task.isPresent(); task = tasks.get(patience)) {
                        log.add("Worker " + name + " got task " + task.get());
                        Jevent.sleep();
                    }
                    log.add("Quitting time!");
                }));
            }
            Jevent.joinAllOrThrow(all);
        });
        assertThat(log)
                .containsExactly(
                        "Worker steve got task 1",
                        "Worker john got task 2",
                        "Worker bob got task 3",
                        "Worker steve got task 4",
                        "Worker john got task 5",
                        "Worker bob got task 6",
                        "Assigned all work in iteration 1",
                        "Worker steve got task 7",
                        "Worker john got task 8",
                        "Worker bob got task 9",
                        "Worker steve got task 10",
                        "Worker john got task 11",
                        "Worker bob got task 12",
                        "Worker steve got task 13",
                        "Worker john got task 14",
                        "Worker bob got task 15",
                        "Worker steve got task 16",
                        "Worker john got task 17",
                        "Worker bob got task 18",
                        "Assigned all work in iteration 2",
                        "Worker steve got task 19",
                        "Quitting time!",
                        "Quitting time!",
                        "Quitting time!");
    }
}
