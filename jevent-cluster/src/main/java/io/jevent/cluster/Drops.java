// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the messages that were dropped on this node, and logs the first, second, fourth, eighth and so on, so that a
 * flood does not fill the log. Any thread may use it.
 */
final class Drops {

    private static final System.Logger LOG = System.getLogger("io.jevent.cluster");

    private final AtomicLong count = new AtomicLong();

    /** Counts a message that had no reply to fail. */
    void add(String receiver, String why) {
        long n = count.incrementAndGet();
        if (Long.bitCount(n) == 1) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a message to " + receiver + " was dropped: " + why + " (" + n + " dropped on this node so far)");
        }
    }

    long count() {
        return count.get();
    }
}
