// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.Engine;
import io.jevent.internal.http1.HttpConnection;
import io.jevent.server.Endpoint;
import io.jevent.server.ListenSocket;
import io.jevent.server.ServerOptions;
import io.jevent.server.SocketServer;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server for HTTP/1.1 and HTTP/1.0: a greenlet for each connection serves its requests in order.
 *
 * <p>It is made to face the Internet: it refuses requests that a proxy could understand differently (request
 * smuggling), and limits every resource that a client can take, see {@link HttpOptions}. When it is stopped, it
 * completes the requests in flight, with {@code Connection: close}; connections without a request end at once.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.pywsgi.WSGIServer}, with applications in Java's way
 * @since 0.1
 */
public class HttpServer extends SocketServer {

    private final Engine engine;

    /**
     * Creates a server; {@link #start()} starts it.
     *
     * @param address the address to listen on, as {@link Addresses#parse} reads it; port 0 takes a free one
     * @param handler responds to the requests
     * @throws IllegalArgumentException if it is not an address
     */
    public HttpServer(String address, Handler handler) {
        this(address, handler, HttpOptions.DEFAULTS);
    }

    /**
     * Creates a server; {@link #start()} starts it.
     *
     * @param address the address to listen on, as {@link Addresses#parse} reads it; port 0 takes a free one
     * @param handler responds to the requests
     * @param options the limits and settings
     * @throws IllegalArgumentException if it is not an address
     */
    public HttpServer(String address, Handler handler, HttpOptions options) {
        this(Addresses.parse(address), handler, options, ServerOptions.DEFAULTS);
    }

    /**
     * Creates a server; {@link #start()} starts it.
     *
     * @param address the address to listen on; port 0 takes a free one
     * @param handler responds to the requests
     * @param options the limits and settings
     * @param server the number of hubs, TLS, and other settings
     * @throws IllegalArgumentException if the options do not go together
     */
    @SuppressWarnings("this-escape") // the method reference is called once the server runs
    public HttpServer(SocketAddress address, Handler handler, HttpOptions options, ServerOptions server) {
        super(address, server);
        engine = new Engine(options.settings(), new HandlerApplication(handler, options, this::endProgram));
    }

    /**
     * Creates a server for a socket that listens already; {@link #start()} starts it. The socket stays open when the
     * server stops.
     *
     * @param listener the listening socket, which other servers may share
     * @param handler responds to the requests
     * @param options the limits and settings
     * @param server the number of hubs, TLS, and other settings
     * @throws IllegalArgumentException if the options do not go together
     * @gevent {@code WSGIServer(listener, application)} with a socket
     */
    @SuppressWarnings("this-escape") // the method reference is called once the server runs
    public HttpServer(ListenSocket listener, Handler handler, HttpOptions options, ServerOptions server) {
        super(listener, server);
        engine = new Engine(options.settings(), new HandlerApplication(handler, options, this::endProgram));
    }

    /**
     * Counts the requests in flight.
     *
     * @return the number, on all hubs of the server
     * @switches never
     */
    public final int requests() {
        return engine.requests();
    }

    @Override
    protected final Endpoint.Work accepted(StreamSocket accepted) {
        return new Connection(accepted);
    }

    private final class Connection implements Endpoint.Work {

        private final StreamSocket accepted;
        private @Nullable HttpConnection connection;
        private boolean draining;

        Connection(StreamSocket accepted) {
            this.accepted = accepted;
            Engine.prepare(accepted);
        }

        @Override
        public void handle() throws IOException {
            HttpConnection http = new HttpConnection(engine, wrapped(accepted));
            connection = http;
            if (draining) {
                http.drain();
            }
            http.serve();
        }

        @Override
        public void drain() {
            draining = true;
            HttpConnection http = connection;
            if (http != null) {
                http.drain();
            }
        }

        @Override
        public void close() {
            accepted.close();
        }

        @Override
        public String toString() {
            return accepted.toString();
        }
    }
}
