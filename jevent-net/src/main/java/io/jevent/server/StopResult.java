// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

/**
 * Counts how the handlers ended that were running when a server was stopped.
 *
 * @param finished the number that ended by themselves in time
 * @param killed the number that were killed at the timeout, and ended
 * @param left the number that are still running although they were killed; their connections were closed
 * @since 0.1
 */
public record StopResult(int finished, int killed, int left) {

    /** No handler was running. */
    static final StopResult NOTHING = new StopResult(0, 0, 0);

    /** Returns the sum of this and {@code other}. */
    StopResult plus(StopResult other) {
        return new StopResult(finished + other.finished, killed + other.killed, left + other.left);
    }
}
