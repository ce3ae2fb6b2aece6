// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.cookbook;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.pool.Group;
import java.time.Duration;

/** Lets calls begin at an even rate. */
final class RateLimit {

    private RateLimit() {}

    // @start region="program"
    /** Lets calls begin at an even rate, after a first burst. For the greenlets of one hub. */
    static final class Limiter {

        private final long interval;
        private final int burst;
        private long next;

        Limiter(int perSecond, int burst) {
            this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
            this.burst = burst;
            this.next = Hub.current().now() - (burst - 1) * interval;
        }

        void acquire() {
            long now = Hub.current().now();
            long turn = Math.max(next, now - (burst - 1) * interval);
            next = turn + interval; // no wait since `next` was read, so no lock
            Jevent.sleep(Duration.ofNanos(Math.max(0, turn - now)));
        }
    }

    static void main() {
        var limiter = new Limiter(10, 3);
        var callers = new Group();
        long start = Hub.current().now();
        for (int i = 1; i <= 6; i++) {
            int number = i;
            var _ = callers.spawn(() -> {
                limiter.acquire();
                IO.println("call " + number + " after " + (Hub.current().now() - start) / 1_000_000 + " ms");
            });
        }
        callers.join();
    }
    // @end
}
