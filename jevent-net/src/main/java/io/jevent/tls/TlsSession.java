// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.jevent.internal.netty.SocketAccess;
import io.jevent.internal.netty.TlsLayer;
import io.jevent.socket.StreamSocket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that a handshake negotiated.
 *
 * <p><b>Confinement:</b> thread-safe: immutable.
 *
 * @gevent {@code SSLSocket.version}, {@code cipher}, {@code getpeercert}, {@code selected_alpn_protocol},
 *     {@code session_reused}
 * @since 0.1
 */
public final class TlsSession {

    private final SSLSession session;
    private final String protocol;
    private final String cipher;
    private final Optional<String> applicationProtocol;
    private final Optional<String> serverName;
    private final List<X509Certificate> peer;
    private final List<X509Certificate> own;
    private final boolean resumed;
    private final TlsProvider provider;

    TlsSession(SSLSession session, @Nullable String applicationProtocol, boolean resumed, TlsProvider provider) {
        this.session = session;
        this.protocol = session.getProtocol();
        this.cipher = session.getCipherSuite();
        this.applicationProtocol = Optional.ofNullable(applicationProtocol).filter(name -> !name.isEmpty());
        this.serverName = serverNameOf(session);
        this.peer = peerOf(session);
        this.own = listOf(session.getLocalCertificates());
        this.resumed = resumed;
        this.provider = provider;
    }

    private static List<X509Certificate> peerOf(SSLSession session) {
        try {
            return listOf(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    private static List<X509Certificate> listOf(Certificate @Nullable [] chain) {
        return chain == null
                ? List.of()
                : Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    }

    private static Optional<String> serverNameOf(SSLSession session) {
        if (!(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        return extended.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .findFirst();
    }

    /**
     * Returns the session of a socket.
     *
     * @param socket the socket
     * @return the session, or empty if the socket is not encrypted
     * @switches never
     */
    public static Optional<TlsSession> of(StreamSocket socket) {
        TlsLayer layer = SocketAccess.channelOf(socket).tls();
        return Optional.ofNullable(layer == null ? null : (TlsSession) layer.session());
    }

    /**
     * Returns the session of an encrypted socket.
     *
     * @param socket the socket
     * @return the session
     * @throws IllegalStateException if the socket is not encrypted
     * @switches never
     */
    public static TlsSession require(StreamSocket socket) {
        return of(Objects.requireNonNull(socket, "socket"))
                .orElseThrow(() -> new IllegalStateException(socket + " is not encrypted"));
    }

    /**
     * Returns the version of TLS.
     *
     * @return the version, for example {@code TLSv1.3}
     * @switches never
     */
    public String protocol() {
        return protocol;
    }

    /**
     * Returns the cipher suite.
     *
     * @return the suite, for example {@code TLS_AES_256_GCM_SHA384}
     * @switches never
     */
    public String cipher() {
        return cipher;
    }

    /**
     * Returns the application protocol.
     *
     * @return the protocol that ALPN selected, or empty if one of the ends did not offer any or they had none in common
     * @switches never
     */
    public Optional<String> applicationProtocol() {
        return applicationProtocol;
    }

    /**
     * Returns the name of the server that the client asked for.
     *
     * @return the name from SNI, in lower case; empty if the client sent none
     * @switches never
     */
    public Optional<String> serverName() {
        return serverName;
    }

    /**
     * Returns the certificates of the peer. They were checked, unless the trust is {@link TlsTrust#insecure()}.
     *
     * @return the chain, its own certificate first; empty if it sent none
     * @switches never
     */
    public List<X509Certificate> peerCertificates() {
        return peer;
    }

    /**
     * Returns the certificates that this end sent.
     *
     * @return the chain, its own certificate first; empty if it sent none
     * @switches never
     */
    public List<X509Certificate> localCertificates() {
        return own;
    }

    /**
     * Returns whether the handshake resumed an earlier session, without sending and checking certificates again.
     *
     * @return true if it was resumed
     * @switches never
     */
    public boolean isResumed() {
        return resumed;
    }

    /**
     * Returns the TLS implementation.
     *
     * @return the provider
     * @switches never
     */
    public TlsProvider provider() {
        return provider;
    }

    /**
     * Returns the session as the JDK's interface, for code that needs one, for example to bind values to it.
     *
     * @return the session of the TLS implementation
     * @switches never
     */
    public SSLSession sslSession() {
        return session;
    }

    @Override
    public String toString() {
        return protocol + " " + cipher + (resumed ? " (resumed)" : "");
    }
}
