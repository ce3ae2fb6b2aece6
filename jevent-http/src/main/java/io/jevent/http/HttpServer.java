// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.internal.http.Engine;
import io.jevent.internal.http.ProxyHeader;
import io.jevent.internal.http1.HttpConnection;
import io.jevent.internal.http1.IdleConnection;
import io.jevent.internal.http2.MultiplexedConnection;
import io.jevent.internal.netty.Resting;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.server.Endpoint;
import io.jevent.server.ListenSocket;
import io.jevent.server.ServerOptions;
import io.jevent.server.SocketServer;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import io.jevent.tls.TlsSession;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server for HTTP/2, HTTP/1.1 and HTTP/1.0. In HTTP/1.1 a greenlet for each connection serves its requests in order,
 * and ends when there was no request for a second; the next request gets another one, unless {@link ServerOptions}
 * start the greenlets in a way of their own. In HTTP/2 each request has a greenlet of its own.
 *
 * <p>It is made to face the Internet: it refuses requests that a proxy could understand differently (request
 * smuggling), and limits every resource that a client can take, see {@link HttpOptions}. When it is stopped, it
 * completes the requests in flight, with {@code Connection: close} or GOAWAY; connections without a request end at
 * once.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.pywsgi.WSGIServer}, with applications in Java's way
 * @since 0.1
 */
public class HttpServer extends SocketServer {

    private static final String HTTP_2 = "h2";
    private static final List<String> PROTOCOLS = List.of(HTTP_2, "http/1.1");

    private final Engine engine;
    private final HttpOptions options;
    private final ConnectionCounts counts;

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
        this.options = options;
        counts = new ConnectionCounts(options.connectionsPerAddress);
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
        this.options = options;
        counts = new ConnectionCounts(options.connectionsPerAddress);
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

    /**
     * Serves a connection that the server has not accepted itself, for example one of {@link StreamSocket#pair}, and
     * blocks until it ends. The server need not be started.
     *
     * @param connection the connection, which is closed when this returns
     * @throws IOException if the connection fails
     * @switches when it has to wait
     */
    public final void serve(StreamSocket connection) throws IOException {
        try (var work = new Connection(connection)) {
            work.handle();
        }
    }

    @Override
    protected final Endpoint.Work accepted(StreamSocket accepted) {
        return new Connection(accepted);
    }

    private final class Connection implements Endpoint.Work, Resting {

        private final StreamSocket accepted;
        private @Nullable Object client;
        private @Nullable Runnable resume;
        private @Nullable IdleConnection idle;
        private @Nullable Runnable drain;
        private boolean draining;

        Connection(StreamSocket accepted) {
            this.accepted = accepted;
            Engine.prepare(accepted);
        }

        @Override
        public void mayRest(Runnable again) {
            resume = again;
        }

        @Override
        public boolean isResting() {
            return idle != null;
        }

        @Override
        public void handle() throws IOException {
            IdleConnection rested = idle;
            idle = null;
            if (rested == null) {
                begin();
            } else if (!rested.isOver()) {
                serveHttp1(rested.socket(), true);
            }
        }

        private void begin() throws IOException {
            if (engine.settings().http2()) {
                SocketAccess.channelOf(accepted).applicationProtocols(PROTOCOLS);
            }
            readProxyHeader();
            Object from =
                    ConnectionCounts.keyOf(SocketAccess.channelOf(accepted).remoteAddress());
            if (counts.enter(from)) {
                client = from;
                serve(wrapped(accepted));
            }
        }

        private void readProxyHeader() throws IOException {
            Networks balancers = options.proxyProtocol;
            if (balancers == null) {
                return;
            }
            var _ = wrapped(accepted, connection -> {
                if (!balancers.contains(SocketAccess.channelOf(connection).remoteAddress())) {
                    throw new IOException("the peer is none of the load balancers " + balancers
                            + " that may speak the PROXY protocol (HttpOptions.proxyProtocol)");
                }
                ProxyHeader.read(connection, options.headTime);
                return connection;
            });
        }

        private void serve(StreamSocket socket) throws IOException {
            if (negotiatedHttp2(socket)) {
                serveHttp2(new MultiplexedConnection(engine, socket, new byte[0]));
            } else {
                serveHttp1(socket, false);
            }
        }

        private void serveHttp1(StreamSocket socket, boolean rested) {
            Runnable again = resume;
            var http = new HttpConnection(engine, socket, again != null, rested);
            serves(http::drain);
            byte[] preface = http.serve();
            if (preface.length > 0) {
                serveHttp2(new MultiplexedConnection(engine, socket, preface));
            } else if (again != null && http.rest() > 0) {
                var rest = new IdleConnection(socket, http.rest(), again);
                drain = rest::end;
                idle = rest;
            }
        }

        private boolean negotiatedHttp2(StreamSocket socket) {
            return engine.settings().http2()
                    && TlsSession.of(socket)
                            .flatMap(TlsSession::applicationProtocol)
                            .filter(HTTP_2::equals)
                            .isPresent();
        }

        private void serveHttp2(MultiplexedConnection http) {
            serves(http::drain);
            http.serve();
        }

        private void serves(Runnable toDrain) {
            drain = toDrain;
            if (draining) {
                toDrain.run();
            }
        }

        @Override
        public void drain() {
            draining = true;
            Runnable toDrain = drain;
            if (toDrain != null) {
                toDrain.run();
            }
        }

        @Override
        public void close() {
            IdleConnection rest = idle;
            if (rest != null) {
                rest.stop();
            }
            counts.leave(client);
            client = null;
            accepted.close();
        }

        @Override
        public String toString() {
            return accepted.toString();
        }
    }
}
