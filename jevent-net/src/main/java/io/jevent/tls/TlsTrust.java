// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The set of certificates that one end trusts.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent {@code ca_certs} and {@code cert_reqs} of {@code gevent.ssl}
 * @since 0.1
 */
public final class TlsTrust {

    private final String name;
    private final Choice choice;

    /** Chooses the trust manager that checks the certificates of a peer. */
    private interface Choice {

        /** Returns the trust manager; null if no certificate needs a check. */
        @Nullable
        X509ExtendedTrustManager checkerOf(X509Certificate peer) throws GeneralSecurityException;
    }

    /** The JDK's authorities, read at the first use, which takes a tenth of a second. */
    private static final class SystemAuthorities {
        static final X509ExtendedTrustManager CHECKER = make();

        private static X509ExtendedTrustManager make() {
            try {
                return checkerOf((KeyStore) null);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JDK's list of authorities cannot be read: " + e.getMessage(), e);
            }
        }
    }

    private TlsTrust(String name, Choice choice) {
        this.name = name;
        this.choice = choice;
    }

    /**
     * Trusts the authorities that the JDK trusts ({@code cacerts}, or {@code javax.net.ssl.trustStore}).
     *
     * @return the default trust
     * @switches never
     */
    public static TlsTrust system() {
        return new TlsTrust("the JDK's authorities", _ -> SystemAuthorities.CHECKER);
    }

    /**
     * Trusts the certificates of a file in PEM, and the certificates that they issued.
     *
     * @param file the certificates
     * @return the trust
     * @throws IOException if the file cannot be read
     * @switches never
     */
    public static TlsTrust ofPemFile(Path file) throws IOException {
        return ofPem(Files.readString(file, StandardCharsets.ISO_8859_1), file.toString());
    }

    /**
     * Trusts the certificates of a text in PEM, and the certificates that they issued.
     *
     * @param certificates the certificates
     * @return the trust
     * @throws IOException if the text is not valid
     * @switches never
     */
    public static TlsTrust ofPem(String certificates) throws IOException {
        return ofPem(certificates, "the given text");
    }

    private static TlsTrust ofPem(String pem, String what) throws IOException {
        try {
            return of(Pem.certificates(pem, what));
        } catch (GeneralSecurityException e) {
            throw new SSLException("cannot trust " + what + ": " + e.getMessage(), e);
        }
    }

    /**
     * Trusts certificates, and the certificates that they issued.
     *
     * @param certificates at least one
     * @return the trust
     * @throws IllegalArgumentException if there is none
     * @switches never
     */
    public static TlsTrust of(Collection<X509Certificate> certificates) {
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("certificates must not be empty: no peer would be trusted");
        }
        try {
            X509ExtendedTrustManager checker = checkerOf(storeOf(certificates));
            return new TlsTrust(certificates.size() + " given certificates", _ -> checker);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the certificates cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Trusts the certificates of a key store (PKCS #12 or JKS), and the certificates that they issued.
     *
     * @param file the key store
     * @param password decrypts the store
     * @return the trust
     * @throws IOException if the store cannot be read
     * @switches never
     */
    public static TlsTrust ofKeyStore(Path file, char[] password) throws IOException {
        try {
            X509ExtendedTrustManager checker = checkerOf(TlsIdentity.Stores.load(file, password));
            return new TlsTrust(file.toString(), _ -> checker);
        } catch (GeneralSecurityException e) {
            throw new SSLException("cannot trust " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Trusts only the given certificates, whatever their issuer. Their dates and names are still checked.
     *
     * @param fingerprints SHA-256 of the whole certificate, in hexadecimal, with or without colons, as {@code openssl
     *     x509 -noout -fingerprint -sha256} prints it
     * @return the trust
     * @throws IllegalArgumentException if there is none, or one of them is not a fingerprint
     * @switches never
     */
    public static TlsTrust pinned(String... fingerprints) {
        Set<String> known = new TreeSet<>();
        for (String fingerprint : fingerprints) {
            String hex = fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
            if (!hex.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(
                        "a fingerprint has 64 hexadecimal digits, with or without colons: " + fingerprint);
            }
            known.add(hex);
        }
        if (known.isEmpty()) {
            throw new IllegalArgumentException("fingerprints must not be empty: no peer would be trusted");
        }
        var checkers = new ConcurrentHashMap<String, X509ExtendedTrustManager>();
        return new TlsTrust("pinned certificates", peer -> {
            String fingerprint = fingerprint(peer);
            if (!known.contains(fingerprint)) {
                throw new CertificateException("it is not one of the pinned ones; its SHA-256 is " + fingerprint);
            }
            X509ExtendedTrustManager checker = checkers.get(fingerprint);
            if (checker == null) {
                checker = checkerOf(storeOf(List.of(peer)));
                checkers.put(fingerprint, checker);
            }
            return checker;
        });
    }

    /**
     * Trusts every certificate. Protects against eavesdropping, but not against a man in the middle. For tests only.
     *
     * @return trust in all certificates
     * @switches never
     */
    public static TlsTrust insecure() {
        return new TlsTrust("everybody", _ -> null);
    }

    /**
     * Returns the fingerprint of a certificate.
     *
     * @param certificate the certificate
     * @return its SHA-256, 64 hexadecimal digits
     * @throws CertificateException if the certificate has no encoded form
     * @switches never
     */
    public static String fingerprint(X509Certificate certificate) throws CertificateException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK has no SHA-256", e);
        }
    }

    /** Returns the trust manager that checks the certificates of a peer; null if they need no check. */
    @Nullable
    X509ExtendedTrustManager checkerFor(X509Certificate peer) throws CertificateException {
        try {
            return choice.checkerOf(peer);
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new CertificateException(e.getMessage(), e);
        }
    }

    private static X509ExtendedTrustManager checkerOf(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private static KeyStore storeOf(Collection<X509Certificate> certificates) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new IllegalStateException("an empty key store needs no input", e);
        }
        int n = 0;
        for (X509Certificate certificate : certificates) {
            store.setCertificateEntry("trusted" + n++, certificate);
        }
        return store;
    }

    @Override
    public String toString() {
        return "trust in " + name;
    }
}
