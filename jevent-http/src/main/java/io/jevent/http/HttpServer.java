// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.Engine;
import io.jevent.internal.http1.HttpConnection;
import io.jevent.server.Endpoint;
import io.jevent.server.ServerOptions;
import io.jevent.server.SocketServer;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks HTTP/1.0 and HTTP/1.1: a greenlet for each connection answers its requests in order.
 *
 * <p>It is made to face the Internet: requests that others could understand in another way are refused, and everything
 * a client can take up has a limit, see {@link HttpOptions}. When it is stopped, what is being answered is answered,
 * with {@code Connection: close}; connections without a request end at once.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.pywsgi.WSGIServer}, with applications in Java's way
 */
public class HttpServer extends SocketServer {

    private final Engine engine;

    /**
     * Makes a server; {@link #start()} starts it.
     *
     * @param address where it is to listen, as {@link Addresses#parse} reads it; port 0 takes a free one
     * @param handler answers the requests
     * @throws IllegalArgumentException if it is not an address
     */
    public HttpServer(String address, Handler handler) {
        this(address, handler, HttpOptions.DEFAULTS);
    }

    /**
     * Makes a server; {@link #start()} starts it.
     *
     * @param address where it is to listen, as {@link Addresses#parse} reads it; port 0 takes a free one
     * @param handler answers the requests
     * @param options what it allows
     * @throws IllegalArgumentException if it is not an address
     */
    public HttpServer(String address, Handler handler, HttpOptions options) {
        this(Addresses.parse(address), handler, options, ServerOptions.DEFAULTS);
    }

    /**
     * Makes a server; {@link #start()} starts it.
     *
     * @param address where it is to listen; port 0 takes a free one
     * @param handler answers the requests
     * @param options what it allows
     * @param server how many hubs it works on, TLS, and the like
     * @throws IllegalArgumentException if the options do not go together
     */
    @SuppressWarnings("this-escape") // the method reference is called once the server runs
    public HttpServer(SocketAddress address, Handler handler, HttpOptions options, ServerOptions server) {
        super(address, server);
        engine = new Engine(options.settings(), new HandlerApplication(handler, options, this::endProgram));
    }

    /**
     * Counts the requests that are being served.
     *
     * @return how many, on all hubs of the server
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
