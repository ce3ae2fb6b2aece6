// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.exceptions.NotSimulatedException;
import org.jspecify.annotations.Nullable;

/**
 * The result of one run.
 *
 * @param plan the name of its strategy
 * @param schedule its choices
 * @param steps how many steps it took
 * @param hash equal for runs in the same order
 * @param discovered how many edges it has taken that no run before had
 * @param fairTail whether its end was not the plan's
 * @param failure why it failed; null if it passed
 */
record Run(
        String plan,
        Schedule schedule,
        long steps,
        long hash,
        int discovered,
        boolean fairTail,
        @Nullable Throwable failure) {

    boolean failed() {
        return failure != null;
    }

    /** Whether it met something that is not simulated, so that it need not be the same again. */
    boolean escaped() {
        return failure instanceof NotSimulatedException
                || (failure != null && failure.getCause() instanceof NotSimulatedException);
    }
}
