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
 */
public final class WsgiHandler implements Handler {

    private final WsgiApplication application;
    private final Map<String, ?> added;
    private final PrintStream errors;

    /**
     * Makes one.
     *
     * @param application the application
     */
    public WsgiHandler(WsgiApplication application) {
        this(application, Map.of());
    }

    /**
     * Makes one that adds something to each environ.
     *
     * @param application the application
     * @param added what is added, in the place of what is there
     * @gevent {@code WSGIServer(environ=...)}
     */
    public WsgiHandler(WsgiApplication application, Map<String, ?> added) {
        this.application = application;
        this.added = Map.copyOf(added);
        this.errors = System.err;
    }

    @Override
    public void handle(Request request, Response response) throws Exception {
        Environ environ = Environs.of(request, errors);
        environ.putAll(added);
        var starter = new Starter(response);
        Iterable<byte[]> pieces = application.call(environ, starter);
        try {
            if (pieces instanceof Collection<byte[]> all && !starter.hasSent()) {
                starter.sendAll(all);
            } else {
                for (byte[] piece : pieces) {
                    starter.write(piece);
                }
            }
            starter.end();
        } finally {
            close(pieces);
        }
    }

    static void close(Iterable<byte[]> pieces) throws IOException {
        if (pieces instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw e instanceof IOException io ? io : new IOException("the pieces cannot be closed: " + e, e);
            }
        }
    }

    @Override
    public String toString() {
        return "WSGI " + application;
    }
}
