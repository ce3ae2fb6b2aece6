// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.queue.Queue;
import java.time.Duration;
import java.util.List;

/** Waiting until everything that was put in has been dealt with. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Joining {

    private Joining() {}

    // @start region="program"
    static void main() {
        var tasks = new Queue<>(List.of("sweep", "mop", "polish"));
        for (int i = 0; i < 2; i++) {
            Jevent.spawn(() -> {
                while (true) {
                    String task = tasks.get();
                    Jevent.sleep(Duration.ofMinutes(10));
                    IO.println(task + ": done");
                    tasks.taskDone();
                }
            });
        }
        tasks.join();
        IO.println("all done");
    }
    // @end
}
