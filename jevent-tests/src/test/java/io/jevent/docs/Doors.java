// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import io.jevent.Jevent;
import io.jevent.pool.Pool;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Spawning into a full pool waits; trying to does not. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Doors {

    private Doors() {}

    // @start region="program"
    static void main() {
        var pool = new Pool(2);
        Callable<String> visit = () -> {
            Jevent.sleep(Duration.ofMinutes(10));
            return "seen it";
        };
        pool.spawn(visit);
        pool.spawn(visit);
        IO.println("free: " + pool.freeCount() + ", a third gets in: "
                + pool.trySpawn(visit).isPresent());
        pool.spawn(visit); // waits ten minutes
        IO.println("in the pool: " + pool.size());
        pool.join();
    }
    // @end
}
