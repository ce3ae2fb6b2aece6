// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

import io.jevent.http.Handler;
import io.jevent.http.Request;
import io.jevent.http.Response;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Map;

/**
 * Serves requests with a WSGI application: in a {@link WsgiServer}, or as one of the {@code Routes} of another.
 *
 * <p><b>Confinement:</b> thread-safe if the application is.
 *
 * @gevent {@code gevent.pywsgi.WSGIHandler}
 * @since 0.1
 */
public final class WsgiHandler implements Handler {

    private final WsgiApplication application;
    private final Map<String, ?> added;
    private final PrintStream errors;

    /**
     * Creates a handler.
     *
     * @param application the application
     */
    public WsgiHandler(WsgiApplication application) {
        this(application, Map.of());
    }

    /**
     * Creates a handler that adds variables to each environ.
     *
     * @param application the application
     * @param added the variables, which replace others of the same name
     * @gevent {@code WSGIServer(environ=...)}
     */
    public WsgiHandler(WsgiApplication application, Map<String, ?> added) {
        this.application = application;
        this.added = Map.copyOf(added);
        this.errors = System.err;
    }

    @Override
    public void handle(Request request, Response response) throws Exception {
        PrintStream lines = ErrorLines.to(errors);
        try {
            handle(Environs.of(request, lines), response);
        } finally {
            lines.flush();
        }
    }

    private void handle(Environ environ, Response response) throws Exception {
        environ.putAll(added);
        var starter = new Starter(response);
        Iterable<byte[]> chunks = application.call(environ, starter);
        try {
            if (chunks instanceof Collection<byte[]> all && !starter.hasSent()) {
                starter.sendAll(all);
            } else {
                for (byte[] chunk : chunks) {
                    starter.write(chunk);
                }
            }
            starter.end();
        } finally {
            close(chunks);
        }
    }

    static void close(Iterable<byte[]> chunks) throws IOException {
        if (chunks instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw e instanceof IOException io ? io : new IOException("the body cannot be closed: " + e, e);
            }
        }
    }

    @Override
    public String toString() {
        return "WSGI " + application;
    }
}
