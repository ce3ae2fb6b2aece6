// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.jevent.hub.Deadline;
import io.jevent.hub.Durations;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * The client's end of TLS: options, and the sessions that connections with them share. It checks who the server is, by
 * the chain of its certificate and by its name, unless told otherwise.
 *
 * <p>A second connection to the same server resumes the session of the first, if the server lets it.
 *
 * <p><b>Confinement:</b> thread-safe. Making one takes a few tenths of a second at first, so make one and keep it.
 *
 * @gevent {@code gevent.ssl.SSLContext}, {@code create_default_context}
 */
public final class TlsClient {

    private final EngineFactory engineFactory;
    private final long handshakeNanos;

    private TlsClient(Builder options) {
        engineFactory = options.provider().engineFactory(options, true);
        handshakeNanos = options.handshakeNanos();
    }

    /**
     * Makes a client with the usual options: it trusts whom the JDK trusts.
     *
     * @return the client
     * @switches never
     */
    public static TlsClient create() {
        return builder().build();
    }

    /**
     * Makes a builder.
     *
     * @return one with the usual options
     * @switches never
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Options of a client. */
    public static final class Builder extends TlsBuilder<Builder> {

        private boolean verifiesHostName = true;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Leaves out the check that the certificate is for the server's name; the chain is checked nevertheless.
         *
         * @return this builder
         * @gevent {@code check_hostname = False}
         * @switches never
         */
        public Builder withoutHostNameCheck() {
            verifiesHostName = false;
            return this;
        }

        @Override
        boolean verifiesHostName() {
            return verifiesHostName;
        }

        @Override
        IdentityKeyManager keys() {
            return new IdentityKeyManager(identity().orElse(null), Map.of());
        }

        /**
         * Makes the client. The builder can be used again.
         *
         * @return the client
         * @throws IllegalArgumentException if the provider does not know a protocol or a cipher suite
         * @switches never
         */
        public TlsClient build() {
            return new TlsClient(this);
        }
    }

    /**
     * Connects to a server; see {@link #connect(SocketAddress)}.
     *
     * @param address as {@link Addresses#parse} reads it
     * @return the connection, encrypted
     * @throws IOException if that fails
     * @switches always
     */
    public StreamSocket connect(String address) throws IOException {
        return connect(Addresses.parse(address));
    }

    /**
     * Connects to a server and shakes hands with it, by the name in the address.
     *
     * <p>If the wait is cut short by a kill or a timeout, nothing is left open.
     *
     * @param address a host and a port
     * @return the connection, encrypted
     * @throws javax.net.ssl.SSLException if the server is not who it should be, or the handshake fails; the message
     *     says why
     * @throws java.net.SocketTimeoutException if the handshake took too long
     * @throws IOException if the connection fails
     * @throws IllegalArgumentException if the address has no host name
     * @switches always
     * @gevent {@code wrap_socket(create_connection(address), server_hostname=host)}
     */
    public StreamSocket connect(SocketAddress address) throws IOException {
        String host = hostOf(address);
        return secure(StreamSocket.connect(address), host);
    }

    /**
     * As {@link #connect(SocketAddress)}, in a limited time.
     *
     * @param address a host and a port
     * @param timeout the longest time for all of it
     * @return the connection, encrypted
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IOException as {@link #connect(SocketAddress)}
     * @switches always
     */
    public StreamSocket connect(SocketAddress address, Duration timeout) throws IOException {
        String host = hostOf(address);
        var deadline = new Deadline(Durations.nanos(timeout, "timeout"));
        StreamSocket socket = StreamSocket.connect(address, timeout);
        engineFactory.secure(socket, host, Math.min(deadline.left(), handshakeNanos));
        return socket;
    }

    private static String hostOf(SocketAddress address) {
        if (address instanceof InetSocketAddress inet) {
            return EngineFactory.normal(inet.getHostString()); // before anything is connected that would stay open
        }
        throw new IllegalArgumentException("the name of the server is not known from its address: " + address
                + "; connect a StreamSocket and use secure(socket, name)");
    }

    /**
     * Encrypts a connection that is open: the handshake of a client, as after the answer to {@code STARTTLS}. What was
     * sent before is sent first; what has come and was not read is taken as the beginning of the server's TLS.
     *
     * <p>Whatever goes wrong, also if the wait is cut short by a kill or a timeout, the socket is closed.
     *
     * @param socket the connection; no other greenlet may use it meanwhile
     * @param serverName the name that is sent to the server and must be in its certificate, or its address
     * @return {@code socket}, which is encrypted now
     * @throws javax.net.ssl.SSLException if the server is not who it should be, or the handshake fails; the message
     *     says why
     * @throws java.net.SocketTimeoutException if it took longer than the handshake timeout
     * @throws IOException if the connection fails
     * @throws IllegalStateException if the socket is encrypted already
     * @throws io.jevent.exceptions.ConcurrentObjectUseException if another greenlet waits for the socket
     * @switches always
     * @gevent {@code SSLContext.wrap_socket(socket, server_hostname=name)}
     */
    public StreamSocket secure(StreamSocket socket, String serverName) throws IOException {
        engineFactory.secure(socket, serverName, handshakeNanos);
        return socket;
    }
}
