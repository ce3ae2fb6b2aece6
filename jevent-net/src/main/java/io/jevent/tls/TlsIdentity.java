// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.jevent.hub.Hub;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The identity of one end of a connection: a private key and its certificates.
 *
 * <p>An identity that was read from files follows them: each handshake checks whether they have changed, and if so
 * reads them again. New connections get the new certificate, open ones keep theirs. If the key does not belong to the
 * certificate, because one file was replaced and the other not yet, the identity stays as it is; the failure is
 * reported to the hub's error handler once for each change.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @gevent the {@code certfile} and {@code keyfile} of {@code gevent.ssl}
 * @since 0.1
 */
public final class TlsIdentity {

    /** Loads a key and its certificates. */
    private interface Source {
        Credentials load() throws IOException, GeneralSecurityException;
    }

    private final Source source;
    private final List<Path> files;
    private final String name;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Credentials current;
    private volatile List<Object> stamp;

    private TlsIdentity(String name, List<Path> files, Source source) throws IOException {
        this.name = name;
        this.files = files;
        this.source = source;
        this.stamp = stampOf(files);
        this.current = load();
    }

    /**
     * Reads an identity from two files in PEM, and follows them.
     *
     * @param certificates the certificate, followed by the intermediate certificates
     * @param key the private key, not encrypted: {@code BEGIN PRIVATE KEY}
     * @return the identity
     * @throws IOException if a file cannot be read, or the key does not belong to the certificate
     * @switches never
     */
    public static TlsIdentity ofPemFiles(Path certificates, Path key) throws IOException {
        return ofPemFiles(certificates, key, new char[0]);
    }

    /**
     * Reads an identity as {@link #ofPemFiles(Path, Path)} does, with an encrypted key.
     *
     * @param certificates the certificate, followed by the intermediate certificates
     * @param key the private key: {@code BEGIN ENCRYPTED PRIVATE KEY}
     * @param password decrypts the key
     * @return the identity
     * @throws IOException if a file cannot be read, or the key does not belong to the certificate
     * @switches never
     */
    public static TlsIdentity ofPemFiles(Path certificates, Path key, char[] password) throws IOException {
        char[] kept = password.clone();
        return new TlsIdentity(
                certificates.toString(),
                List.of(certificates, key),
                () -> new Credentials(
                        Pem.privateKey(Files.readString(key, StandardCharsets.ISO_8859_1), kept, key.toString()),
                        Pem.certificates(
                                Files.readString(certificates, StandardCharsets.ISO_8859_1), certificates.toString())));
    }

    /**
     * Creates an identity from text in PEM.
     *
     * @param certificates the certificate, followed by the intermediate certificates
     * @param key the private key, not encrypted
     * @return the identity
     * @throws IOException if a text is not valid, or the key does not belong to the certificate
     * @switches never
     */
    public static TlsIdentity ofPem(String certificates, String key) throws IOException {
        return new TlsIdentity(
                "the given PEM",
                List.of(),
                () -> new Credentials(
                        Pem.privateKey(key, new char[0], "the given key"),
                        Pem.certificates(certificates, "the given text")));
    }

    /**
     * Creates an identity from a key and certificates.
     *
     * @param key the private key
     * @param chain the certificate, followed by the intermediate certificates
     * @return the identity
     * @throws IOException if the key does not belong to the certificate
     * @switches never
     */
    public static TlsIdentity of(PrivateKey key, List<X509Certificate> chain) throws IOException {
        var credentials = new Credentials(key, List.copyOf(chain));
        return new TlsIdentity("the given certificate", List.of(), () -> credentials);
    }

    /**
     * Reads an identity from the first private key of a key store (PKCS #12 or JKS), and follows the file.
     *
     * @param file the key store
     * @param password decrypts the store and the key
     * @return the identity
     * @throws IOException if the store cannot be read or has no private key
     * @switches never
     */
    public static TlsIdentity ofKeyStore(Path file, char[] password) throws IOException {
        char[] kept = password.clone();
        return new TlsIdentity(file.toString(), List.of(file), () -> ofKeyStore(Stores.load(file, kept), kept));
    }

    private static Credentials ofKeyStore(KeyStore store, char[] password) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            Certificate[] chain = store.getCertificateChain(alias);
            if (chain != null && store.getKey(alias, password) instanceof PrivateKey key) {
                return new Credentials(
                        key,
                        Arrays.stream(chain).map(X509Certificate.class::cast).toList());
            }
        }
        throw new GeneralSecurityException("the key store has no private key");
    }

    private Credentials load() throws IOException {
        try {
            Credentials credentials = source.load();
            credentials.check();
            return credentials;
        } catch (GeneralSecurityException e) {
            throw new SSLException("cannot use " + name + ": " + e.getMessage(), e);
        }
    }

    private static List<Object> stampOf(List<Path> files) throws IOException {
        var stamp = new ArrayList<Object>();
        for (Path file : files) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            stamp.add(List.of(attributes.lastModifiedTime(), attributes.size(), key == null ? "" : key));
        }
        return stamp;
    }

    /**
     * Reads the files again, whether they have changed or not. Does nothing for an identity that was not read from
     * files.
     *
     * @throws IOException if a file cannot be read, or the key does not belong to the certificate; then the identity
     *     stays as it is
     * @switches never
     */
    public void reload() throws IOException {
        reading.lock();
        try {
            List<Object> seen = stampOf(files);
            Credentials read = load();
            stamp = seen;
            current = read;
        } finally {
            reading.unlock();
        }
    }

    /** Returns the current key and certificates, read again if their files have changed. */
    Credentials current() {
        if (!files.isEmpty() && reading.tryLock()) {
            try {
                reloadIfChanged();
            } finally {
                reading.unlock();
            }
        }
        return current;
    }

    private void reloadIfChanged() {
        try {
            List<Object> seen = stampOf(files);
            if (!seen.equals(stamp)) {
                stamp = seen;
                current = load();
            }
        } catch (IOException e) {
            report(e);
        }
    }

    private void report(IOException failure) {
        Hub hub = Hub.ifCurrent();
        if (hub != null) {
            hub.handleError(
                    this, new SSLException("the old certificate stays in use: " + failure.getMessage(), failure));
        }
    }

    /**
     * Returns the current certificate.
     *
     * @return the certificate of this identity, without the intermediate ones
     * @switches never
     */
    public X509Certificate certificate() {
        return current.chain().getFirst();
    }

    /**
     * Returns a context of the JDK for a library that takes one: it shows this identity, which is followed as
     * elsewhere, and accepts the peers that {@code trust} accepts.
     *
     * @param trust the trusted certificates
     * @return a new context
     * @switches never
     */
    public SSLContext context(TlsTrust trust) {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(
                    new KeyManager[] {new IdentityKeyManager(this, Map.of())},
                    new TrustManager[] {new PeerTrustManager(trust)},
                    null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no TLS: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "TLS identity " + certificate().getSubjectX500Principal() + " of " + name;
    }

    /** Loads key stores from files. */
    static final class Stores {

        private Stores() {}

        static KeyStore load(Path file, char @Nullable [] password) throws IOException, GeneralSecurityException {
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, password);
            }
            return store;
        }
    }
}
