// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

/**
 * What a server did with the handlers that ran when it was told to stop.
 *
 * @param finished how many ended by themselves in time
 * @param killed how many were killed because time was up, and ended
 * @param left how many go on although they were killed; what they served was closed
 */
public record StopResult(int finished, int killed, int left) {

    /** Nothing ran. */
    static final StopResult NOTHING = new StopResult(0, 0, 0);

    /** The sum of this and another hub's. */
    StopResult plus(StopResult other) {
        return new StopResult(finished + other.finished, killed + other.killed, left + other.left);
    }
}
