// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.jevent.hub.Hub;
import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * A self-signed certificate for {@code localhost}, created on demand, so that a server under development can use TLS
 * and its clients can check the certificate. It is valid for 30 days. A program that has the key can impersonate the
 * server, so use it for development only.
 *
 * <p>The JDK's {@code keytool} creates the certificate. The key exists in memory only, unless {@link #writeTo} writes
 * it.
 *
 * <p><b>Confinement:</b> thread-safe: immutable.
 *
 * @since 0.1
 */
public final class DevelopmentCertificate {

    private final Credentials credentials;

    private DevelopmentCertificate(Credentials credentials) {
        this.credentials = credentials;
    }

    /**
     * Creates a certificate for {@code localhost}, {@code 127.0.0.1} and {@code ::1}.
     *
     * @return the certificate
     * @throws IOException if {@code keytool} fails
     * @switches always: another process creates it, in about a second
     */
    public static DevelopmentCertificate create() throws IOException {
        return create(List.of("localhost", "127.0.0.1", "::1"));
    }

    /**
     * Creates a certificate for the given names.
     *
     * <p>If a kill or a timeout cancels the wait, the other process is ended and leaves no files.
     *
     * @param names host names and addresses, at least one
     * @return the certificate
     * @throws IOException if {@code keytool} fails
     * @throws IllegalArgumentException if {@code names} is empty
     * @switches always: another process makes it, in about a second
     */
    public static DevelopmentCertificate create(List<String> names) throws IOException {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("names must not be empty: a certificate needs at least one name");
        }
        var keytool = new Keytool(names);
        boolean alone = Hub.ifCurrent() == null; // such a thread blocks no hub, and needs none for this
        return new DevelopmentCertificate(
                alone ? callHere(keytool) : ThreadPool.ofHub().apply(keytool));
    }

    private static Credentials callHere(Keytool keytool) throws IOException {
        try {
            return keytool.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var interrupted = new InterruptedIOException("interrupted while keytool made a certificate");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /**
     * Returns the identity for a server.
     *
     * @return the key and the certificate
     * @switches never
     */
    public TlsIdentity identity() {
        try {
            return TlsIdentity.of(credentials.key(), credentials.chain());
        } catch (IOException e) {
            throw new IllegalStateException("the key does not belong to the certificate that was made with it", e);
        }
    }

    /**
     * Returns the trust for clients of a server with this certificate.
     *
     * @return trust in this certificate only
     * @switches never
     */
    public TlsTrust trust() {
        return TlsTrust.of(credentials.chain());
    }

    /**
     * Returns the certificate itself.
     *
     * @return the certificate
     * @switches never
     */
    public X509Certificate certificate() {
        return credentials.chain().getFirst();
    }

    /**
     * Returns the certificate as text, for other clients, for example {@code curl --cacert}.
     *
     * @return the certificate in PEM
     * @switches never
     */
    public String certificatePem() {
        try {
            return Pem.of("CERTIFICATE", certificate().getEncoded());
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was read has an encoded form", e);
        }
    }

    /**
     * Writes the certificate and the key to files, for {@link TlsIdentity#ofPemFiles(Path, Path)} and for other
     * programs. Only the owner may read the files; existing files are replaced.
     *
     * @param certificateFile the file for the certificate
     * @param keyFile the file for the key
     * @throws IOException if a file cannot be written
     * @switches never
     */
    public void writeTo(Path certificateFile, Path keyFile) throws IOException {
        byte[] key = credentials.key().getEncoded();
        if (key == null) {
            throw new SSLException("the key has no encoded form");
        }
        replace(keyFile, Pem.of("PRIVATE KEY", key));
        replace(certificateFile, certificatePem());
    }

    /**
     * Replaces a file atomically: other processes never see half a file, nor a key that others could read for a moment.
     */
    private static void replace(Path file, String content) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new FileSystemException(file.toString(), null, "is not a file");
        }
        Path fresh = Files.createTempFile(directory, ".jevent", "", ownerOnly(directory));
        try {
            Files.writeString(fresh, content, StandardCharsets.US_ASCII);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path directory) throws IOException {
        return Files.getFileStore(directory).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public String toString() {
        return "development certificate, valid until "
                + certificate().getNotAfter().toInstant();
    }
}
