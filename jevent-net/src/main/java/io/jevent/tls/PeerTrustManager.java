// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
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

/** Checks the certificates of a peer, and explains in plain words why one is refused. */
final class PeerTrustManager extends X509ExtendedTrustManager {

    private static final int NOT_YET_VALID = 9;
    private static final int EXPIRED = 10;
    private static final int UNKNOWN_AUTHORITY = 20;
    private static final int REVOKED = 23;
    private static final int REJECTED = 28;
    private static final int HOST_NAME = 62;

    /** Thrown for a refused certificate; the message explains why. */
    static final class Refused extends CertificateException {
        private static final long serialVersionUID = 1L;

        Refused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The handshakes in flight in which a server's certificate was checked. */
    private static final Set<SSLEngine> CHECKED = ConcurrentHashMap.newKeySet();

    private final TlsTrust trust;

    PeerTrustManager(TlsTrust trust) {
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
        check(chain, checker -> checker.checkClientTrusted(chain, keyType, engine), engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
            throws CertificateException {
        CHECKED.add(engine);
        check(chain, checker -> checker.checkServerTrusted(chain, keyType, engine), engine);
    }

    /** One of the check methods of a trust manager. */
    private interface Check {
        void with(X509ExtendedTrustManager checker) throws CertificateException;
    }

    private void check(X509Certificate[] chain, Check check, SSLEngine engine) throws CertificateException {
        X509Certificate peer = chain[0];
        try {
            X509ExtendedTrustManager checker = trust.checkerFor(peer);
            if (checker == null) {
                return;
            }
            peer.checkValidity();
            check.with(checker);
        } catch (CertificateException e) {
            Reason reason = reason(e, chain, engine.getPeerHost());
            var refused = new Refused(
                    "the certificate of " + peer.getSubjectX500Principal() + " was refused: " + reason.text, e);
            throw engine instanceof ReferenceCountedOpenSslEngine
                    ? new OpenSslCertificateException(refused.getMessage(), refused, reason.code)
                    : refused;
        }
    }

    /** The reason for a refusal; {@code code} is OpenSSL's code for it, from which OpenSSL chooses the alert. */
    private record Reason(String text, int code) {}

    private static Reason reason(CertificateException failure, X509Certificate[] chain, @Nullable String host) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof CertificateExpiredException) {
                return new Reason("it, or one that it depends on, has expired: " + t.getMessage(), EXPIRED);
            }
            if (t instanceof CertificateNotYetValidException) {
                return new Reason("it, or one that it depends on, is not valid yet: " + t.getMessage(), NOT_YET_VALID);
            }
            if (t instanceof CertPathValidatorException invalid && invalid.getReason() == BasicReason.REVOKED) {
                return new Reason("it was revoked", REVOKED);
            }
            String message = String.valueOf(t.getMessage());
            if (message.contains("subject alternative") || message.contains("No name matching")) {
                return new Reason("it is not for " + host + " but for " + namesOf(chain[0]), HOST_NAME);
            }
            if (message.contains("unable to find valid certification path")) {
                return new Reason(notTrusted(chain), UNKNOWN_AUTHORITY);
            }
        }
        return new Reason(String.valueOf(failure.getMessage()), REJECTED);
    }

    private static String notTrusted(X509Certificate[] chain) {
        return chain[0].getSubjectX500Principal().equals(chain[0].getIssuerX500Principal())
                ? "it is self-signed and not among the trusted ones"
                : "it was issued by " + chain[chain.length - 1].getIssuerX500Principal() + ", which is not trusted";
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

    /** Refuses a check without an engine, which would have no host name to check. */
    private static CertificateException withoutEngine() {
        return new CertificateException("a certificate can be checked only as part of a handshake");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
