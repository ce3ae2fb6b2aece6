// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.exceptions.GreenletExit;
import io.jevent.internal.rethrow.Fresh;
import io.jevent.internal.rethrow.Rethrow;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Reads an {@link Outcome} for each kind of caller: as a value, as a failure, or as {@code Future} reports it. */
final class Outcomes {

    private Outcomes() {}

    /** Waits for an outcome; returns it. Loads this class before the wait ({@code SwitchPoint} tells why). */
    static <T extends @Nullable Object> Outcome<T> joined(Outcome<T> outcome) {
        outcome.join();
        return outcome;
    }

    /** Waits for an outcome as {@link #joined(Outcome)} does; throws a {@link Timeout} if it is not ready in time. */
    static <T extends @Nullable Object> Outcome<T> joined(Outcome<T> outcome, Duration timeout) {
        return requireInTime(outcome, outcome.join(timeout), timeout);
    }

    private static <T extends @Nullable Object> Outcome<T> requireInTime(
            Outcome<T> outcome, boolean ready, Duration timeout) {
        if (!ready) {
            throw Timeout.expired(timeout);
        }
        return outcome;
    }

    /** Returns the value of an outcome that is ready, or throws a copy of its failure. */
    static <T extends @Nullable Object> T now(Outcome<T> outcome) {
        throwFailure(outcome);
        return valueUnlessKilled(outcome);
    }

    /** Throws a copy of the failure of an outcome that is ready, if it has one. */
    static void throwFailure(Outcome<?> outcome) {
        Throwable failure = outcome.exception();
        if (failure != null) {
            throw Rethrow.asIs(Fresh.copyOf(failure));
        }
    }

    /**
     * Returns the value of an outcome that is ready, or throws its failure itself, as if the caller had run the work:
     * for work whose outcome no other code reads.
     */
    static <T extends @Nullable Object> T taken(Outcome<T> outcome) {
        Rethrow.ifAny(outcome.exception());
        return valueUnlessKilled(outcome);
    }

    /** The value of what is ready, or its failure as {@code Future} has it. */
    static <T extends @Nullable Object> T wrapped(Outcome<T> outcome) throws ExecutionException {
        Throwable failure = outcome.exception();
        if (failure != null) {
            throw new ExecutionException(failure);
        }
        return valueUnlessKilled(outcome);
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // the caller's T decides whether null is a value
    private static <T extends @Nullable Object> T valueUnlessKilled(Outcome<T> outcome) {
        GreenletExit exit = outcome.exit();
        if (exit != null) {
            throw killed(outcome, exit);
        }
        return outcome.value();
    }

    private static CancellationException killed(Outcome<?> outcome, GreenletExit exit) {
        var killed = new CancellationException(outcome + " was killed");
        killed.initCause(exit);
        return killed;
    }

    @SuppressWarnings("NullAway") // as above
    static <T extends @Nullable Object> CompletableFuture<T> future(Outcome<T> outcome) {
        var future = new CompletableFuture<T>();
        var _ = outcome.rawlink(() -> {
            Throwable failure = outcome.exception();
            GreenletExit exit = outcome.exit();
            if (failure != null) {
                future.completeExceptionally(failure);
            } else if (exit != null) {
                future.completeExceptionally(killed(outcome, exit));
            } else {
                future.complete(outcome.value());
            }
        });
        return future;
    }
}
