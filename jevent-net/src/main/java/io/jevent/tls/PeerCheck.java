// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import java.net.Socket;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Checks what a peer shows, and says in plain words why it refuses it. */
final class PeerCheck extends X509ExtendedTrustManager {

    /** A certificate was refused; the message is what to tell. */
    static final class Refused extends CertificateException {
        private static final long serialVersionUID = 1L;

        Refused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The handshakes under way in which a server's certificate was checked. */
    private static final Set<SSLEngine> CHECKED = ConcurrentHashMap.newKeySet();

    private final TlsTrust trust;

    PeerCheck(TlsTrust trust) {
        this.trust = trust;
    }

    static boolean hasChecked(SSLEngine engine) {
        return CHECKED.contains(engine);
    }

    static void forget(SSLEngine engine) {
        CHECKED.remove(engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
            throws CertificateException {
        check(chain, checker -> checker.checkClientTrusted(chain, keyType, engine), null);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
            throws CertificateException {
        CHECKED.add(engine);
        check(chain, checker -> checker.checkServerTrusted(chain, keyType, engine), engine.getPeerHost());
    }

    /** One of the checks of a trust manager. */
    private interface Check {
        void with(X509ExtendedTrustManager checker) throws CertificateException;
    }

    private void check(X509Certificate[] chain, Check check, @Nullable String host) throws CertificateException {
        X509Certificate peer = chain[0];
        try {
            X509ExtendedTrustManager checker = trust.checkerFor(peer);
            if (checker == null) {
                return;
            }
            peer.checkValidity();
            check.with(checker);
        } catch (CertificateException e) {
            throw new Refused(
                    "the certificate of " + peer.getSubjectX500Principal() + " was refused: " + reason(e, chain, host),
                    e);
        }
    }

    private static String reason(CertificateException failure, X509Certificate[] chain, @Nullable String host) {
        X509Certificate peer = chain[0];
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CertificateExpiredException) {
                return "it, or one that it depends on, has expired: " + t.getMessage();
            }
            if (t instanceof CertificateNotYetValidException) {
                return "it, or one that it depends on, is not valid yet: " + t.getMessage();
            }
            if (t instanceof CertPathValidatorException invalid && invalid.getReason() == BasicReason.REVOKED) {
                return "it was revoked";
            }
            String message = String.valueOf(t.getMessage());
            if (message.contains("subject alternative") || message.contains("No name matching")) {
                return "it is not for " + host + " but for " + namesOf(peer);
            }
            if (message.contains("unable to find valid certification path")) {
                return peer.getSubjectX500Principal().equals(peer.getIssuerX500Principal())
                        ? "it is self-signed and not among the trusted ones"
                        : "it was issued by " + chain[chain.length - 1].getIssuerX500Principal()
                                + ", which is not trusted";
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private static String namesOf(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                return names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.joining(", "));
            }
        } catch (CertificateParsingException e) {
            return "names that cannot be read: " + e.getMessage();
        }
        return "nobody: it has no subject alternative names";
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw withoutEngine();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw withoutEngine();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw withoutEngine();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw withoutEngine();
    }

    /** Without the engine there is no host name to check. */
    private static CertificateException withoutEngine() {
        return new CertificateException("a certificate can be checked only as part of a handshake");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
