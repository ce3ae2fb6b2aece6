// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import io.jevent.http.Handler;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.json.JsonCodec;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO server: a handler for the path {@code /socket.io/}, with the protocols Socket.IO 5 and Engine.IO 4, which
 * clients of version 3 and 4 use.
 *
 * <pre>{@code
 * var io = new SocketIo();
 * io.namespace("/").on("say", event -> event.socket().others().emit("said", event.text(0)));
 * var server = new HttpServer("127.0.0.1:8080", new Routes().any(SocketIo.PATH, io));
 * }</pre>
 *
 * <p>Handlers are plain blocking code. The events of one socket are handled in order, by one greenlet at a time; those
 * of different sockets at the same time. The arguments of events need a JSON library, see {@link JsonCodec#installed}.
 *
 * <p>Filters of the HTTP server apply to its requests: {@link io.jevent.http.security.Cors} for pages of other origins,
 * with {@link SocketIoOptions#origins}, and for example a filter that sets a cookie.
 *
 * <p><b>Confinement:</b> thread-safe: the hubs of a server share it, and so the connections of one client may be on
 * several hubs.
 *
 * @gevent {@code flask_socketio.SocketIO} with {@code async_mode="gevent"}
 * @since 0.1
 */
public final class SocketIo implements Handler, AutoCloseable {

    /** The path to which clients connect by default. */
    public static final String PATH = "/socket.io/";

    private final SocketIoOptions options;
    private final Map<String, Namespace> namespaces = new ConcurrentHashMap<>();
    private final EngineServer engine;

    /** Creates a server with the default limits and settings. */
    public SocketIo() {
        this(SocketIoOptions.DEFAULTS);
    }

    /**
     * Creates a server.
     *
     * @param options the limits and settings
     */
    public SocketIo(SocketIoOptions options) {
        this.options = options;
        engine = new EngineServer(options, (session, handshake) -> new ClientConnection(this, session, handshake));
    }

    /**
     * Returns a namespace. Clients can connect to those for which this was called; to others not.
     *
     * @param name its name, which begins with a slash; {@link Namespace#ROOT} is the one to which clients connect by
     *     default
     * @return the namespace, for one name always the same
     * @throws IllegalArgumentException if it does not begin with a slash, or has a comma or a question mark
     */
    public Namespace namespace(String name) {
        if (!name.startsWith("/") || name.indexOf(',') >= 0 || name.indexOf('?') >= 0) {
            throw new IllegalArgumentException(
                    "a namespace begins with a slash and has no comma or question mark: " + name);
        }
        return namespaces.computeIfAbsent(name, key -> new Namespace(key, this));
    }

    /**
     * Counts the clients.
     *
     * @return the number of their connections; each may have several sockets
     * @switches never
     */
    public int clients() {
        return engine.size();
    }

    /**
     * Responds to a request of a client. A request may last as long as the client is connected.
     *
     * @param request the request
     * @param response the response
     * @throws IOException if the client is gone
     * @throws io.jevent.http.HttpException if the request violates the protocol; let it propagate
     * @switches when it has to wait
     */
    @Override
    public void handle(Request request, Response response) throws IOException {
        engine.handle(request, response);
    }

    /**
     * Disconnects all clients and refuses new ones. Events that were sent before are delivered before. Call this before
     * the HTTP server is stopped: it would wait for the long polls of the clients.
     *
     * @switches never
     */
    @Override
    public void close() {
        engine.close();
    }

    @Nullable
    Namespace find(String name) {
        return namespaces.get(name);
    }

    SocketIoOptions options() {
        return options;
    }

    JsonCodec codec() {
        return options.json == null ? JsonCodec.installed() : options.json;
    }
}
