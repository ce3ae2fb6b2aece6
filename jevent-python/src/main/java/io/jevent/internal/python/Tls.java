// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.server.SocketWrap;
import io.jevent.socket.StreamSocket;
import io.jevent.tls.TlsClient;
import io.jevent.tls.TlsIdentity;
import io.jevent.tls.TlsServer;
import io.jevent.tls.TlsSession;
import io.jevent.tls.TlsTrust;
import java.io.IOException;
import java.nio.file.Path;
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

    /**
     * Secures a connected socket as a client; {@code authorities} is a file of certificates, or null for the system's.
     */
    public Object client(
            Object socket, @Nullable String host, boolean verify, boolean checkName, @Nullable String authorities) {
        return border.call(() -> {
            TlsTrust trust = !verify
                    ? TlsTrust.insecure()
                    : authorities == null ? TlsTrust.system() : TlsTrust.ofPemFile(Path.of(authorities));
            TlsClient.Builder client = TlsClient.builder().trust(trust);
            if (!checkName || host == null) {
                client.withoutHostNameCheck();
            }
            return client.build().secure((StreamSocket) socket, host == null ? "localhost" : host);
        });
    }

    static TlsServer server(String certificate, String key) throws IOException {
        return TlsServer.of(TlsIdentity.ofPemFiles(Path.of(certificate), Path.of(key)));
    }

    /** Secures an accepted socket as a server. */
    public Object accept(Object socket, String certificate, String key) {
        return border.call(() -> server(certificate, key).secure((StreamSocket) socket));
    }

    static SocketWrap wrap(String certificate, String key) throws IOException {
        TlsServer server = server(certificate, key);
        return server::secure;
    }

    /** Returns the protocol and the cipher of a secured socket. */
    public List<String> session(Object socket) {
        return border.call(() -> {
            TlsSession session = TlsSession.require((StreamSocket) socket);
            return List.of(session.protocol(), session.cipher());
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
}
