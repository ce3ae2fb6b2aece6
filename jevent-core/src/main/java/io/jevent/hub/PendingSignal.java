// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/** Something that waits to be thrown into a greenlet. */
final class PendingSignal {

    final Throwable cause;

    /** How many shields the greenlet was inside of when this was set up. */
    final int depth;

    /** Whether the greenlet's thread was interrupted for it, because it was parked by foreign code. */
    boolean interrupted;

    PendingSignal(Throwable cause, int depth) {
        this.cause = cause;
        this.depth = depth;
    }
}
