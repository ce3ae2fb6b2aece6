// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.socket.StreamSocket;
import io.jevent.tls.TlsSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS for the Python package.
 *
 * <p>Its methods are public because engines find them by reflection.
 */
public final class Tls {

    private final Border border;
    private final Engine engine;

    /**
     * Creates the TLS of an engine.
     *
     * @param border converts exceptions
     */
    public Tls(Border border) {
        this.border = border;
        this.engine = border.engine();
    }

    /** {@return the settings of a new context} */
    public TlsContext context() {
        return new TlsContext(border);
    }

    /**
     * Returns the protocol, the cipher, the application protocol and the name that the client asked for of a secured
     * socket, each empty if there is none, and whether its session was resumed.
     */
    public List<String> session(Object socket) {
        return border.call(() -> {
            TlsSession session = TlsSession.require((StreamSocket) socket);
            return List.of(
                    session.protocol(),
                    session.cipher(),
                    session.applicationProtocol().orElse(""),
                    session.serverName().orElse(""),
                    session.isResumed() ? "resumed" : "");
        });
    }

    /** Returns the encoded certificate of the peer; null if it has none. */
    public @Nullable Object peerCertificate(Object socket) {
        return border.call(() -> {
            var certificates = TlsSession.require((StreamSocket) socket).peerCertificates();
            return certificates.isEmpty()
                    ? null
                    : engine.fromBytes(certificates.getFirst().getEncoded());
        });
    }

    /**
     * Returns what a certificate in DER says: its version, serial number, both dates in seconds since 1970, its subject
     * and its issuer as {@code NAME=VALUE} each after the count of such, and its alternative names as
     * {@code KIND=VALUE}.
     */
    public List<List<String>> describe(Object certificate) {
        byte[] encoded = engine.toBytes(certificate);
        return border.call(() -> CertificateText.of(encoded));
    }
}
