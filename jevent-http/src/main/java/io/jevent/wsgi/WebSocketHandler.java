// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

import io.jevent.http.Handler;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.websocket.WebSocket;
import io.jevent.websocket.WebSocketOptions;
import java.io.PrintStream;

/**
 * Serves requests with a WSGI application that finds a {@link WebSocket} as {@code wsgi.websocket} in its environ, if
 * the client asks for one. Then its {@code startResponse} does nothing, its return value is dropped, and the connection
 * is closed when it returns. All other requests are served as by {@link WsgiHandler}.
 *
 * <p>For a server, use {@code new HttpServer(address, new WebSocketHandler(application))}.
 *
 * <p><b>Confinement:</b> thread-safe if the application is.
 *
 * @gevent {@code WSGIServer(address, application, handler_class=WebSocketHandler)} with
 *     {@code geventwebsocket.handler.WebSocketHandler}
 * @since 0.1
 */
public final class WebSocketHandler implements Handler {

    /** The name of the {@link WebSocket} in the environ. */
    public static final String NAME = "wsgi.websocket";

    private static final String VERSION = "wsgi.websocket_version";

    private final WsgiApplication application;
    private final WebSocketOptions options;
    private final WsgiHandler others;

    /**
     * Creates a handler with the default options: pages of other sites may not connect.
     *
     * @param application the application
     */
    public WebSocketHandler(WsgiApplication application) {
        this(application, WebSocketOptions.DEFAULTS);
    }

    /**
     * Creates a handler.
     *
     * @param application the application
     * @param options the limits and settings of the WebSockets
     */
    public WebSocketHandler(WsgiApplication application, WebSocketOptions options) {
        this.application = application;
        this.options = options;
        others = new WsgiHandler(application);
    }

    @Override
    public void handle(Request request, Response response) throws Exception {
        if (!WebSocket.isRequested(request)) {
            others.handle(request, response);
            return;
        }
        PrintStream lines = ErrorLines.to(System.err);
        Environ environ = Environs.of(request, lines);
        environ.put(NAME, WebSocket.accept(request, response, options));
        environ.put(VERSION, "13");
        try {
            WsgiHandler.close(application.call(environ, (_, _, _) -> _ -> {}));
        } finally {
            lines.flush();
        }
    }

    @Override
    public String toString() {
        return "WSGI with WebSockets " + application;
    }
}
