// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javax.net.ssl.SSLEngine;

/**
 * The server side of TLS: its options, its certificates, and the sessions that its connections share.
 *
 * <p><b>Confinement:</b> thread-safe: servers on several hubs may share one. A session that began on one hub can then
 * be resumed on another.
 *
 * @gevent {@code gevent.ssl.SSLContext} with {@code wrap_socket(..., server_side=True)}
 * @since 0.1
 */
public final class TlsServer {

    private final Function<? super StreamSocket, ? extends EngineFactory> factories;
    private final List<TlsIdentity> identities;
    private final long handshakeNanos;

    private TlsServer(Builder options) {
        EngineFactory shared = options.provider().engineFactory(options, false);
        factories = _ -> shared;
        identities = options.identities();
        handshakeNanos = options.handshakeNanos();
    }

    private TlsServer(Function<? super StreamSocket, ? extends SSLEngine> engines) {
        factories = socket -> new GivenEngine(engines.apply(socket));
        identities = List.of();
        handshakeNanos = TlsBuilder.HANDSHAKE_TIMEOUT.toNanos();
    }

    /**
     * Creates a server with the default options.
     *
     * @param identity the key and the certificate of the server
     * @return the server
     * @switches never
     */
    public static TlsServer of(TlsIdentity identity) {
        return builder().identity(identity).build();
    }

    /**
     * Creates a server whose engines the program makes, for code that has an {@link javax.net.ssl.SSLContext} already.
     * The engines keep their own parameters; only if those name no application protocols, an engine offers those of the
     * server.
     *
     * @param engines creates the engine of a connection, in the greenlet of its handler
     * @return the server
     * @switches never
     * @gevent {@code context.wrap_socket}, with a context of the program
     */
    public static TlsServer ofEngines(Function<? super StreamSocket, ? extends SSLEngine> engines) {
        return new TlsServer(engines);
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
     * Options of a server.
     *
     * @since 0.1
     */
    public static final class Builder extends TlsBuilder<Builder> {

        private final Map<String, TlsIdentity> byName = new LinkedHashMap<>();
        private ClientAuthentication authentication = ClientAuthentication.NONE;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Sets the identity for clients that ask for the given name (SNI). Other clients get the identity without a
         * name; if there is none, they are refused.
         *
         * @param serverName the name, or {@code *.example.org} for all names with exactly one more label
         * @param own the key and the certificate
         * @return this builder
         * @switches never
         */
        public Builder identity(String serverName, TlsIdentity own) {
            byName.put(serverName.toLowerCase(Locale.ROOT), Objects.requireNonNull(own, "own"));
            return this;
        }

        /**
         * Sets whether clients are asked for a certificate; by default they are not. The certificate is checked against
         * {@link #trust}.
         *
         * @param whether whether the server asks
         * @return this builder
         * @gevent {@code verify_mode} of a server
         * @switches never
         */
        public Builder clientAuthentication(ClientAuthentication whether) {
            authentication = Objects.requireNonNull(whether, "whether");
            return this;
        }

        @Override
        ClientAuthentication clientAuthentication() {
            return authentication;
        }

        @Override
        IdentityKeyManager keys() {
            return new IdentityKeyManager(identity().orElse(null), byName);
        }

        private List<TlsIdentity> identities() {
            var all = new ArrayList<>(byName.values());
            identity().ifPresent(all::add);
            return List.copyOf(all);
        }

        /**
         * Creates the server. The builder can be used again.
         *
         * @return the server
         * @throws IllegalStateException if no identity was set
         * @throws IllegalArgumentException if the provider does not know a protocol or a cipher suite
         * @switches never
         */
        public TlsServer build() {
            if (identities().isEmpty()) {
                throw new IllegalStateException("a server needs an identity: call identity(...) first, with"
                        + " DevelopmentCertificate.create().identity() for tests");
            }
            return new TlsServer(this);
        }
    }

    /**
     * Encrypts an open connection by a server handshake. Bytes sent before are transmitted first; bytes that have
     * arrived but were not read are taken as the beginning of the client's TLS. The method reference
     * {@code tls::secure} is a wrapper for the connections of a {@code StreamServer}.
     *
     * <p>If the call fails, or a kill or a timeout cancels it, the socket is closed.
     *
     * @param socket the connection; no other greenlet may use it meanwhile
     * @return {@code socket}, now encrypted
     * @throws javax.net.ssl.SSLException if the handshake fails or the client's certificate is refused; the message
     *     explains why
     * @throws java.net.SocketTimeoutException if the handshake took longer than its limit
     * @throws IOException if the connection fails
     * @throws IllegalStateException if the socket is already encrypted
     * @throws io.jevent.exceptions.ConcurrentObjectUseException if another greenlet waits for the socket
     * @switches always
     * @gevent {@code SSLContext.wrap_socket(socket, server_side=True)}
     */
    public StreamSocket secure(StreamSocket socket) throws IOException {
        factories.apply(socket).secure(socket, null, handshakeNanos);
        return socket;
    }

    /**
     * Reads the files of all identities again; see {@link TlsIdentity#reload()}. New connections get the new
     * certificates, open ones keep theirs.
     *
     * @throws IOException if an identity cannot be read; that one stays as it is, the others are replaced
     * @switches never
     */
    public void reload() throws IOException {
        IOException failure = null;
        for (TlsIdentity identity : identities) {
            try {
                identity.reload();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
