// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import io.jevent.hub.Durations;
import io.jevent.internal.bounds.Bounds;
import io.jevent.internal.client.ClientSettings;
import io.jevent.socket.StreamSocket;
import io.jevent.tls.TlsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The limits and settings of a client, beside those of {@link java.net.http.HttpClient.Builder}. Each method returns
 * changed options and leaves these as they are.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @since 0.1
 */
public final class ClientOptions {

    /** Limits for servers on the Internet. */
    public static final ClientOptions DEFAULTS = new ClientOptions(new ClientSettings(), List.of());

    private final ClientSettings settings;
    private final List<Interceptor> interceptors;

    private ClientOptions(ClientSettings settings, List<Interceptor> interceptors) {
        this.settings = settings;
        this.interceptors = interceptors;
    }

    private ClientOptions with(Consumer<ClientSettings> change) {
        ClientSettings changed = settings.copy();
        change.accept(changed);
        return new ClientOptions(changed, interceptors);
    }

    private static long positive(Duration limit, String name) {
        long nanos = Durations.nanos(limit, name);
        if (nanos == 0) {
            throw new IllegalArgumentException(name + " must be longer than zero: " + limit);
        }
        return nanos;
    }

    private static long atLeastOne(long bytes, String name) {
        if (bytes < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + bytes);
        }
        return bytes;
    }

    ClientSettings settings() {
        return settings;
    }

    List<Interceptor> interceptors() {
        return interceptors;
    }

    /**
     * Limits the connections of each hub. A call that finds all of an origin's connections in use blocks until one is
     * free, in the order of asking. HTTP/2 needs one connection for many calls.
     *
     * @param perOrigin the maximum for one origin: scheme, host, port and proxy; 128 by default
     * @param total the maximum for all origins; 1024 by default; an idle connection is closed for a new one
     * @return the changed options
     * @throws IllegalArgumentException if one is less than 1
     * @gevent {@code concurrency} of geventhttpclient
     */
    public ClientOptions maxConnections(int perOrigin, int total) {
        Bounds.atLeastOne(perOrigin, "perOrigin");
        Bounds.atLeastOne(total, "total");
        return with(changed -> {
            changed.maxPerOrigin = perOrigin;
            changed.maxTotal = total;
        });
    }

    /**
     * Limits the idle connections that are kept for later calls.
     *
     * @param perOrigin the maximum for one origin; 64 by default
     * @param time the time after which an idle connection is closed; 30 s by default
     * @return the changed options
     * @throws IllegalArgumentException if {@code perOrigin} is less than 1, or {@code time} is not longer than zero
     */
    public ClientOptions keepAlive(int perOrigin, Duration time) {
        Bounds.atLeastOne(perOrigin, "perOrigin");
        long nanos = positive(time, "time");
        return with(changed -> {
            changed.maxIdlePerOrigin = perOrigin;
            changed.idleNanos = nanos;
        });
    }

    /**
     * Limits the age of connections, so that calls follow changes of DNS and of load balancers.
     *
     * @param age the age after which a connection takes no further call; unlimited by default
     * @return the changed options
     * @throws IllegalArgumentException if it is not longer than zero
     */
    public ClientOptions maxConnectionAge(Duration age) {
        long nanos = positive(age, "age");
        return with(changed -> changed.maxAgeNanos = nanos);
    }

    /**
     * Limits the time for name look-up, TCP and a proxy. {@link java.net.http.HttpClient.Builder#connectTimeout} sets
     * it too.
     *
     * @param limit the time; 10 s by default
     * @return the changed options
     * @throws IllegalArgumentException if it is not longer than zero
     */
    public ClientOptions connectTimeout(Duration limit) {
        long nanos = positive(limit, "limit");
        return with(changed -> changed.connectNanos = nanos);
    }

    /**
     * Limits the time for the TLS handshake.
     *
     * @param limit the time; 10 s by default
     * @return the changed options
     * @throws IllegalArgumentException if it is not longer than zero
     */
    public ClientOptions tlsTimeout(Duration limit) {
        long nanos = positive(limit, "limit");
        return with(changed -> changed.tlsNanos = nanos);
    }

    /**
     * Limits the time from the request to the head of its response. {@link java.net.http.HttpRequest.Builder#timeout}
     * sets a further limit, which includes the connection.
     *
     * @param limit the time; 60 s by default
     * @return the changed options
     * @throws IllegalArgumentException if it is not longer than zero
     */
    public ClientOptions responseTimeout(Duration limit) {
        long nanos = positive(limit, "limit");
        return with(changed -> changed.headNanos = nanos);
    }

    /**
     * Limits the silence of a server within a body, and the time in which it takes nothing of a request.
     *
     * @param limit the time; 60 s by default
     * @return the changed options
     * @throws IllegalArgumentException if it is not longer than zero
     */
    public ClientOptions readTimeout(Duration limit) {
        long nanos = positive(limit, "limit");
        return with(changed -> changed.betweenNanos = nanos);
    }

    /**
     * Limits the time for a whole call, from its first interceptor to the end of the body.
     *
     * @param limit the time; unlimited by default
     * @return the changed options
     * @throws IllegalArgumentException if it is not longer than zero
     */
    public ClientOptions callTimeout(Duration limit) {
        long nanos = positive(limit, "limit");
        return with(changed -> changed.callNanos = nanos);
    }

    /**
     * Limits the head of a response.
     *
     * @param lines the header lines; 256 by default
     * @param bytes the size of the head in bytes; 64 KiB by default
     * @return the changed options
     * @throws IllegalArgumentException if one is less than 1
     */
    public ClientOptions maxHeaders(int lines, int bytes) {
        Bounds.atLeastOne(lines, "lines");
        Bounds.atLeastOne(bytes, "bytes");
        return with(changed -> {
            changed.maxHeaders = lines;
            changed.maxHeaderBytes = bytes;
        });
    }

    /**
     * Limits the bodies that {@link Reply#bytes()} and {@link Reply#text()} read into memory.
     *
     * @param bytes the size in bytes, after decoding; 64 MiB by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public ClientOptions maxBody(long bytes) {
        long most = atLeastOne(bytes, "maxBody");
        return with(changed -> changed.maxBody = most);
    }

    /**
     * Limits what a compressed body may expand to, however it is read.
     *
     * @param bytes the size in bytes; 1 GiB by default
     * @return the changed options
     * @throws IllegalArgumentException if it is less than 1
     */
    public ClientOptions maxDecoded(long bytes) {
        long most = atLeastOne(bytes, "maxDecoded");
        return with(changed -> changed.maxDecoded = most);
    }

    /**
     * Sets whether the client asks for compressed bodies and decodes them. A request with an {@code Accept-Encoding} of
     * its own gets the body as the server sends it.
     *
     * @param decodes true by default
     * @return the changed options
     */
    public ClientOptions decoding(boolean decodes) {
        return with(changed -> changed.decodes = decodes);
    }

    /**
     * Limits the redirects of a call; the response after the last one is returned as it is.
     *
     * @param most the maximum; 5 by default
     * @return the changed options
     * @throws IllegalArgumentException if it is negative
     */
    public ClientOptions maxRedirects(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("maxRedirects must not be negative: " + most);
        }
        return with(changed -> changed.maxRedirects = most);
    }

    /**
     * Sets whether http (without TLS) speaks HTTP/2 without asking the server, which must be known to speak it (RFC
     * 9113, 3.3). With TLS the handshake chooses the version.
     *
     * @param known false by default
     * @return the changed options
     */
    public ClientOptions http2PriorKnowledge(boolean known) {
        return with(changed -> changed.priorKnowledge = known);
    }

    /**
     * Sets the TLS settings, in place of those of {@link java.net.http.HttpClient.Builder#sslContext}.
     *
     * @param client the settings; {@link TlsClient#create} by default
     * @return the changed options
     */
    public ClientOptions tls(TlsClient client) {
        Objects.requireNonNull(client, "client");
        return with(changed -> changed.tls = client);
    }

    /**
     * Sets which addresses may be connected to. The rule holds for the addresses of every name, also after a redirect,
     * and the connection goes to an address that was checked; it does not hold for proxies.
     *
     * @param allowed returns whether an address is allowed; all are by default; {@link AddressRules#PUBLIC} protects
     *     the network of a program that fetches addresses which users choose (SSRF)
     * @return the changed options
     */
    public ClientOptions addresses(Predicate<InetAddress> allowed) {
        Objects.requireNonNull(allowed, "allowed");
        return with(changed -> changed.addresses = allowed);
    }

    /**
     * Sends all requests to a Unix socket, whatever host their addresses name.
     *
     * @param path the socket
     * @return the changed options
     */
    public ClientOptions unixSocket(Path path) {
        Objects.requireNonNull(path, "path");
        return with(changed -> changed.unixSocket = path);
    }

    /**
     * Sets how connections are made, whatever host the addresses name: for a test without a network, or another way to
     * a server. The limits and TLS are those of other connections.
     *
     * @param connector connects; it may block
     * @return the changed options
     */
    public ClientOptions connector(Connector connector) {
        Objects.requireNonNull(connector, "connector");
        return with(changed -> changed.connecting = connector::connect);
    }

    /**
     * Makes the connections of a client.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface Connector {

        /**
         * Makes a connection.
         *
         * @return the connection, which the client closes
         * @throws IOException if it fails
         */
        StreamSocket connect() throws IOException;
    }

    /**
     * Sets the credentials for a proxy that is asked for tunnels, or for a SOCKS proxy. Without them the
     * {@linkplain java.net.http.HttpClient.Builder#authenticator authenticator} is asked when the proxy wants some.
     *
     * @param user the name
     * @param password the password
     * @return the changed options
     */
    public ClientOptions proxyCredentials(String user, String password) {
        String line = Credentials.basic(user, password);
        return with(changed -> changed.proxyAuthorization = line);
    }

    /**
     * Adds an interceptor after those that were added before.
     *
     * @param interceptor the interceptor
     * @return the changed options
     */
    public ClientOptions interceptor(Interceptor interceptor) {
        var all = new ArrayList<>(interceptors);
        all.add(Objects.requireNonNull(interceptor, "interceptor"));
        return new ClientOptions(settings, List.copyOf(all));
    }
}
