// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

/**
 * A message cannot cross between nodes: it is too large, its class is not on the list of those allowed, or the other
 * node does not know the class. The actor never saw it.
 *
 * @since 0.1
 */
public class MessageRefusedException extends ActorFailedException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the reason and the remedy
     */
    public MessageRefusedException(String message) {
        super(message);
    }
}
