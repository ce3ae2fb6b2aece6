// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.exceptions.JeventException;

/**
 * An ask has no reply because the message was not handled: the actor threw, ended, or is out of reach for good. The
 * message names the reason. The same text comes from an actor of this node and of another.
 *
 * @since 0.1
 */
public class ActorFailedException extends JeventException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the reason
     */
    public ActorFailedException(String message) {
        super(message);
    }
}
