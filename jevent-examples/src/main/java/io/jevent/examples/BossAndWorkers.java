// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.queue.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/**
 * A boss hands out work through a queue with room for three; the workers go home when nothing has come for a second.
 */
final class BossAndWorkers {

    // @start region="program"
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    private final Queue<Integer> tasks = new Queue<>(3);

    void main() {
        var all = new ArrayList<Greenlet<?>>();
        all.add(Jevent.spawn(this::boss));
        for (String name : new String[] {"steve", "john", "bob"}) {
            all.add(Jevent.spawn(() -> work(name)));
        }
        Jevent.joinAll(all);
    }

    private void boss() {
        for (int task = 1; task <= 9; task++) {
            tasks.put(task); // waits while the queue is full
        }
        IO.println("Assigned all work in iteration 1");
        for (int task = 10; task <= 19; task++) {
            tasks.put(task);
        }
        IO.println("Assigned all work in iteration 2");
    }

    private void work(String name) {
        Optional<Integer> task = tasks.get(ONE_SECOND);
        while (task.isPresent()) {
            IO.println("Worker " + name + " got task " + task.get());
            Jevent.sleep();
            task = tasks.get(ONE_SECOND);
        }
        IO.println("Quitting time!");
    }
    // @end
}
