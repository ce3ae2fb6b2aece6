// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** An authority for tests, and valid and invalid certificates that it has signed. */
final class Certificates {

    private static final X509Bundle AUTHORITY = signed("CN=authority of the tests", true, null, b -> b);

    private static final X509Bundle INTERMEDIATE = signed("CN=intermediate", true, AUTHORITY, b -> b);

    private static final X509Bundle GOOD = server("CN=good", b -> b);

    private Certificates() {}

    static X509Bundle authority() {
        return AUTHORITY;
    }

    static TlsTrust trust() {
        return TlsTrust.of(List.of(AUTHORITY.getCertificate()));
    }

    static X509Bundle goodBundle() {
        return GOOD;
    }

    static TlsIdentity good() {
        return identity(GOOD);
    }

    /** A certificate for localhost with an intermediate certificate. */
    static X509Bundle server(String subject, UnaryOperator<CertificateBuilder> more) {
        return signed(subject, false, INTERMEDIATE, b -> more.apply(localhost(b)));
    }

    static X509Bundle selfSigned() {
        return signed("CN=alone", true, null, Certificates::localhost);
    }

    static X509Bundle expired() {
        return server("CN=expired", b -> b.notBefore(fromNow(-20)).notAfter(fromNow(-10)));
    }

    static X509Bundle notYetValid() {
        return server("CN=early", b -> b.notBefore(fromNow(10)).notAfter(fromNow(20)));
    }

    static X509Bundle named(String subject, String host) {
        return signed(subject, false, INTERMEDIATE, b -> b.addSanDnsName(host));
    }

    static X509Bundle ofStrangers() {
        X509Bundle strangers = signed("CN=authority of strangers", true, null, b -> b);
        return signed("CN=stranger", false, strangers, Certificates::localhost);
    }

    private static CertificateBuilder localhost(CertificateBuilder builder) {
        return builder.addSanDnsName("localhost").addSanIpAddress("127.0.0.1");
    }

    private static Instant fromNow(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    private static X509Bundle signed(
            String subject, boolean authority, X509Bundle by, UnaryOperator<CertificateBuilder> more) {
        CertificateBuilder builder =
                more.apply(new CertificateBuilder().ecp256().subject(subject).setIsCertificateAuthority(authority));
        try {
            return by == null ? builder.buildSelfSigned() : builder.buildIssuedBy(by);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static TlsIdentity identity(X509Bundle bundle) {
        try {
            return TlsIdentity.of(bundle.getKeyPair().getPrivate(), List.of(bundle.getCertificatePath()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes certificate and key as PEM to {@code name.crt} and {@code name.key}. */
    static void write(X509Bundle bundle, Path directory, String name) throws IOException {
        Files.writeString(directory.resolve(name + ".crt"), bundle.getCertificatePathPEM());
        Files.writeString(directory.resolve(name + ".key"), bundle.getPrivateKeyPEM());
    }
}
