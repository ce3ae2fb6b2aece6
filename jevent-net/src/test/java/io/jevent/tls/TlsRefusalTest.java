// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import static io.jevent.tls.Talk.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that invalid peers are refused, and that both ends get the reason. */
@ParameterizedClass
@EnumSource(TlsSetting.class)
class TlsRefusalTest {

    private final TlsSetting setting;

    TlsRefusalTest(TlsSetting setting) {
        this.setting = setting;
    }

    /** The failures of a handshake at both ends; empty if it succeeded. */
    private record Outcome(Throwable client, Throwable server) {}

    private static Outcome shake(TlsClient client, String name, TlsServer server) throws IOException {
        try (StreamListener listener = StreamListener.listen("127.0.0.1:0")) {
            Greenlet<?> serving = Jevent.spawn(() -> {
                try (StreamSocket socket = listener.accept()) {
                    server.secure(socket);
                    socket.sendAll(socket.recv(10));
                }
                return null;
            });
            Greenlet<?> connecting = Jevent.spawn(() -> {
                try (StreamSocket socket = StreamSocket.connect(listener.localAddress())) {
                    client.secure(socket, name);
                    socket.sendAll(bytes("x"));
                    if (socket.recv(10).length == 0) {
                        throw new IOException("the server has closed the connection");
                    }
                }
                return null;
            });
            connecting.join();
            serving.join();
            return new Outcome(connecting.exception(), serving.exception());
        }
    }

    private TlsServer serverWith(X509Bundle certificate) {
        return setting.server().identity(Certificates.identity(certificate)).build();
    }

    private void clientRefuses(X509Bundle certificate, String name, String reason) throws Exception {
        setting.run(() -> {
            Outcome outcome = shake(setting.client().build(), name, serverWith(certificate));
            assertThat(outcome.client())
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageStartingWith("the certificate of "
                            + certificate.getCertificate().getSubjectX500Principal() + " was refused: " + reason)
                    .hasMessageContaining(": stream ");
            assertThat(outcome.server())
                    .isInstanceOf(SSLException.class)
                    .hasMessageMatching(
                            "the peer ended the connection with the alert (unknown_ca|\\w*certificate\\w*): .*");
        });
    }

    @Test
    void anExpiredCertificate() throws Exception {
        clientRefuses(Certificates.expired(), "localhost", "it, or one that it depends on, has expired: NotAfter: ");
    }

    @Test
    void aCertificateThatIsNotValidYet() throws Exception {
        clientRefuses(
                Certificates.notYetValid(),
                "localhost",
                "it, or one that it depends on, is not valid yet: NotBefore: ");
    }

    @Test
    void aCertificateForAnotherHost() throws Exception {
        clientRefuses(
                Certificates.named("CN=other", "other.test"),
                "localhost",
                "it is not for localhost but for other.test");
    }

    @Test
    void aCertificateForAnotherAddress() throws Exception {
        clientRefuses(Certificates.goodBundle(), "127.0.0.2", "it is not for 127.0.0.2 but for localhost, 127.0.0.1");
    }

    @Test
    void aSelfSignedCertificate() throws Exception {
        clientRefuses(Certificates.selfSigned(), "localhost", "it is self-signed and not among the trusted ones");
    }

    @Test
    void aCertificateOfAnUnknownAuthority() throws Exception {
        clientRefuses(
                Certificates.ofStrangers(),
                "localhost",
                "it was issued by CN=authority of strangers, which is not trusted");
    }

    @Test
    void aCertificateThatIsNotPinned() throws Exception {
        String pinned = TlsTrust.fingerprint(Certificates.goodBundle().getCertificate());
        setting.run(() -> {
            TlsClient client = setting.client().trust(TlsTrust.pinned(pinned)).build();
            X509Bundle other = Certificates.server("CN=not pinned", b -> b);
            assertThat(shake(client, "localhost", serverWith(other)).client())
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageStartingWith("the certificate of CN=not pinned was refused: it is not one of the pinned"
                            + " ones; its SHA-256 is " + TlsTrust.fingerprint(other.getCertificate()));
            assertThat(shake(client, "localhost", serverWith(Certificates.goodBundle())))
                    .isEqualTo(new Outcome(null, null));
            assertThat(shake(client, "other.test", serverWith(Certificates.goodBundle()))
                            .client())
                    .hasMessageContaining("it is not for other.test but for localhost");
        });
    }

    @Test
    void whatTheJdkTrustsIsTheDefault() throws Exception {
        setting.run(() -> {
            TlsClient client = TlsClient.builder().provider(setting.provider()).build();
            assertThat(shake(client, "localhost", setting.server().build()).client())
                    .hasMessageContaining("it was issued by CN=authority of the tests, which is not trusted");
        });
    }

    @Test
    void checksCanBeLeftOut() throws Exception {
        setting.run(() -> {
            TlsClient withoutName = setting.client().withoutHostNameCheck().build();
            assertThat(shake(withoutName, "other.test", setting.server().build()))
                    .isEqualTo(new Outcome(null, null));
            assertThat(shake(withoutName, "other.test", serverWith(Certificates.selfSigned()))
                            .client())
                    .hasMessageContaining("it is self-signed");
            TlsClient believer = setting.client().trust(TlsTrust.insecure()).build();
            assertThat(shake(believer, "other.test", serverWith(Certificates.expired())))
                    .isEqualTo(new Outcome(null, null));
        });
    }

    @Test
    void aSelfSignedCertificateThatIsTrusted() throws Exception {
        X509Bundle alone = Certificates.selfSigned();
        setting.run(() -> {
            TlsClient client = setting.client()
                    .trust(TlsTrust.of(List.of(alone.getCertificate())))
                    .build();
            assertThat(shake(client, "localhost", serverWith(alone))).isEqualTo(new Outcome(null, null));
        });
    }

    private TlsServer serverThatAsks() {
        return setting.server()
                .trust(Certificates.trust())
                .clientAuthentication(ClientAuthentication.NEEDED)
                .build();
    }

    @Test
    void aClientWithoutACertificate() throws Exception {
        setting.run(() -> {
            Outcome outcome = shake(setting.client().build(), "localhost", serverThatAsks());
            assertThat(outcome.server())
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageStartingWith("the client showed no certificate, but one is required: stream ");
            assertThat(outcome.client())
                    .isInstanceOf(SSLException.class)
                    .hasMessageMatching(
                            "the peer ended the connection with the alert (unknown_ca|\\w*certificate\\w*): stream .*");
        });
    }

    @Test
    void aClientWithABadCertificate() throws Exception {
        X509Bundle stranger = Certificates.ofStrangers();
        setting.run(() -> {
            TlsClient client =
                    setting.client().identity(Certificates.identity(stranger)).build();
            Outcome outcome = shake(client, "localhost", serverThatAsks());
            assertThat(outcome.server())
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageStartingWith("the certificate of CN=stranger was refused: it was issued by");
            assertThat(outcome.client())
                    .hasMessageMatching(
                            "the peer ended the connection with the alert (unknown_ca|\\w*certificate\\w*): stream .*");
        });
    }

    @Test
    void noVersionInCommon() throws Exception {
        setting.run(() -> {
            TlsClient client = setting.client().protocols("TLSv1.2").build();
            Outcome outcome = shake(
                    client, "localhost", setting.server().protocols("TLSv1.3").build());
            assertThat(outcome.server())
                    .isInstanceOf(SSLException.class)
                    .hasMessageStartingWith("no version of TLS in common: ");
            assertThat(outcome.client())
                    .isInstanceOf(SSLException.class)
                    .hasMessageStartingWith("the peer ended the connection with the alert protocol_version: stream ");
        });
    }

    @Test
    void noCipherInCommon() throws Exception {
        setting.run(() -> {
            TlsClient client = setting.client()
                    .protocols("TLSv1.2")
                    .ciphers("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                    .build();
            Outcome outcome = shake(client, "localhost", setting.server().build());
            assertThat(outcome.server())
                    .isInstanceOf(SSLException.class)
                    .hasMessageStartingWith("no cipher suite in common: ");
            assertThat(outcome.client())
                    .isInstanceOf(SSLException.class)
                    .hasMessageStartingWith("the peer ended the connection with the alert handshake_failure: stream ");
        });
    }

    @Test
    void aServerWithoutACertificateForTheName() throws Exception {
        setting.run(() -> {
            TlsServer server = TlsServer.builder()
                    .provider(setting.provider())
                    .identity("one.test", Certificates.identity(Certificates.named("CN=one", "one.test")))
                    .build();
            Outcome outcome = shake(setting.client().build(), "localhost", server);
            assertThat(outcome.server()).isInstanceOf(SSLException.class);
            assertThat(outcome.client())
                    .isInstanceOf(SSLException.class)
                    .hasMessageStartingWith("the peer ended the connection with the alert ");
        });
    }

    @Test
    void plainTextAtAServer() throws Exception {
        setting.run(() -> {
            try (StreamListener listener = StreamListener.listen("127.0.0.1:0");
                    StreamSocket plain = StreamSocket.connect(listener.localAddress());
                    StreamSocket accepted = listener.accept()) {
                plain.sendAll(bytes("GET /?password=secret HTTP/1.1\r\n\r\n"));
                assertThatThrownBy(() -> setting.server().build().secure(accepted))
                        .isInstanceOf(SSLHandshakeException.class)
                        .hasMessageStartingWith(
                                "the peer does not speak TLS: what it sent is not a TLS record: stream ");
                assertThat(accepted.isOpen()).isFalse();
            }
        });
    }

    @Test
    void aServerThatSpeaksPlainText() throws Exception {
        setting.run(() -> {
            try (StreamListener listener = StreamListener.listen("127.0.0.1:0");
                    StreamSocket client = StreamSocket.connect(listener.localAddress());
                    StreamSocket plain = listener.accept()) {
                plain.sendAll(bytes("220 mail.test ESMTP\r\n"));
                assertThatThrownBy(() -> setting.client().build().secure(client, "localhost"))
                        .isInstanceOf(SSLHandshakeException.class)
                        .hasMessageStartingWith(
                                "the peer does not speak TLS: what it sent is not a TLS record: stream ");
            }
        });
    }
}
