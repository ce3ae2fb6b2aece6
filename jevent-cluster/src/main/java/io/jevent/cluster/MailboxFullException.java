// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

/**
 * An ask was refused because too many messages wait for the actor ({@link ActorOptions#mailbox}). The actor never saw
 * it.
 *
 * @since 0.1
 */
public class MailboxFullException extends ActorFailedException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the name of the actor and the limit
     */
    public MailboxFullException(String message) {
        super(message);
    }
}
