// SPDX-License-Identifier: Apache-2.0
package io.jevent.exceptions;

import java.io.IOException;

/**
 * Reports a connection that failed because of its peer: a handshake with a peer that does not speak TLS, a connection
 * that was reset. Anybody can cause it, so a hub prints it as one line, without its stack.
 *
 * @since 0.1
 */
public final class PeerFailureException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes a report.
     *
     * @param message the connection, and what happened to it
     * @param cause the failure
     */
    public PeerFailureException(String message, Throwable cause) {
        super(message, cause);
    }
}
