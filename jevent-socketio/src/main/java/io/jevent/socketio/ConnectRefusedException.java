// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a handler of {@link Namespace#authorize} to refuse a client: the client gets the event
 * {@code connect_error}.
 *
 * @gevent {@code flask_socketio.ConnectionRefusedError}
 * @since 0.1
 */
public final class ConnectRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The property {@code data} of the client's error. */
    private final transient @Nullable Object data;

    /**
     * Creates an exception.
     *
     * @param message the reason, which the client sees
     */
    public ConnectRefusedException(String message) {
        this(message, null);
    }

    /**
     * Creates an exception with data.
     *
     * @param message the reason, which the client sees
     * @param data the property {@code data} of the client's error, a value for JSON; null for none
     */
    public ConnectRefusedException(String message, @Nullable Object data) {
        super(message);
        this.data = data;
    }

    @Nullable
    Object data() {
        return data;
    }
}
