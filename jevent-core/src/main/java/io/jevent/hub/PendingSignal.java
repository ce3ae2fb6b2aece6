// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import org.jspecify.annotations.Nullable;

/** Something that waits to be thrown into a greenlet, in a list of them. */
final class PendingSignal {

    final Throwable cause;

    /** How many shields the greenlet was inside of when this was set up. */
    final int depth;

    /** Whether the greenlet's thread was interrupted for it, because it was parked by foreign code. */
    boolean interrupted;

    @Nullable PendingSignal next;

    PendingSignal(Throwable cause, int depth) {
        this.cause = cause;
        this.depth = depth;
    }

    void append(PendingSignal last) {
        PendingSignal p = this;
        while (p.next != null) {
            p = p.next;
        }
        p.next = last;
    }

    /** The list that begins here, without {@code taken}. */
    @Nullable PendingSignal without(PendingSignal taken) {
        if (taken == this) {
            return next;
        }
        for (PendingSignal p = this; p.next != null; p = p.next) {
            if (p.next == taken) {
                p.next = taken.next;
                break;
            }
        }
        return this;
    }
}
