// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

/**
 * The result of a check.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @param kind the result
 * @param text the reason, in several lines with a picture if the history is not linearizable
 * @since 0.1
 */
public record Verdict(Kind kind, String text) {

    /**
     * The possible results.
     *
     * @since 0.1
     */
    public enum Kind {
        /** There is an order of the operations that explains what the clients saw. */
        LINEARIZABLE,
        /** There is none. */
        NOT_LINEARIZABLE,
        /** The search was given up, since it took more than its {@link Effort}. */
        UNKNOWN
    }

    /** {@return whether the history is known to be linearizable} */
    public boolean isLinearizable() {
        return kind == Kind.LINEARIZABLE;
    }

    @Override
    public String toString() {
        return text;
    }
}
