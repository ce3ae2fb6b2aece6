// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.hub.Hub;
import io.jevent.queue.Queue;
import java.time.Duration;
import java.util.Optional;

/** Somebody who polls for one message after the other. */
final class User {
    private static final long GONE_AFTER = Duration.ofMinutes(10).toNanos();
    private static final int KEPT = 500;

    private final Queue<Said> unread = new Queue<>(KEPT);
    private long polled = Hub.current().now();

    /** Has it told; of one who does not poll the oldest is forgotten. */
    void tell(Said message) {
        if (!unread.tryPut(message)) {
            unread.tryGet();
            unread.tryPut(message);
        }
    }

    /** Waits for the next message. */
    Optional<Said> next(Duration limit) {
        polled = Hub.current().now();
        return unread.get(limit);
    }

    /** Whether it has not polled for so long that it will not any more. */
    boolean isGone() {
        return Hub.current().now() - polled > GONE_AFTER;
    }
}
