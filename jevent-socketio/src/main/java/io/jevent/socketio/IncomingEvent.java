// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.http.json.JsonException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An event that a client has sent.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class IncomingEvent {

    private final ClientSocket socket;
    private final String name;
    private final Arguments arguments;
    private final long id;
    private final AtomicBoolean acknowledged = new AtomicBoolean();

    IncomingEvent(ClientSocket socket, String name, Arguments arguments, long id) {
        this.socket = socket;
        this.name = name;
        this.arguments = arguments;
        this.id = id;
    }

    /**
     * Returns the socket of the client that has sent it.
     *
     * @return the socket
     */
    public ClientSocket socket() {
        return socket;
    }

    /**
     * Returns the name of the event.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the arguments that follow the name.
     *
     * @return the arguments
     */
    public Arguments arguments() {
        return arguments;
    }

    /**
     * Returns an argument that is a text; as {@link Arguments#text}.
     *
     * @param index its index, from 0
     * @return the text
     * @throws JsonException if there is no such text; let it propagate
     */
    public String text(int index) {
        return arguments.text(index);
    }

    /**
     * Returns whether the client waits for an acknowledgement.
     *
     * @return true if {@link #acknowledge} sends one
     */
    public boolean wantsAcknowledgement() {
        return id >= 0;
    }

    /**
     * Sends the acknowledgement of this event, at any time, also after the handler has returned; does nothing if the
     * client does not wait for one. Blocks while the queue of the client is full.
     *
     * @param values the arguments of the acknowledgement, as for {@link ClientSocket#emit}
     * @throws IllegalStateException if it was acknowledged before
     * @throws IOException if the client has disconnected
     * @switches when it has to wait
     * @gevent the value that a handler of flask-socketio returns
     */
    public void acknowledge(@Nullable Object... values) throws IOException {
        if (!acknowledged.compareAndSet(false, true)) {
            throw new IllegalStateException(this + " was acknowledged before");
        }
        if (wantsAcknowledgement()) {
            socket.acknowledge(id, values);
        }
    }

    @Override
    public String toString() {
        return "event " + name + " of " + socket;
    }
}
