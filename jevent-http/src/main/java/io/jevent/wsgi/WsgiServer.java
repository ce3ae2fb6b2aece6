// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.server.ListenSocket;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import java.net.SocketAddress;

/**
 * An {@link HttpServer} for a WSGI application. It stands for both {@code gevent.wsgi} and {@code gevent.pywsgi}.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code gevent.pywsgi.WSGIServer}
 * @since 0.1
 */
public final class WsgiServer extends HttpServer {

    /**
     * Creates a server; {@link #start()} starts it.
     *
     * @param address the address to listen on, as {@link Addresses#parse} reads it: {@code :8000} is any address of
     *     this machine; port 0 takes a free one
     * @param application responds to the requests
     * @throws IllegalArgumentException if it is not an address
     */
    public WsgiServer(String address, WsgiApplication application) {
        this(address, application, HttpOptions.DEFAULTS);
    }

    /**
     * Creates a server; {@link #start()} starts it.
     *
     * @param address the address to listen on, as {@link Addresses#parse} reads it; port 0 takes a free one
     * @param application responds to the requests
     * @param options the limits and settings
     * @throws IllegalArgumentException if it is not an address
     */
    public WsgiServer(String address, WsgiApplication application, HttpOptions options) {
        this(Addresses.parse(address), application, options, ServerOptions.DEFAULTS);
    }

    /**
     * Creates a server; {@link #start()} starts it.
     *
     * @param address the address to listen on; port 0 takes a free one
     * @param application responds to the requests
     * @param options the limits and settings
     * @param server the number of hubs, TLS, and other settings
     * @throws IllegalArgumentException if the options do not go together
     */
    public WsgiServer(SocketAddress address, WsgiApplication application, HttpOptions options, ServerOptions server) {
        super(address, new WsgiHandler(application), options, server);
    }

    /**
     * Creates a server for a socket that listens already; {@link #start()} starts it. The socket stays open when the
     * server stops.
     *
     * @param listener the listening socket, which other servers may share
     * @param application responds to the requests
     * @param options the limits and settings
     * @param server the number of hubs, TLS, and other settings
     * @throws IllegalArgumentException if the options do not go together
     */
    public WsgiServer(ListenSocket listener, WsgiApplication application, HttpOptions options, ServerOptions server) {
        super(listener, new WsgiHandler(application), options, server);
    }
}
