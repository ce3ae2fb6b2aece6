// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.rethrow;

import org.jspecify.annotations.Nullable;

/** Throws a failure as the same instance, checked or not, where no checked exception is declared. */
public final class Rethrow {

    private Rethrow() {}

    /**
     * Throws {@code failure}; declared to return so that callers can write {@code throw Rethrow.asIs(failure)}.
     *
     * @param failure what to throw
     * @return nothing
     */
    public static RuntimeException asIs(Throwable failure) {
        throw Rethrow.<RuntimeException>unchecked(failure);
    }

    /**
     * Throws {@code failure} if there is one.
     *
     * @param failure the throwable, or null
     */
    public static void ifAny(@Nullable Throwable failure) {
        if (failure != null) {
            throw asIs(failure);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the point of it
    private static <X extends Throwable> X unchecked(Throwable failure) throws X {
        throw (X) failure;
    }
}
