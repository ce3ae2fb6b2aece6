// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.http.json.JsonCodec;
import io.jevent.http.json.JsonException;
import io.jevent.hub.Hub;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A namespace of a {@link SocketIo}: its handlers and its sockets.
 *
 * <p><b>Confinement:</b> set all handlers before the server starts; everything else is thread-safe.
 *
 * @gevent the argument {@code namespace} of flask-socketio
 * @since 0.1
 */
public final class Namespace {

    /** The name of the namespace to which clients connect by default. */
    public static final String ROOT = "/";

    private final String name;
    private final SocketIo server;
    private final Rooms rooms = new Rooms();
    private final Map<String, EventHandler> handlers = new HashMap<>();
    private EventHandler unknown = _ -> {};
    private ConnectHandler authorize = _ -> {};
    private ConnectHandler connect = _ -> {};
    private DisconnectHandler disconnect = (_, _) -> {};
    private BiConsumer<Object, Exception> failed = Namespace::report;

    Namespace(String name, SocketIo server) {
        this.name = name;
        this.server = server;
    }

    /**
     * Returns the name.
     *
     * @return the name, which begins with a slash
     */
    public String name() {
        return name;
    }

    /**
     * Sets the handler of an event.
     *
     * @param event the name of the event
     * @param handler handles it
     * @return this
     * @throws IllegalArgumentException if the event has a handler already
     */
    public Namespace on(String event, EventHandler handler) {
        if (handlers.putIfAbsent(event, handler) != null) {
            throw new IllegalArgumentException("the event " + event + " has a handler already");
        }
        return this;
    }

    /**
     * Sets the handler of all events without a handler of their own; without it they are ignored.
     *
     * @param handler handles them
     * @return this
     */
    public Namespace onOther(EventHandler handler) {
        unknown = handler;
        return this;
    }

    /**
     * Sets the handler that runs before a client is connected, and can refuse it with a
     * {@link ConnectRefusedException}. If it fails otherwise, the failure is reported, and the client is refused.
     *
     * @param handler checks for example {@link ClientSocket#auth}
     * @return this
     */
    public Namespace authorize(ConnectHandler handler) {
        authorize = handler;
        return this;
    }

    /**
     * Sets the handler that runs when a client is connected, before its events are handled.
     *
     * @param handler handles it, and for example joins rooms
     * @return this
     */
    public Namespace onConnect(ConnectHandler handler) {
        connect = handler;
        return this;
    }

    /**
     * Sets the handler that runs when a client was disconnected, after its events were handled.
     *
     * @param handler handles it
     * @return this
     */
    public Namespace onDisconnect(DisconnectHandler handler) {
        disconnect = handler;
        return this;
    }

    /**
     * Sets the reaction to a handler that fails. By default the failure is reported to the hub, except a
     * {@link JsonException}: that is a fault of the client.
     *
     * @param handler receives the {@link IncomingEvent}, or for the other handlers the {@link ClientSocket}, and the
     *     failure; it must not block
     * @return this
     * @gevent {@code @socketio.on_error()}
     */
    public Namespace onFailure(BiConsumer<Object, Exception> handler) {
        failed = handler;
        return this;
    }

    private static void report(Object context, Exception failure) {
        if (!(failure instanceof JsonException)) {
            Hub.current().handleError(context, failure);
        }
    }

    /**
     * Returns an emitter to all sockets of this namespace.
     *
     * @return the emitter
     */
    public Emitter all() {
        return new Emitter(this, Set.of(), Set.of());
    }

    /**
     * Returns an emitter to the sockets in some rooms.
     *
     * @param rooms the names of the rooms, or ids of sockets
     * @return the emitter
     * @throws IllegalArgumentException if there are none
     */
    public Emitter to(String... rooms) {
        if (rooms.length == 0) {
            throw new IllegalArgumentException("name a room, or use all()");
        }
        return all().to(rooms);
    }

    /**
     * Sends an event to all sockets of this namespace; as {@link Emitter#emit}.
     *
     * @param event the name of the event
     * @param values the arguments
     * @throws IllegalArgumentException if the name is reserved
     * @switches never
     * @gevent {@code socketio.emit(event, ...)}
     */
    public void emit(String event, @Nullable Object... values) {
        all().emit(event, values);
    }

    /**
     * Counts the sockets.
     *
     * @return the number of clients that are connected
     * @switches never
     */
    public int size() {
        return rooms.size();
    }

    Rooms rooms() {
        return rooms;
    }

    JsonCodec codec() {
        return server.codec();
    }

    /** Decides about a client, and connects it. */
    void connect(ClientSocket socket) {
        try {
            authorize.handle(socket);
        } catch (ConnectRefusedException e) {
            var error = new LinkedHashMap<String, Object>();
            error.put("message", String.valueOf(e.getMessage()));
            Object data = e.data();
            if (data != null) {
                error.put("data", data);
            }
            socket.refuse(error);
            return;
        } catch (Exception e) {
            socket.refuse(Map.of("message", "Internal Server Error"));
            failed.accept(socket, e);
            return;
        }
        if (socket.connected()) {
            attempt(socket, () -> connect.handle(socket));
        }
    }

    void handle(IncomingEvent event) {
        attempt(event, () -> handlers.getOrDefault(event.name(), unknown).handle(event));
    }

    void disconnected(ClientSocket socket, DisconnectReason reason) {
        attempt(socket, () -> disconnect.handle(socket, reason));
    }

    /** A call of a handler. */
    @FunctionalInterface
    private interface Call {
        void run() throws Exception;
    }

    private void attempt(Object context, Call call) {
        try {
            call.run();
        } catch (Exception e) {
            failed.accept(context, e);
        }
    }

    @Override
    public String toString() {
        return "namespace " + name;
    }
}
