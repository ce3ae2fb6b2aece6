// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.queue.Queue;

/** A consumer that ends when its producers have. */
final class Pipeline {

    private Pipeline() {}

    // @start region="program"
    static void main() {
        var lines = new Queue<String>(10);
        var consumer = Jevent.spawn(() -> {
            for (String line : lines) { // takes each out, waiting for more
                IO.println("got " + line);
            }
            IO.println("no more lines");
        });
        for (String word : new String[] {"one", "two", "three"}) {
            lines.put(word);
        }
        lines.shutdown();
        consumer.join();
    }
    // @end
}
