// SPDX-License-Identifier: Apache-2.0
package io.jevent.exceptions;

/**
 * Ends a greenlet without a failure: what {@code kill()} throws into its victim.
 *
 * <p>A greenlet that dies of it (or of a subclass) counts as successful; nothing is printed.
 *
 * @gevent {@code gevent.GreenletExit}
 * @since 0.1
 */
public class GreenletExit extends GreenletSignal {

    private static final long serialVersionUID = 1L;

    /** Makes one without a message. */
    public GreenletExit() {
        super(null);
    }

    /**
     * Makes one that says why.
     *
     * @param message the reason
     */
    public GreenletExit(String message) {
        super(message);
    }
}
