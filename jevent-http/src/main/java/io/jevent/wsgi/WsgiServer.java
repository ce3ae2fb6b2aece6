// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import java.net.SocketAddress;

/**
 * An {@link HttpServer} for a WSGI application. What Python has as {@code gevent.wsgi} and {@code gevent.pywsgi} is one
 * server here.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.pywsgi.WSGIServer}
 */
public final class WsgiServer extends HttpServer {

    /**
     * Makes a server; {@link #start()} starts it.
     *
     * @param address where it is to listen, as {@link Addresses#parse} reads it: {@code :8000} is any address of this
     *     machine; port 0 takes a free one
     * @param application answers the requests
     * @throws IllegalArgumentException if it is not an address
     */
    public WsgiServer(String address, WsgiApplication application) {
        this(address, application, HttpOptions.DEFAULTS);
    }

    /**
     * Makes a server; {@link #start()} starts it.
     *
     * @param address where it is to listen, as {@link Addresses#parse} reads it; port 0 takes a free one
     * @param application answers the requests
     * @param options what it allows
     * @throws IllegalArgumentException if it is not an address
     */
    public WsgiServer(String address, WsgiApplication application, HttpOptions options) {
        this(Addresses.parse(address), application, options, ServerOptions.DEFAULTS);
    }

    /**
     * Makes a server; {@link #start()} starts it.
     *
     * @param address where it is to listen; port 0 takes a free one
     * @param application answers the requests
     * @param options what it allows
     * @param server how many hubs it works on, TLS, and the like
     * @throws IllegalArgumentException if the options do not go together
     */
    public WsgiServer(SocketAddress address, WsgiApplication application, HttpOptions options, ServerOptions server) {
        super(address, new WsgiHandler(application), options, server);
    }
}
