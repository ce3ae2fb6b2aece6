// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import io.jevent.Jevent;
import io.jevent.queue.Queue;

/** A queue between two hubs. */
final class Talking {

    private Talking() {}

    // @start region="program"
    static void main() throws InterruptedException {
        var numbers = new Queue<Integer>(10); // a capacity: the producer cannot run far ahead
        var squares = new Queue<Integer>(10);

        Thread second = Thread.ofPlatform()
                .name("squares")
                .start(() -> Jevent.run(() -> {
                    for (int number : numbers) { // on the hub of this thread
                        squares.put(number * number);
                    }
                    squares.shutdown();
                }));

        var producer = Jevent.spawn(() -> {
            for (int number = 1; number <= 5; number++) {
                numbers.put(number);
            }
            numbers.shutdown(); // ends the loop of the consumer when the queue is empty
        });
        for (int square : squares) {
            IO.println(square);
        }
        producer.join();
        second.join();
    }
    // @end
}
