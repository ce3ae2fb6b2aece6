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
 * What a handshake agreed on.
 *
 * <p><b>Confinement:</b> thread-safe: immutable.
 *
 * @gevent {@code SSLSocket.version}, {@code cipher}, {@code getpeercert}, {@code selected_alpn_protocol},
 *     {@code session_reused}
 */
public final class TlsSession {

    private final String protocol;
    private final String cipher;
    private final Optional<String> applicationProtocol;
    private final Optional<String> serverName;
    private final List<X509Certificate> peer;
    private final List<X509Certificate> own;
    private final boolean resumed;
    private final TlsProvider provider;

    TlsSession(SSLSession session, @Nullable String applicationProtocol, boolean resumed, TlsProvider provider) {
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
     * @param socket which one
     * @return its session, or empty if it is not encrypted
     * @switches never
     */
    public static Optional<TlsSession> of(StreamSocket socket) {
        TlsLayer layer = SocketAccess.channelOf(socket).tls();
        return Optional.ofNullable(layer == null ? null : (TlsSession) layer.session());
    }

    /**
     * Returns the session of a socket that is encrypted.
     *
     * @param socket which one
     * @return its session
     * @throws IllegalStateException if it is not encrypted
     * @switches never
     */
    public static TlsSession require(StreamSocket socket) {
        return of(Objects.requireNonNull(socket, "socket"))
                .orElseThrow(() -> new IllegalStateException(socket + " is not encrypted"));
    }

    /**
     * Returns the version of TLS.
     *
     * @return {@code TLSv1.3}, say
     * @switches never
     */
    public String protocol() {
        return protocol;
    }

    /**
     * Returns the cipher suite.
     *
     * @return {@code TLS_AES_256_GCM_SHA384}, say
     * @switches never
     */
    public String cipher() {
        return cipher;
    }

    /**
     * Returns the protocol that is spoken inside.
     *
     * @return what ALPN chose, or empty if one of the ends did not ask or they had none in common
     * @switches never
     */
    public Optional<String> applicationProtocol() {
        return applicationProtocol;
    }

    /**
     * Returns the name of the server that the client asked for.
     *
     * @return the name of SNI, in lower case; empty if the client gave none
     * @switches never
     */
    public Optional<String> serverName() {
        return serverName;
    }

    /**
     * Returns the certificates that the peer showed. They were checked, unless the trust is
     * {@link TlsTrust#insecure()}.
     *
     * @return its own certificate first; empty if it showed none
     * @switches never
     */
    public List<X509Certificate> peerCertificates() {
        return peer;
    }

    /**
     * Returns the certificates that this end showed.
     *
     * @return its own certificate first; empty if it showed none
     * @switches never
     */
    public List<X509Certificate> localCertificates() {
        return own;
    }

    /**
     * Tells whether an earlier session went on, without certificates being shown and checked again.
     *
     * @return true if it was resumed
     * @switches never
     */
    public boolean isResumed() {
        return resumed;
    }

    /**
     * Returns what encrypts.
     *
     * @return the provider
     * @switches never
     */
    public TlsProvider provider() {
        return provider;
    }

    @Override
    public String toString() {
        return protocol + " " + cipher + (resumed ? " (resumed)" : "");
    }
}
