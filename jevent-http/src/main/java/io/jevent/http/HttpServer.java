// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.internal.http.Engine;
import io.jevent.pool.Group;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks HTTP/1.0 and HTTP/1.1: a greenlet for each connection answers its requests in order.
 *
 * @gevent {@code gevent.pywsgi.WSGIServer}, with applications in Java's way
 */
public final class HttpServer implements AutoCloseable {

    private final SocketAddress address;
    private final Engine engine;
    private final Group handlers = new Group();
    private final Event stopped = new Event();
    private @Nullable StreamListener listener;
    private @Nullable Greenlet<?> acceptor;

    /**
     * Makes a server; {@link #start()} starts it.
     *
     * @param address where it is to listen, as {@link Addresses#parse} reads it; port 0 takes a free one
     * @param handler answers the requests
     */
    public HttpServer(String address, Handler handler) {
        this(Addresses.parse(address), handler, HttpOptions.DEFAULTS);
    }

    /**
     * Makes a server; {@link #start()} starts it.
     *
     * @param address where it is to listen; port 0 takes a free one
     * @param handler answers the requests
     * @param options what it allows
     */
    public HttpServer(SocketAddress address, Handler handler, HttpOptions options) {
        this.address = address;
        engine = new Engine(options.settings(), new HandlerApplication(handler, options));
    }

    /**
     * Begins to listen and to serve.
     *
     * @throws IOException if it cannot listen
     */
    public void start() throws IOException {
        StreamListener open = StreamListener.listen(address);
        listener = open;
        acceptor = Jevent.spawn(() -> accept(open));
    }

    private void accept(StreamListener open) {
        while (open.isOpen()) {
            try {
                StreamSocket socket = open.accept();
                handlers.spawn(() -> engine.serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    /**
     * Returns where it listens.
     *
     * @return the port
     */
    public int port() {
        return listener != null && listener.localAddress() instanceof InetSocketAddress ip ? ip.getPort() : 0;
    }

    /**
     * Serves until it is stopped.
     *
     * @throws IOException if it cannot listen
     * @switches always
     */
    public void serveForever() throws IOException {
        start();
        stopped.await();
    }

    /**
     * Stops.
     *
     * @param limit how long requests may go on
     * @switches when it has to wait
     */
    public void stop(Duration limit) {
        if (listener != null) {
            listener.close();
        }
        engine.drain();
        if (!handlers.join(limit)) {
            handlers.kill();
        }
        stopped.set();
    }

    @Override
    public void close() {
        stop(Duration.ofSeconds(1));
    }
}
