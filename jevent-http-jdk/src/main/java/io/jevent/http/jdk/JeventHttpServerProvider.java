// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Makes the servers of {@code com.sun.net.httpserver} on jevent: each connection has a greenlet, which runs the
 * handlers, and a server speaks HTTP/2 too. The JDK finds this provider by itself; the system property
 * {@code com.sun.net.httpserver.HttpServerProvider} selects another one.
 *
 * <p>A server that a greenlet starts runs on the greenlet's hub and ends with it. A server that any other thread starts
 * gets a thread with a hub of its own, which keeps the JVM running until {@code stop}, as the JDK's server does.
 *
 * <p>Without an executor the handlers run in the greenlets of the connections, all on the server's thread, and may
 * block. With one they run where the executor runs them; the calls of other threads are made by greenlets of the
 * server's hub.
 *
 * <p><b>Confinement:</b> thread-safe, and so are its servers.
 *
 * @since 0.1
 */
public final class JeventHttpServerProvider extends HttpServerProvider {

    /** The JDK's server writes no access log and does not limit bodies, which its handlers read as streams. */
    private static final HttpOptions DEFAULTS =
            HttpOptions.DEFAULTS.log(AccessLog.NONE).maxBody(Long.MAX_VALUE).endWhenClientLeaves(false);

    private final HttpOptions options;

    /**
     * Creates a provider whose servers have the usual limits of {@link HttpOptions}, but no access log and no limit of
     * the length of a body, and do not cancel the handler of a client that has left. The JDK calls this.
     */
    public JeventHttpServerProvider() {
        this(DEFAULTS);
    }

    /**
     * Creates a provider.
     *
     * @param options the limits and settings of its servers
     */
    public JeventHttpServerProvider(HttpOptions options) {
        this.options = options;
    }

    /**
     * Creates a server, and binds it if there is an address.
     *
     * @param address the address to listen on, or null for {@code bind} to name it
     * @param backlog the maximum number of connections that wait to be accepted; 0 for the system's default
     * @return the server, which does not accept before {@code start}
     * @throws java.net.BindException if the address cannot be bound
     * @throws IOException if listening fails
     * @switches never
     */
    @Override
    public HttpServer createHttpServer(@Nullable InetSocketAddress address, int backlog) throws IOException {
        return new PlainServer(options, address, backlog);
    }

    /**
     * Creates a server for HTTPS, and binds it if there is an address.
     *
     * @param address the address to listen on, or null for {@code bind} to name it
     * @param backlog the maximum number of connections that wait to be accepted; 0 for the system's default
     * @return the server, which does not accept before {@code start}
     * @throws java.net.BindException if the address cannot be bound
     * @throws IOException if listening fails
     * @switches never
     */
    @Override
    public HttpsServer createHttpsServer(@Nullable InetSocketAddress address, int backlog) throws IOException {
        return new SecureServer(options, address, backlog);
    }
}
