// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.http.json.JsonCodec;
import io.jevent.websocket.WebSocketOptions;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The limits and settings of a {@link SocketIo}. Each method returns changed options and leaves these as they are.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class SocketIoOptions implements Cloneable {

    /** The times of Socket.IO's server for Node, and limits for a server on the Internet. */
    public static final SocketIoOptions DEFAULTS = new SocketIoOptions();

    Duration pingInterval = Duration.ofSeconds(25);
    Duration pingTimeout = Duration.ofSeconds(20);
    Duration upgradeTimeout = Duration.ofSeconds(10);
    Duration connectTimeout = Duration.ofSeconds(45);
    int maxPayload = 1_000_000;
    int maxClients = 10_000;
    int maxQueued = 1024 * 1024;
    int maxPendingEvents = 100;
    int maxAttachments = 10;

    /** The origins whose pages may open a WebSocket; null for the server's own. */
    @Nullable
    Predicate<String> origins;

    /** The codec; null for the installed one. */
    @Nullable
    JsonCodec json;

    private SocketIoOptions() {}

    private SocketIoOptions copy() {
        try {
            return (SocketIoOptions) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Sets how the server detects clients that have vanished.
     *
     * @param interval the time between two pings; 25 s by default
     * @param limit the time in which a client must respond to a ping; 20 s by default
     * @return the changed options
     * @throws IllegalArgumentException if one of them is not positive
     */
    public SocketIoOptions heartbeat(Duration interval, Duration limit) {
        SocketIoOptions changed = copy();
        changed.pingInterval = positive(interval, "interval");
        changed.pingTimeout = positive(limit, "limit");
        return changed;
    }

    /**
     * Limits the time for the upgrade from long polling to a WebSocket. If it passes, the session stays with long
     * polling.
     *
     * @param limit the time; 10 s by default
     * @return the changed options
     * @throws IllegalArgumentException if it is not positive
     */
    public SocketIoOptions upgradeTimeout(Duration limit) {
        SocketIoOptions changed = copy();
        changed.upgradeTimeout = positive(limit, "limit");
        return changed;
    }

    /**
     * Limits the time in which a client must connect to a namespace; otherwise it is disconnected.
     *
     * @param limit the time; 45 s by default
     * @return the changed options
     * @throws IllegalArgumentException if it is not positive
     */
    public SocketIoOptions connectTimeout(Duration limit) {
        SocketIoOptions changed = copy();
        changed.connectTimeout = positive(limit, "limit");
        return changed;
    }

    /**
     * Limits what a client sends at once: a message of a WebSocket, or the body of a request.
     *
     * @param bytes the maximum size in bytes; 1,000,000 by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public SocketIoOptions maxPayload(int bytes) {
        SocketIoOptions changed = copy();
        changed.maxPayload = atLeastOne(bytes, "maxPayload");
        return changed;
    }

    /**
     * Limits the number of clients; the server refuses more of them with 503.
     *
     * @param clients the maximum number; 10,000 by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public SocketIoOptions maxClients(int clients) {
        SocketIoOptions changed = copy();
        changed.maxClients = atLeastOne(clients, "maxClients");
        return changed;
    }

    /**
     * Limits the packets that are queued for one client. While the queue is full, {@link ClientSocket#emit} blocks, and
     * a packet that is sent to many disconnects the client.
     *
     * @param bytes the size in bytes from which a queue is full; 1 MiB by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public SocketIoOptions maxQueued(int bytes) {
        SocketIoOptions changed = copy();
        changed.maxQueued = atLeastOne(bytes, "maxQueued");
        return changed;
    }

    /**
     * Limits the events of one socket that wait for its handlers. When there are more, the server stops reading from
     * the client (backpressure). While a handler of the socket waits for an acknowledgement, it continues to read, and
     * disconnects a client that sends ten times as many.
     *
     * @param events the maximum number; 100 by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public SocketIoOptions maxPendingEvents(int events) {
        SocketIoOptions changed = copy();
        changed.maxPendingEvents = atLeastOne(events, "maxPendingEvents");
        return changed;
    }

    /**
     * Limits the binary attachments of a packet that a client sends.
     *
     * @param attachments the maximum number; 10 by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public SocketIoOptions maxAttachments(int attachments) {
        SocketIoOptions changed = copy();
        changed.maxAttachments = atLeastOne(attachments, "maxAttachments");
        return changed;
    }

    /**
     * Sets the origins whose pages may open a WebSocket; by default those of the server's own host. Long polling of
     * other origins is allowed by the filter {@link io.jevent.http.security.Cors}.
     *
     * @param allowed tells for the value of the header {@code Origin} whether its pages may connect
     * @return the changed options
     */
    public SocketIoOptions origins(Predicate<String> allowed) {
        SocketIoOptions changed = copy();
        changed.origins = allowed;
        return changed;
    }

    /**
     * Sets the codec that reads and writes the arguments of events.
     *
     * @param codec the codec; {@link JsonCodec#installed()} by default
     * @return the changed options
     */
    public SocketIoOptions json(JsonCodec codec) {
        SocketIoOptions changed = copy();
        changed.json = codec;
        return changed;
    }

    private static int atLeastOne(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
        return value;
    }

    private static Duration positive(Duration time, String name) {
        if (!time.isPositive()) {
            throw new IllegalArgumentException(name + " must be positive: " + time);
        }
        return time;
    }

    WebSocketOptions webSocket() {
        WebSocketOptions webSocket = WebSocketOptions.DEFAULTS
                .maxFrame(maxPayload)
                .maxMessage(maxPayload)
                .withoutHeartbeat();
        return origins == null ? webSocket : webSocket.origins(origins);
    }
}
