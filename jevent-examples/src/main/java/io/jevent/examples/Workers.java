// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.queue.Queue;
import java.util.ArrayList;

/** Three workers take from a queue until it is empty. */
final class Workers {

    private Workers() {}

    // @start region="program"
    static void main() {
        var tasks = new Queue<Integer>();
        for (int task = 1; task <= 24; task++) {
            tasks.put(task);
        }

        var workers = new ArrayList<Greenlet<?>>();
        for (String name : new String[] {"steve", "john", "nancy"}) {
            workers.add(Jevent.spawn(() -> {
                while (!tasks.isEmpty()) {
                    IO.println("Worker " + name + " got task " + tasks.get());
                    Jevent.sleep();
                }
                IO.println("Quitting time!");
            }));
        }
        Jevent.joinAll(workers);
    }
    // @end
}
