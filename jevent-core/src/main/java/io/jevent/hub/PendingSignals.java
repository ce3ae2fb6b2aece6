// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.GreenletSignal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The signals that wait for the next switch point of a greenlet, in the order in which they came. */
final class PendingSignals {

    private static final int MAX_REFUSALS = 100;

    private final List<PendingSignal> signals = new ArrayList<>(2);

    /** A timeout that had interrupted foreign code and was closed since, which throws it at its block's end. */
    private @Nullable Throwable closed;

    /** Why every further wait is refused, in a greenlet whose hub is closed; null otherwise. */
    private @Nullable String refusal;

    private int refusals;

    boolean isEmpty() {
        return signals.isEmpty() && closed == null && refusal == null;
    }

    /** Refuses every further wait. */
    void condemn(@Nullable String why) {
        refusal = why == null ? "the hub is closed" : why;
    }

    /** Whether the greenlet has gone on to wait however often that was refused. */
    boolean isIncorrigible() {
        return refusals > MAX_REFUSALS;
    }

    PendingSignal add(Throwable cause, int depth) {
        var signal = new PendingSignal(cause, depth);
        signals.add(signal);
        return signal;
    }

    /**
     * Throws the first signal that the shields let pass; false if {@code greenlet} has to leave its thread for good.
     */
    boolean letGoOn(RawGreenlet greenlet) {
        Throwable next = take(greenlet.shields);
        if (isEmpty()) {
            greenlet.pending = null;
        } else if (isIncorrigible()) {
            return false;
        }
        if (next != null) {
            throw RawGreenlet.raise(next);
        }
        return true;
    }

    /** Takes out the first that the shields let pass. */
    @Nullable
    Throwable take(int shields) {
        for (PendingSignal signal : signals) {
            if (signal.depth >= shields) {
                remove(signal);
                return signal.cause;
            }
        }
        if (refusal == null) {
            return null;
        }
        refusals++;
        return new GreenletExit(refusal);
    }

    boolean cancelPending(Throwable cause) {
        for (PendingSignal signal : signals) {
            if (signal.cause == cause) {
                remove(signal);
                closed = signal.interrupted ? cause : closed;
                return signal.interrupted;
            }
        }
        return false;
    }

    /**
     * Returns what comes out of a block that {@code thrown} ends: the signal that had interrupted foreign code in it,
     * if any. A thrown signal is not replaced by one that came later: the later one stays pending.
     */
    static Throwable unwrapSignal(@Nullable PendingSignals pending, Throwable thrown) {
        return pending == null || thrown instanceof GreenletSignal ? thrown : pending.behind(thrown);
    }

    /** Returns what ends the greenlet if {@code thrown} leaves it: a kill, if there was one. */
    static Throwable outcome(@Nullable PendingSignals pending, Throwable thrown) {
        return pending == null || thrown instanceof GreenletExit ? thrown : pending.behind(thrown);
    }

    private Throwable behind(Throwable thrown) {
        for (PendingSignal signal : signals) {
            if (signal.interrupted && signal.cause != thrown) {
                remove(signal);
                signal.cause.addSuppressed(thrown);
                return signal.cause;
            }
        }
        return closedBehind(thrown);
    }

    /** Returns the signal whose interrupt foreign code ignored until the greenlet's end, or null. */
    static @Nullable Throwable swallowed(@Nullable PendingSignals pending) {
        if (pending != null) {
            for (PendingSignal signal : pending.signals) {
                if (signal.interrupted) {
                    return signal.cause;
                }
            }
        }
        return null;
    }

    /** A try-with-resources lets the foreign exception out, with the timeout that was behind it suppressed. */
    private Throwable closedBehind(Throwable thrown) {
        Throwable timeout = closed;
        closed = null;
        if (thrown instanceof GreenletSignal) {
            return thrown; // it came first
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (suppressed == timeout) {
                timeout.addSuppressed(thrown);
                return timeout;
            }
        }
        return thrown;
    }

    /** The interrupt that was sent for a signal must not outlive it. */
    private void remove(PendingSignal signal) {
        signals.remove(signal);
        if (signal.interrupted) {
            var _ = Thread.interrupted();
        }
    }
}
