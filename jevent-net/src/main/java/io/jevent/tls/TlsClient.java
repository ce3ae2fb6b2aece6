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
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The client side of TLS: its options, and the sessions that its connections share. By default it verifies the server's
 * certificate chain and its host name.
 *
 * <p>A second connection to the same server resumes the session of the first if the server allows it.
 *
 * <p><b>Confinement:</b> thread-safe. Creating the first client takes a few tenths of a second, so create one and keep
 * it.
 *
 * @gevent {@code gevent.ssl.SSLContext}, {@code create_default_context}
 * @since 0.1
 */
public final class TlsClient {

    private final EngineFactory engineFactory;
    private final long handshakeNanos;

    private TlsClient(Builder options) {
        engineFactory = options.provider().engineFactory(options, true);
        handshakeNanos = options.handshakeNanos();
    }

    /**
     * Creates a client with the default options: it trusts the authorities that the JDK trusts.
     *
     * @return the client
     * @switches never
     */
    public static TlsClient create() {
        return builder().build();
    }

    /**
     * Creates a builder.
     *
     * @return a builder with the default options
     * @switches never
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Options of a client.
     *
     * @since 0.1
     */
    public static final class Builder extends TlsBuilder<Builder> {

        private boolean verifiesHostName = true;

        private @Nullable SSLContext context;

        private Builder() {}

        /**
         * Sets a context of the JDK, whose keys and trust replace those of this builder; the JDK then implements TLS.
         *
         * @param made a context that is initialized
         * @return this builder
         * @switches never
         */
        public Builder context(SSLContext made) {
            context = Objects.requireNonNull(made, "made");
            return provider(TlsProvider.JDK);
        }

        @Override
        @Nullable
        SSLContext context() {
            return context;
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Turns off the check that the certificate is for the server's name; the chain is still checked.
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
         * Creates the client. The builder can be used again.
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
     * @param address in the form of {@link Addresses#parse}
     * @return the encrypted connection
     * @throws IOException if the connection or the handshake fails
     * @switches always
     */
    public StreamSocket connect(String address) throws IOException {
        return connect(Addresses.parse(address));
    }

    /**
     * Connects to a server and performs a TLS handshake for the host name in the address.
     *
     * <p>If a kill or a timeout cancels the wait, nothing stays open.
     *
     * @param address a host and a port
     * @return the encrypted connection
     * @throws javax.net.ssl.SSLException if the server's certificate is refused, or the handshake fails; the message
     *     explains why
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
     * Connects as {@link #connect(SocketAddress)} does, with a time limit.
     *
     * @param address a host and a port
     * @param timeout the longest time for the connection and the handshake
     * @return the encrypted connection
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
     * Encrypts an open connection by a client handshake, for example after the reply to {@code STARTTLS}. Bytes sent
     * before are transmitted first; bytes that have arrived but were not read are taken as the beginning of the
     * server's TLS.
     *
     * <p>If the call fails, or a kill or a timeout cancels it, the socket is closed.
     *
     * @param socket the connection; no other greenlet may use it meanwhile
     * @param serverName the name that is sent to the server and must be in its certificate, or the server's address
     * @return {@code socket}, now encrypted
     * @throws javax.net.ssl.SSLException if the server's certificate is refused, or the handshake fails; the message
     *     explains why
     * @throws java.net.SocketTimeoutException if the handshake took longer than its limit
     * @throws IOException if the connection fails
     * @throws IllegalStateException if the socket is already encrypted
     * @throws io.jevent.exceptions.ConcurrentObjectUseException if another greenlet waits for the socket
     * @switches always
     * @gevent {@code SSLContext.wrap_socket(socket, server_hostname=name)}
     */
    public StreamSocket secure(StreamSocket socket, String serverName) throws IOException {
        engineFactory.secure(socket, serverName, handshakeNanos);
        return socket;
    }

    /**
     * Encrypts an open connection as {@link #secure(StreamSocket, String)} does, with a further time limit.
     *
     * @param socket the connection; no other greenlet may use it meanwhile
     * @param serverName the name that is sent to the server and must be in its certificate, or the server's address
     * @param timeout the longest time for the handshake; the limit of the builder holds too
     * @return {@code socket}, now encrypted
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IOException as {@link #secure(StreamSocket, String)}
     * @switches always
     */
    public StreamSocket secure(StreamSocket socket, String serverName, Duration timeout) throws IOException {
        engineFactory.secure(socket, serverName, Math.min(Durations.nanos(timeout, "timeout"), handshakeNanos));
        return socket;
    }
}
