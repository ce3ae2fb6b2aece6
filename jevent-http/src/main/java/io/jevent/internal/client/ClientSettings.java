// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.socket.StreamSocket;
import io.jevent.tls.TlsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The limits and settings of a client. Times are in nanoseconds; {@link Long#MAX_VALUE} means no limit. An instance in
 * use is not changed any more.
 */
public final class ClientSettings implements Cloneable {

    /** The connections to one origin. */
    public int maxPerOrigin = 128;

    /** The connections of a hub to all origins. */
    public int maxTotal = 1024;

    /** The idle connections to one origin that are kept. */
    public int maxIdlePerOrigin = 64;

    /** The time after which an idle connection is closed. */
    public long idleNanos = Duration.ofSeconds(30).toNanos();

    /** The age after which a connection takes no further request. */
    public long maxAgeNanos = Long.MAX_VALUE;

    /** The time for name look-up, TCP and a proxy. */
    public long connectNanos = Duration.ofSeconds(10).toNanos();

    /** The time for the TLS handshake. */
    public long tlsNanos = Duration.ofSeconds(10).toNanos();

    /** The time from the end of the request to the head of the response. */
    public long headNanos = Duration.ofSeconds(60).toNanos();

    /** The time between two parts of a body. */
    public long betweenNanos = Duration.ofSeconds(60).toNanos();

    /** The time for a whole call, with its redirects, retries and body. */
    public long callNanos = Long.MAX_VALUE;

    /** The time to wait for 100 (Continue). */
    public long continueNanos = Duration.ofSeconds(1).toNanos();

    /** The size of a response's head, in bytes. */
    public int maxHeaderBytes = 64 * 1024;

    /** The header lines of a response. */
    public int maxHeaders = 256;

    /** The size of a body that is read into memory, after decoding, in bytes. */
    public long maxBody = 64L * 1024 * 1024;

    /** The size of a body after decoding, in bytes. */
    public long maxDecoded = 1024L * 1024 * 1024;

    /** The redirects of a call. */
    public int maxRedirects = 5;

    /** Whether bodies are requested in a compressed form, and decoded. */
    public boolean decodes = true;

    /** Whether HTTP/2 may be used with TLS. */
    public boolean http2 = true;

    /** Whether HTTP/2 is used without TLS, without asking the server (RFC 9113, 3.3). */
    public boolean priorKnowledge;

    /** The TLS settings with their own ALPN; null for the default ones. */
    public @Nullable TlsClient tls;

    /** The TLS settings of the JDK's builder; null for none. */
    public @Nullable SSLContext sslContext;

    /** The TLS parameters of the JDK's builder; null for none. */
    public @Nullable SSLParameters sslParameters;

    /** The addresses that may be connected to. */
    public Predicate<InetAddress> addresses = _ -> true;

    /** The socket that all connections go to; null for the origin's address. */
    public @Nullable Path unixSocket;

    /** The local address of connections; null for any. */
    public @Nullable InetAddress localAddress;

    /** The credentials for the proxy, as the value of Proxy-Authorization for a CONNECT; null for none. */
    public @Nullable String proxyAuthorization;

    /** Finds credentials for a proxy that wants some; null for none. */
    public @Nullable ProxyCredentials proxyCredentials;

    /** Makes the connections, instead of TCP; null for TCP. */
    public @Nullable Connecting connecting;

    /** Makes connections. */
    @FunctionalInterface
    public interface Connecting {

        /**
         * Makes a connection.
         *
         * @return the connection
         * @throws IOException if it fails
         */
        StreamSocket connect() throws IOException;
    }

    /** Finds credentials for a proxy. */
    public interface ProxyCredentials {

        /**
         * Returns the credentials that the proxy accepted before.
         *
         * @param proxy the proxy
         * @return the value of Proxy-Authorization; null if there are none
         */
        @Nullable
        String known(Proxy proxy);

        /**
         * Asks for credentials.
         *
         * @param proxy the proxy
         * @param scheme the protocol of the proxy, for example {@code https} for a tunnel to such a server
         * @param challenges the values of Proxy-Authenticate; none for SOCKS
         * @return the value of Proxy-Authorization; null if there are none
         */
        @Nullable
        String ask(Proxy proxy, String scheme, List<String> challenges);
    }

    /** Creates the default settings. */
    public ClientSettings() {
        super();
    }

    /**
     * Returns a copy, which may be changed.
     *
     * @return the copy
     */
    public ClientSettings copy() {
        try {
            return (ClientSettings) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}
