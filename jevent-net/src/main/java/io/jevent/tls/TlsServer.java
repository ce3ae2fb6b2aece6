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

/**
 * The server's end of TLS: options, certificates, and the sessions that connections with them share.
 *
 * <p><b>Confinement:</b> thread-safe: servers on several hubs may share one, and then a session that began on one of
 * them can be resumed on another.
 *
 * @gevent {@code gevent.ssl.SSLContext} with {@code wrap_socket(..., server_side=True)}
 */
public final class TlsServer {

    private final EngineFactory engineFactory;
    private final List<TlsIdentity> identities;
    private final long handshakeNanos;

    private TlsServer(Builder options) {
        engineFactory = options.provider().engineFactory(options, false);
        identities = options.identities();
        handshakeNanos = options.handshakeNanos();
    }

    /**
     * Makes a server with the usual options.
     *
     * @param identity who it is
     * @return the server
     * @switches never
     */
    public static TlsServer of(TlsIdentity identity) {
        return builder().identity(identity).build();
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

    /** Options of a server. */
    public static final class Builder extends TlsBuilder<Builder> {

        private final Map<String, TlsIdentity> byName = new LinkedHashMap<>();
        private ClientAuthentication authentication = ClientAuthentication.NONE;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /**
         * Says who the server is for clients that ask for a certain name. The others get the identity without a name;
         * if there is none, they are refused.
         *
         * @param serverName the name, or {@code *.example.org} for each name that has one part more
         * @param own key and certificate
         * @return this builder
         * @switches never
         */
        public Builder identity(String serverName, TlsIdentity own) {
            byName.put(serverName.toLowerCase(Locale.ROOT), Objects.requireNonNull(own, "own"));
            return this;
        }

        /**
         * Says whether clients are asked for a certificate; they are not unless told otherwise. It is checked against
         * {@link #trust}.
         *
         * @param whether whether
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
         * Makes the server. The builder can be used again.
         *
         * @return the server
         * @throws IllegalStateException if it has no identity
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
     * Encrypts a connection that is open: the handshake of a server. What was sent before is sent first; what has come
     * and was not read is taken as the beginning of the client's TLS. As a method reference, {@code tls::secure}, it is
     * what a {@code StreamServer} wraps its connections with.
     *
     * <p>Whatever goes wrong, also if the wait is cut short by a kill or a timeout, the socket is closed.
     *
     * @param socket the connection; no other greenlet may use it meanwhile
     * @return {@code socket}, which is encrypted now
     * @throws javax.net.ssl.SSLException if the handshake fails or the client's certificate is refused; the message
     *     says why
     * @throws java.net.SocketTimeoutException if it took longer than the handshake timeout
     * @throws IOException if the connection fails
     * @throws IllegalStateException if the socket is encrypted already
     * @throws io.jevent.exceptions.ConcurrentObjectUseException if another greenlet waits for the socket
     * @switches always
     * @gevent {@code SSLContext.wrap_socket(socket, server_side=True)}
     */
    public StreamSocket secure(StreamSocket socket) throws IOException {
        engineFactory.secure(socket, null, handshakeNanos);
        return socket;
    }

    /**
     * Reads the files of all identities again; see {@link TlsIdentity#reload()}. New connections get the new
     * certificates, those that are open go on with theirs.
     *
     * @throws IOException if one cannot be read; that identity stays as it is, the others were read
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
