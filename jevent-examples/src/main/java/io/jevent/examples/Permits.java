// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.lock.BoundedSemaphore;
import io.jevent.pool.Pool;
import java.util.List;

/** Five workers share two permits. */
final class Permits {

    // @start region="program"
    private final BoundedSemaphore semaphore = new BoundedSemaphore(2);

    void main() {
        var pool = new Pool();
        pool.map(this::takeAndGiveBack, List.of(0, 1));
        pool.map(this::hold, List.of(3, 4, 5));
    }

    private int takeAndGiveBack(int number) {
        semaphore.acquire();
        IO.println("Worker " + number + " acquired semaphore");
        Jevent.sleep();
        semaphore.release();
        IO.println("Worker " + number + " released semaphore");
        return number;
    }

    private int hold(int number) {
        try (var _ = semaphore.hold()) {
            IO.println("Worker " + number + " acquired semaphore");
            Jevent.sleep();
        }
        IO.println("Worker " + number + " released semaphore");
        return number;
    }
    // @end
}
