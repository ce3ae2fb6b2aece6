// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.python;

import io.jevent.Timeout;
import io.jevent.socket.StreamSocket;
import io.jevent.tls.ClientAuthentication;
import io.jevent.tls.TlsBuilder;
import io.jevent.tls.TlsClient;
import io.jevent.tls.TlsIdentity;
import io.jevent.tls.TlsServer;
import io.jevent.tls.TlsTrust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the settings of an {@code SSLContext} of Python, and makes the client or the server that they describe.
 *
 * <p>Its methods are public because engines find them by reflection.
 */
public final class TlsContext {

    /** Python sets no limit for a handshake unless the socket has one. */
    private static final Duration NO_LIMIT = Duration.ofNanos(Long.MAX_VALUE);

    /** No certificate has it: a context without authorities trusts nobody. */
    private static final String NO_FINGERPRINT = "00".repeat(32);

    private static final int NONE = 0;
    private static final int OPTIONAL = 1;

    private final Border border;
    private final Set<X509Certificate> authorities = new LinkedHashSet<>();
    private @Nullable TlsIdentity identity;
    private int verification;
    private boolean checksName;
    private List<String> protocols = List.of();
    private List<String> ciphers = List.of();
    private List<String> applicationProtocols = List.of();
    private @Nullable TlsClient client;
    private @Nullable TlsServer server;

    TlsContext(Border border) {
        this.border = border;
    }

    private void changed() {
        client = null;
        server = null;
    }

    /** Reads the certificate and the key of this end; an empty password is none. */
    public void identity(String certificate, String key, String password) {
        border.call(() -> {
            identity = TlsIdentity.ofPemFiles(Path.of(certificate), Path.of(key), password.toCharArray());
            changed();
            return null;
        });
    }

    public boolean hasIdentity() {
        return identity != null;
    }

    /**
     * Adds the certificates of a text in PEM, or of bytes in DER, to those that are trusted; returns how many they are.
     */
    public int trust(String certificates) {
        return border.call(() -> {
            var bytes = new ByteArrayInputStream(certificates.getBytes(StandardCharsets.ISO_8859_1));
            int count = 0;
            try {
                for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
                    authorities.add((X509Certificate) certificate);
                    count++;
                }
            } catch (CertificateException e) {
                throw new SSLException("cannot read the certificates: " + e.getMessage(), e);
            }
            changed();
            return count;
        });
    }

    /** Adds the authorities that the JDK trusts. */
    public void trustSystem() {
        border.call(() -> {
            try {
                var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init((KeyStore) null);
                for (TrustManager manager : factory.getTrustManagers()) {
                    if (manager instanceof X509TrustManager x509) {
                        authorities.addAll(List.of(x509.getAcceptedIssuers()));
                    }
                }
            } catch (GeneralSecurityException e) {
                throw new SSLException("cannot read the authorities of the JDK: " + e.getMessage(), e);
            }
            changed();
            return null;
        });
    }

    /** Returns the certificates that are trusted, each in DER. */
    public List<Object> authorities() {
        return border.call(() -> {
            List<Object> encoded = new java.util.ArrayList<>();
            for (X509Certificate certificate : authorities) {
                encoded.add(border.engine().fromBytes(certificate.getEncoded()));
            }
            return encoded;
        });
    }

    /**
     * Sets whether a peer is verified, by {@code CERT_NONE}, {@code CERT_OPTIONAL} or more, and whether its name is.
     */
    public void verify(int mode, boolean name) {
        verification = mode;
        checksName = name;
        changed();
    }

    /** Sets the versions of TLS; none means the default ones. */
    public void protocols(List<?> versions) {
        protocols = texts(versions);
        changed();
    }

    public void ciphers(List<?> suites) {
        ciphers = texts(suites);
        changed();
    }

    public void applicationProtocols(List<?> names) {
        applicationProtocols = texts(names);
        changed();
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(String::valueOf).toList();
    }

    /** Makes the handshake of a client with a server of a name, which may be null; a negative limit is none. */
    public Object connect(Object socket, @Nullable String host, double seconds) {
        return border.call(() -> within(
                seconds, () -> client(host != null).secure((StreamSocket) socket, host == null ? "localhost" : host)));
    }

    /** Makes the handshake of a server; a negative limit is none. */
    public Object accept(Object socket, double seconds) {
        return border.call(() -> within(seconds, () -> server().secure((StreamSocket) socket)));
    }

    private interface Handshake {
        StreamSocket make() throws IOException;
    }

    private static StreamSocket within(double seconds, Handshake handshake) throws IOException {
        if (seconds < 0) {
            return handshake.make();
        }
        try (var limit = new Timeout(
                Kernel.limit(seconds), () -> new SocketTimeoutException("the TLS handshake took too long"))) {
            limit.start();
            return handshake.make();
        }
    }

    private TlsClient client(boolean named) {
        TlsClient made = client;
        if (made == null) {
            TlsClient.Builder builder = settings(TlsClient.builder());
            if (!checksName || !named) {
                builder.withoutHostNameCheck();
            }
            made = builder.build();
            client = made;
        }
        return made;
    }

    /** Returns the server that this context describes. */
    TlsServer server() {
        TlsServer made = server;
        if (made == null) {
            made = settings(TlsServer.builder())
                    .clientAuthentication(
                            switch (verification) {
                                case NONE -> ClientAuthentication.NONE;
                                case OPTIONAL -> ClientAuthentication.WANTED;
                                default -> ClientAuthentication.NEEDED;
                            })
                    .build();
            server = made;
        }
        return made;
    }

    private <B extends TlsBuilder<B>> B settings(B builder) {
        builder.handshakeTimeout(NO_LIMIT)
                .trust(trust())
                .applicationProtocols(applicationProtocols.toArray(String[]::new));
        TlsIdentity own = identity;
        if (own != null) {
            builder.identity(own);
        }
        if (!protocols.isEmpty()) {
            builder.protocols(protocols.toArray(String[]::new));
        }
        return ciphers.isEmpty() ? builder : builder.ciphers(ciphers.toArray(String[]::new));
    }

    private TlsTrust trust() {
        if (verification == NONE) {
            return TlsTrust.insecure();
        }
        return authorities.isEmpty() ? TlsTrust.pinned(NO_FINGERPRINT) : TlsTrust.of(authorities);
    }
}
