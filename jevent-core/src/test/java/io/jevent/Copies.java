// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.internal.rethrow.Fresh;
import org.assertj.core.api.Condition;

/** Tells copies of a failure from the failure itself and from others. */
public final class Copies {

    private Copies() {}

    /**
     * Describes what each reader of a stored failure is thrown.
     *
     * @param failure the stored failure
     * @return a condition that only copies of it meet
     */
    public static Condition<Throwable> of(Throwable failure) {
        return new Condition<>(
                t -> t != failure && t.getClass() == failure.getClass() && Fresh.areSame(t, failure),
                "a copy of %s",
                failure);
    }
}
