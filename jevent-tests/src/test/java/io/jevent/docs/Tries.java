// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.queue.Queue;

/** The forms of put and get that never wait. */
final class Tries {

    private Tries() {}

    // @start region="program"
    static void main() {
        var queue = new Queue<String>(2);
        IO.println(queue.tryPut("a") + " " + queue.tryPut("b") + " " + queue.tryPut("c"));
        IO.println(queue.size() + " of " + queue.capacity() + ", full: " + queue.isFull());
        IO.println(queue.tryGet() + " " + queue.tryGet() + " " + queue.tryGet());
    }
    // @end
}
