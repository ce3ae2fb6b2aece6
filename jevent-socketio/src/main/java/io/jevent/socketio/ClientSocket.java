// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.event.AsyncResult;
import io.jevent.http.json.JsonException;
import io.jevent.hub.Mutex;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a client with a {@link Namespace}.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code request.sid} of flask-socketio, with the functions that take it
 * @since 0.1
 */
public final class ClientSocket {

    private static final Set<String> RESERVED =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    private final String id;
    private final Namespace namespace;
    private final ClientConnection connection;
    private final Arguments auth;
    private final EventQueue events;
    private final Mutex mutex = new Mutex();
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final Map<Long, AsyncResult<Optional<Arguments>>> awaited = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong(-1);
    private volatile boolean connected;
    private volatile boolean closed;

    ClientSocket(String id, Namespace namespace, ClientConnection connection, @Nullable Object auth) {
        this.id = id;
        this.namespace = namespace;
        this.connection = connection;
        this.auth = new Arguments(Collections.singletonList(auth), connection.codec());
        events = new EventQueue(connection.options().maxPendingEvents);
    }

    /**
     * Returns the id, a secret that only this client knows as its own. It is also the name of a room in which the
     * socket is alone.
     *
     * @return the id
     * @gevent {@code request.sid}
     */
    public String id() {
        return id;
    }

    /**
     * Returns the namespace.
     *
     * @return the namespace
     */
    public Namespace namespace() {
        return namespace;
    }

    /**
     * Returns the request with which the client has opened its connection.
     *
     * @return the request
     */
    public Handshake handshake() {
        return connection.handshake();
    }

    /**
     * Returns the property {@code auth} of the client's options, which it sends when it connects.
     *
     * @param <T> the type of the value
     * @param type the class of the value, for example a record
     * @return the value; empty if the client has sent none
     * @throws JsonException if it does not fit the class
     * @gevent the argument of a handler for {@code connect}
     */
    public <T> Optional<T> auth(Class<T> type) {
        return auth.get(0) == null ? Optional.empty() : Optional.of(auth.get(0, type));
    }

    /**
     * Returns a map for values of the program that belong to this socket, for example the name of its user.
     *
     * @return the map, always the same
     * @gevent {@code flask.session} in flask-socketio
     */
    public Map<String, Object> attributes() {
        return attributes;
    }

    /**
     * Returns whether the client is connected.
     *
     * @return true until it is disconnected; false in a handler of {@link Namespace#authorize}
     */
    public boolean isConnected() {
        return connected;
    }

    /**
     * Sends an event to the client. Blocks while its queue is full, see {@link SocketIoOptions#maxQueued}.
     *
     * @param event the name of the event
     * @param values the arguments: values that the JSON library can write, and {@code byte[]}, also in maps, lists and
     *     arrays of objects
     * @throws IOException if the client has disconnected
     * @throws IllegalArgumentException if the name is reserved, for example {@code connect}
     * @throws JsonException if a value cannot be written
     * @switches when it has to wait
     * @gevent {@code emit(event, ..., to=request.sid)}
     */
    public void emit(String event, @Nullable Object... values) throws IOException {
        send(event(namespace, -1, event, values));
    }

    /**
     * Sends an event to the client, and blocks until it acknowledges the event.
     *
     * @param timeout the longest wait for the acknowledgement
     * @param event the name of the event
     * @param values the arguments, as for {@link #emit}
     * @return the arguments of the acknowledgement
     * @throws SocketTimeoutException if the time passed first
     * @throws IOException if the client has disconnected
     * @throws IllegalArgumentException if the name is reserved, or {@code timeout} is negative
     * @switches when it has to wait
     * @gevent {@code socketio.call(event, ..., to=request.sid)}
     */
    public Arguments call(Duration timeout, String event, @Nullable Object... values) throws IOException {
        long number = lastId.incrementAndGet();
        var reply = new AsyncResult<Optional<Arguments>>();
        awaited.put(number, reply);
        events.awaitsAcknowledgement(1);
        try {
            send(event(namespace, number, event, values));
            if (closed) {
                throw disconnected();
            }
            if (!reply.join(timeout)) {
                throw new SocketTimeoutException("no acknowledgement of " + event + " within " + timeout);
            }
            return reply.result().orElseThrow(this::disconnected);
        } finally {
            events.awaitsAcknowledgement(-1);
            awaited.remove(number);
        }
    }

    private IOException disconnected() {
        return new IOException(this + " has disconnected");
    }

    private void send(List<EnginePacket> packets) throws IOException {
        if (closed) {
            throw disconnected();
        }
        connection.session().send(packets);
    }

    /** Sends what was encoded for many; never blocks. */
    void offer(List<EnginePacket> packets) {
        if (connected) {
            boolean _ = connection.session().offer(packets);
        }
    }

    void acknowledge(long number, @Nullable Object... values) throws IOException {
        send(SocketPacket.encode(false, namespace.name(), number, Arrays.asList(values), connection.codec()));
    }

    static List<EnginePacket> event(Namespace namespace, long number, String event, @Nullable Object... values) {
        if (RESERVED.contains(event)) {
            throw new IllegalArgumentException("the name " + event + " is reserved for Socket.IO's own events");
        }
        var all = new ArrayList<@Nullable Object>();
        all.add(event);
        all.addAll(Arrays.asList(values));
        return SocketPacket.encode(true, namespace.name(), number, all, namespace.codec());
    }

    /**
     * Joins a room; does nothing if the socket is in it already, or has disconnected.
     *
     * @param room the name of the room
     * @switches never
     * @gevent {@code join_room(room)}
     */
    public void join(String room) {
        namespace.rooms().join(this, room);
    }

    /**
     * Leaves a room.
     *
     * @param room the name of the room
     * @switches never
     * @gevent {@code leave_room(room)}
     */
    public void leave(String room) {
        namespace.rooms().leave(this, room);
    }

    /**
     * Returns the rooms in which the socket is, without the one of its id.
     *
     * @return the names of the rooms
     * @switches never
     * @gevent {@code rooms()}
     */
    public Set<String> joined() {
        return namespace.rooms().of(this);
    }

    /**
     * Returns an emitter to all sockets in some rooms, except this one.
     *
     * @param rooms the names of the rooms
     * @return the emitter
     * @gevent {@code emit(..., to=room, include_self=False)}
     */
    public Emitter to(String... rooms) {
        return namespace.to(rooms).except(id);
    }

    /**
     * Returns an emitter to all sockets of the namespace, except this one.
     *
     * @return the emitter
     * @gevent {@code emit(..., broadcast=True, include_self=False)}
     */
    public Emitter others() {
        return namespace.all().except(id);
    }

    /**
     * Disconnects the client from the namespace; does nothing if it has disconnected. Events that were sent before are
     * delivered before.
     *
     * @switches never
     * @gevent {@code disconnect()}
     */
    public void disconnect() {
        boolean _ = connection.session().offer(SocketPacket.plain(SocketPacket.DISCONNECT, namespace.name(), ""));
        connection.leave(this);
        ended(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
    }

    /** Begins to handle events, with one that connects it. */
    void begin() throws EngineException {
        events.add(() -> namespace.connect(this));
    }

    /** Makes it a member of the namespace and tells the client; returns false if it is gone. */
    boolean connected() {
        mutex.lock();
        try {
            connected = !closed;
        } finally {
            mutex.unlock();
        }
        namespace.rooms().join(this, id);
        return connected
                && connection
                        .session()
                        .offer(SocketPacket.plain(SocketPacket.CONNECT, namespace.name(), "{\"sid\":\"" + id + "\"}"));
    }

    /** Tells the client that it may not connect. */
    void refuse(Object error) {
        closed = true;
        connection.leave(this);
        connection.refuse(namespace.name(), error);
    }

    /** Receives an event; blocks while too many wait for the handlers. */
    void received(List<@Nullable Object> values, long number) throws EngineException {
        if (!connected || values.isEmpty() || !(values.getFirst() instanceof String name) || RESERVED.contains(name)) {
            throw new EngineException("an event without a valid name, or before the connection");
        }
        var arguments = new Arguments(values.subList(1, values.size()), connection.codec());
        var event = new IncomingEvent(this, name, arguments, number);
        events.add(() -> namespace.handle(event));
    }

    void acknowledged(List<@Nullable Object> values, long number) {
        AsyncResult<Optional<Arguments>> reply = awaited.get(number);
        if (reply != null) { // else it came too late
            boolean _ = reply.trySet(Optional.of(new Arguments(values, connection.codec())));
        }
    }

    /** Ends the socket; only the first call has an effect. */
    void ended(DisconnectReason reason) {
        boolean wasConnected;
        mutex.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            wasConnected = connected;
            connected = false;
        } finally {
            mutex.unlock();
        }
        namespace.rooms().leaveAll(this);
        awaited.values().forEach(reply -> {
            boolean _ = reply.trySet(Optional.empty());
        });
        events.close(wasConnected ? () -> namespace.disconnected(this, reason) : () -> {});
    }

    @Override
    public String toString() {
        return "socket " + id + " of " + namespace;
    }
}
