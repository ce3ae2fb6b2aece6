// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests keys, certificates and trust from files, and changes of the files. */
class TlsIdentityTest {

    @TempDir
    private Path directory;

    private Path file(String name) {
        return directory.resolve(name);
    }

    private TlsIdentity written(X509Bundle bundle) throws IOException {
        Certificates.write(bundle, directory, "server");
        return TlsIdentity.ofPemFiles(file("server.crt"), file("server.key"));
    }

    private static String shown(TlsClient client, TlsServer server) throws Exception {
        try (var talk = Talk.begin(client, server)) {
            return nameIn(talk);
        }
    }

    private static String nameIn(Talk talk) {
        return TlsSession.require(talk.client())
                .peerCertificates()
                .getFirst()
                .getSubjectX500Principal()
                .toString();
    }

    @ParameterizedTest
    @EnumSource(TlsSetting.class)
    void newConnectionsGetACertificateThatWasReplacedAndOldOnesGoOn(TlsSetting setting) throws Exception {
        TlsIdentity identity = written(Certificates.server("CN=old", b -> b));
        setting.run(() -> {
            TlsServer server = TlsServer.builder()
                    .provider(setting.provider())
                    .identity(identity)
                    .build();
            try (var old = Talk.begin(setting.client().build(), server)) {
                assertThat(nameIn(old)).isEqualTo("CN=old");
                Certificates.write(Certificates.server("CN=newer", b -> b), directory, "server");
                assertThat(shown(setting.client().build(), server)).isEqualTo("CN=newer");
                old.client().sendAll(Talk.bytes("still here"));
                assertThat(Talk.text(old.server().recv(100))).isEqualTo("still here");
            }
        });
    }

    @Test
    void aCertificateWithoutItsKeyLeavesTheOldOneInUseAndIsReportedOnce() throws Exception {
        TlsIdentity identity = written(Certificates.server("CN=old", b -> b));
        TlsSetting setting = TlsSetting.EPOLL_JDK;
        setting.run(() -> {
            List<String> reports = new ArrayList<>();
            Hub.current().setErrorHandler((_, failure) -> reports.add(failure.getMessage()));
            TlsServer server = TlsServer.of(identity);
            X509Bundle newer = Certificates.server("CN=newer", b -> b);
            Files.writeString(file("server.crt"), newer.getCertificatePathPEM());
            assertThat(shown(setting.client().build(), server)).isEqualTo("CN=old");
            assertThat(shown(setting.client().build(), server)).isEqualTo("CN=old");
            assertThat(reports)
                    .singleElement()
                    .asString()
                    .isEqualTo("the old certificate stays in use: cannot use " + file("server.crt")
                            + ": the key is not that of the certificate for CN=newer");
            assertThatThrownBy(server::reload)
                    .isInstanceOf(SSLException.class)
                    .hasMessageEndingWith("the key is not that of the certificate for CN=newer");
            Files.writeString(file("server.key"), newer.getPrivateKeyPEM());
            assertThat(shown(setting.client().build(), server)).isEqualTo("CN=newer");
        });
    }

    @Test
    void reloadReadsTheFilesAtOnce() throws Exception {
        TlsIdentity identity = written(Certificates.server("CN=old", b -> b));
        Certificates.write(Certificates.server("CN=newer", b -> b), directory, "server");
        assertThat(identity).asString().startsWith("TLS identity CN=old of ");
        TlsServer.of(identity).reload();
        assertThat(identity.certificate().getSubjectX500Principal()).hasToString("CN=newer");
        Files.delete(file("server.key"));
        assertThatThrownBy(identity::reload).isInstanceOf(java.nio.file.NoSuchFileException.class);
        assertThat(identity.certificate().getSubjectX500Principal()).hasToString("CN=newer");
    }

    @Test
    void keysOfEachKindThatOpenSslWritesAreRead() throws Exception {
        for (String kind : new String[] {"EC -pkeyopt ec_paramgen_curve:P-256", "RSA", "ED25519"}) {
            openSsl("genpkey -algorithm " + kind + " -out key.pem");
            openSsl("req -x509 -key key.pem -out cert.pem -subj /CN=x -days 2");
            assertThat(TlsIdentity.ofPemFiles(file("cert.pem"), file("key.pem")).certificate())
                    .as(kind)
                    .isNotNull();
            openSsl("pkcs8 -topk8 -in key.pem -out locked.pem -passout pass:secret");
            char[] password = "secret".toCharArray();
            assertThat(TlsIdentity.ofPemFiles(file("cert.pem"), file("locked.pem"), password)
                            .certificate())
                    .as(kind)
                    .isNotNull();
        }
        assertThatThrownBy(() -> TlsIdentity.ofPemFiles(file("cert.pem"), file("locked.pem")))
                .hasMessageEndingWith("locked.pem is encrypted: give its password");
        assertThatThrownBy(() -> TlsIdentity.ofPemFiles(file("cert.pem"), file("locked.pem"), "no".toCharArray()))
                .hasMessageEndingWith("locked.pem could not be decrypted; is the password right?");
    }

    private void openSsl(String arguments) throws Exception {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void anOldFormatOfKeysIsRefusedWithTheRemedy() throws Exception {
        openSsl("ecparam -name prime256v1 -genkey -noout -out old.pem");
        openSsl("req -x509 -key old.pem -out cert.pem -subj /CN=x -days 2");
        assertThatThrownBy(() -> TlsIdentity.ofPemFiles(file("cert.pem"), file("old.pem")))
                .isInstanceOf(SSLException.class)
                .hasMessage("cannot use " + file("cert.pem") + ": " + file("old.pem")
                        + " has no PRIVATE KEY but a EC PRIVATE KEY: convert the key with openssl pkcs8 -topk8 -nodes");
    }

    @Test
    void whatIsNotPemIsRefused() throws Exception {
        X509Bundle good = Certificates.goodBundle();
        assertThatThrownBy(() -> TlsIdentity.ofPem("nothing", good.getPrivateKeyPEM()))
                .hasMessageContaining("the given text has no certificate");
        assertThatThrownBy(() -> TlsIdentity.ofPem(good.getCertificatePEM(), "nothing"))
                .hasMessageContaining("the given key has no PRIVATE KEY: convert the key");
        assertThatThrownBy(() -> TlsTrust.ofPem("nothing")).hasMessageContaining("the given text has no certificate");
        assertThat(TlsIdentity.ofPem(good.getCertificatePathPEM(), good.getPrivateKeyPEM())
                        .certificate())
                .isEqualTo(good.getCertificate());
    }

    @Test
    void keyStoresAreReadAndFollowed() throws Exception {
        char[] password = "changeit".toCharArray();
        store(Certificates.goodBundle().toKeyStore(password), password);
        TlsIdentity identity = TlsIdentity.ofKeyStore(file("store"), password);
        assertThat(identity.certificate()).isEqualTo(Certificates.goodBundle().getCertificate());
        X509Bundle newer = Certificates.server("CN=newer", b -> b);
        store(newer.toKeyStore(password), password);
        assertThat(identity.current().chain().getFirst()).isEqualTo(newer.getCertificate());
        assertThatThrownBy(() -> TlsIdentity.ofKeyStore(file("store"), "wrong".toCharArray()))
                .isInstanceOf(IOException.class);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", Certificates.authority().getCertificate());
        store(trusted, password);
        assertThatThrownBy(() -> TlsIdentity.ofKeyStore(file("store"), password))
                .hasMessageEndingWith("the key store has no private key");
        TlsTrust trust = TlsTrust.ofKeyStore(file("store"), password);
        TlsSetting.EPOLL_JDK.run(() -> {
            TlsClient client = TlsClient.builder().trust(trust).build();
            assertThat(shown(client, TlsSetting.EPOLL_JDK.server().build())).isEqualTo("CN=good");
        });
    }

    private void store(KeyStore store, char[] password) throws Exception {
        try (var out = Files.newOutputStream(file("store"))) {
            store.store(out, password);
        }
    }

    @Test
    void trustIsReadFromAFile() throws Exception {
        Files.writeString(file("ca.crt"), Certificates.authority().getCertificatePEM());
        TlsTrust trust = TlsTrust.ofPemFile(file("ca.crt"));
        assertThat(trust).hasToString("trust in 1 given certificates");
        TlsSetting.EPOLL_JDK.run(() -> {
            TlsClient client = TlsClient.builder().trust(trust).build();
            assertThat(shown(client, TlsSetting.EPOLL_JDK.server().build())).isEqualTo("CN=good");
        });
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> TlsTrust.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("certificates must not be empty");
        assertThatThrownBy(() -> TlsTrust.pinned("ab"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a fingerprint has 64 hexadecimal digits, with or without colons: ab");
        assertThatThrownBy(TlsTrust::pinned)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("fingerprints must not be empty");
        assertThatThrownBy(() -> TlsServer.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a server needs an identity");
        assertThatThrownBy(() -> TlsClient.builder().protocols())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("versions must not be empty");
    }

    @Test
    void aDevelopmentCertificateServesAtOnce() throws Exception {
        TlsSetting.EPOLL_JDK.run(() -> {
            DevelopmentCertificate made = DevelopmentCertificate.create();
            TlsServer server = TlsServer.of(made.identity());
            TlsClient client = TlsClient.builder().trust(made.trust()).build();
            for (String name : new String[] {"localhost", "127.0.0.1", "::1"}) {
                try (var talk = Talk.begin(client, name, server)) {
                    assertThat(nameIn(talk)).isEqualTo("CN=jevent development certificate");
                }
            }
            assertThatThrownBy(() -> Talk.begin(client, "example.org", server))
                    .hasMessageContaining("it is not for example.org but for localhost, 127.0.0.1, 0:0:0:0:0:0:0:1");
            try (var serving = new EchoServer(server)) {
                Path ca = Files.writeString(file("dev.crt"), made.certificatePem());
                assertThat(Tool.run(
                                "",
                                "openssl",
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + serving.port(),
                                "-CAfile",
                                ca.toString(),
                                "-verify_hostname",
                                "localhost"))
                        .contains("Verification: OK");
            }
        });
    }

    @Test
    void aDevelopmentCertificateIsWrittenForItsOwnerOnly() throws Exception {
        DevelopmentCertificate made = DevelopmentCertificate.create(List.of("dev.test"));
        assertThat(Hub.ifCurrent()).as("a thread without a hub gets none").isNull();
        Files.writeString(file("dev.key"), "an old one");
        made.writeTo(file("dev.crt"), file("dev.key"));
        assertThat(Files.getPosixFilePermissions(file("dev.key"))).hasToString("[OWNER_READ, OWNER_WRITE]");
        assertThat(TlsIdentity.ofPemFiles(file("dev.crt"), file("dev.key")).certificate())
                .isEqualTo(made.certificate());
        assertThat(made).asString().startsWith("development certificate, valid until ");
        assertThat(directory).isDirectoryNotContaining("glob:**.jevent*");
        assertThatThrownBy(() -> DevelopmentCertificate.create(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("names must not be empty");
        Jevent.idle();
    }
}
