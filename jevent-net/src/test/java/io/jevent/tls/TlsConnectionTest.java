// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import static io.jevent.tls.Talk.bytes;
import static io.jevent.tls.Talk.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.socket.StreamSocket;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests connections between a client and a server of jevent. */
@ParameterizedClass
@EnumSource(TlsSetting.class)
class TlsConnectionTest {

    private final TlsSetting setting;

    TlsConnectionTest(TlsSetting setting) {
        this.setting = setting;
    }

    @Test
    void whatIsSentArrives() throws Exception {
        setting.run(() -> {
            try (var talk =
                    Talk.begin(setting.client().build(), setting.server().build())) {
                talk.client().sendAll(bytes("ping"));
                assertThat(text(talk.server().recv(100))).isEqualTo("ping");
                talk.server().sendAll(bytes("pong"));
                assertThat(text(talk.client().recv(100))).isEqualTo("pong");
                assertThat(talk.client().bytesSent()).isEqualTo(4);
            }
        });
    }

    @Test
    void theSessionTellsWhatWasAgreedOn() throws Exception {
        setting.run(() -> {
            try (var talk =
                    Talk.begin(setting.client().build(), setting.server().build())) {
                TlsSession client = TlsSession.require(talk.client());
                TlsSession server = TlsSession.require(talk.server());
                assertThat(client.protocol()).isEqualTo("TLSv1.3").isEqualTo(server.protocol());
                assertThat(client.cipher()).startsWith("TLS_AES_").isEqualTo(server.cipher());
                assertThat(client.provider()).isEqualTo(setting.provider());
                assertThat(client.peerCertificates().getFirst())
                        .isEqualTo(Certificates.goodBundle().getCertificate());
                assertThat(client.localCertificates()).isEmpty();
                assertThat(server.peerCertificates()).isEmpty();
                assertThat(server.serverName()).contains("localhost");
                assertThat(client.applicationProtocol()).isEmpty();
                assertThat(client.isResumed()).isFalse();
                assertThat(server.isResumed()).isFalse();
                assertThat(client).hasToString("TLSv1.3 " + client.cipher());
            }
        });
    }

    @Test
    void aPlainSocketHasNoSession() throws Exception {
        setting.run(() -> {
            try (var pair = StreamSocket.pair()) {
                assertThat(TlsSession.of(pair.first())).isEmpty();
                assertThatThrownBy(() -> TlsSession.require(pair.first()))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("is not encrypted");
            }
        });
    }

    @Test
    void theServersFirstProtocolThatTheClientOffersIsSpoken() throws Exception {
        setting.run(() -> {
            TlsClient client =
                    setting.client().applicationProtocols("http/1.1", "h2").build();
            TlsServer server =
                    setting.server().applicationProtocols("x", "h2", "http/1.1").build();
            try (var talk = Talk.begin(client, server)) {
                assertThat(TlsSession.require(talk.client()).applicationProtocol())
                        .contains("h2");
                assertThat(TlsSession.require(talk.server()).applicationProtocol())
                        .contains("h2");
            }
            try (var talk = Talk.begin(client, setting.server().build())) {
                assertThat(TlsSession.require(talk.client()).applicationProtocol())
                        .isEmpty();
            }
            try (var talk = Talk.begin(
                    client, setting.server().applicationProtocols("smtp").build())) {
                assertThat(TlsSession.require(talk.client()).applicationProtocol())
                        .isEmpty();
                assertThat(TlsSession.require(talk.server()).applicationProtocol())
                        .isEmpty();
            }
        });
    }

    @Test
    void theServerShowsTheCertificateOfTheNameThatTheClientAskedFor() throws Exception {
        X509Bundle one = Certificates.named("CN=one", "one.test");
        X509Bundle many = Certificates.named("CN=many", "a.many.test");
        setting.run(() -> {
            TlsServer server = setting.server()
                    .identity("one.test", Certificates.identity(one))
                    .identity("*.many.test", Certificates.identity(many))
                    .build();
            TlsClient client = setting.client().build();
            assertThat(shown(client, "one.test", server)).isEqualTo("CN=one");
            assertThat(shown(client, "ONE.test", server)).isEqualTo("CN=one");
            assertThat(shown(client, "a.many.test", server)).isEqualTo("CN=many");
            assertThat(shown(client, "localhost", server)).isEqualTo("CN=good");
            assertThat(shown(client, "127.0.0.1", server)).isEqualTo("CN=good");
        });
    }

    private static String shown(TlsClient client, String name, TlsServer server) throws Exception {
        try (var talk = Talk.begin(client, name, server)) {
            return TlsSession.require(talk.client())
                    .peerCertificates()
                    .getFirst()
                    .getSubjectX500Principal()
                    .toString();
        }
    }

    @Test
    void theClientsCertificateIsShownWhenTheServerAsks() throws Exception {
        X509Bundle own = Certificates.server("CN=client", b -> b);
        setting.run(() -> {
            TlsClient client =
                    setting.client().identity(Certificates.identity(own)).build();
            for (ClientAuthentication asked : ClientAuthentication.values()) {
                TlsServer server = setting.server()
                        .trust(Certificates.trust())
                        .clientAuthentication(asked)
                        .build();
                try (var talk = Talk.begin(client, server)) {
                    assertThat(TlsSession.require(talk.server())
                                            .peerCertificates()
                                            .size()
                                    > 0)
                            .as("%s", asked)
                            .isEqualTo(asked != ClientAuthentication.NONE);
                }
            }
            TlsServer wants = setting.server()
                    .trust(Certificates.trust())
                    .clientAuthentication(ClientAuthentication.WANTED)
                    .build();
            try (var talk = Talk.begin(setting.client().build(), wants)) {
                assertThat(TlsSession.require(talk.server()).peerCertificates()).isEmpty();
            }
        });
    }

    @Test
    void aSecondConnectionResumesTheSessionOfTheFirst() throws Exception {
        setting.run(() -> {
            for (String protocol : new String[] {"TLSv1.3", "TLSv1.2"}) {
                TlsServer server = setting.server().protocols(protocol).build();
                try (var serving = new EchoServer(server)) {
                    TlsClient client = setting.client().build();
                    assertThat(serving.echo(client)).as(protocol).isEqualTo("client: new, server: new");
                    assertThat(serving.echo(client)).as(protocol).isEqualTo("client: resumed, server: resumed");
                    assertThat(serving.echo(setting.client().build()))
                            .as(protocol)
                            .isEqualTo("client: new, server: new");
                }
            }
        });
    }

    @Test
    void muchIsSentInBothDirectionsAtOnce() throws Exception {
        byte[] there = random(3_000_000);
        byte[] back = random(2_000_000);
        setting.run(() -> {
            try (var talk =
                    Talk.begin(setting.client().build(), setting.server().build())) {
                Greenlet<?> sending = Jevent.spawn(() -> {
                    talk.client().sendAll(there);
                    return null;
                });
                Greenlet<?> answering = Jevent.spawn(() -> {
                    talk.server().sendAll(back);
                    return null;
                });
                Greenlet<byte[]> answer =
                        Jevent.spawn(() -> talk.client().inputStream().readNBytes(back.length));
                assertThat(Arrays.equals(talk.server().inputStream().readNBytes(there.length), there))
                        .isTrue();
                assertThat(Arrays.equals(answer.result(), back)).isTrue();
                sending.result();
                answering.result();
            }
        });
    }

    private static byte[] random(int n) {
        var bytes = new byte[n];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    void aPeerThatDoesNotReadMakesTheSenderWait() throws Exception {
        setting.run(() -> {
            try (var talk =
                    Talk.begin(setting.client().build(), setting.server().build())) {
                byte[] much = random(20_000_000);
                assertThatThrownBy(() -> talk.client().sendAll(java.nio.ByteBuffer.wrap(much), Duration.ofMillis(200)))
                        .isInstanceOf(SocketTimeoutException.class)
                        .hasMessageStartingWith("send timed out after PT0.2S");
                long sent = talk.client().bytesSent();
                assertThat(sent).isLessThan(12_000_000);
                byte[] got = talk.server().inputStream().readNBytes((int) sent);
                assertThat(Arrays.mismatch(got, much)).isEqualTo((int) sent);
                talk.client().sendAll(bytes("and on"));
                assertThat(text(talk.server().recv(100))).isEqualTo("and on");
            }
        });
    }

    @Test
    void oneSideCanFinishAndStillRead() throws Exception {
        setting.run(() -> {
            try (var talk =
                    Talk.begin(setting.client().build(), setting.server().build())) {
                talk.client().sendAll(bytes("last words"));
                talk.client().shutdownOutput();
                assertThat(text(talk.server().inputStream().readAllBytes())).isEqualTo("last words");
                assertThatThrownBy(() -> talk.client().sendAll(bytes("more")))
                        .hasMessageStartingWith("the output was shut down");
                if (setting.provider() == TlsProvider.JDK) {
                    talk.server().sendAll(bytes("answer"));
                    talk.server().close();
                    assertThat(text(talk.client().inputStream().readAllBytes())).isEqualTo("answer");
                } else {
                    assertThatThrownBy(() -> talk.server().sendAll(bytes("answer")))
                            .isInstanceOf(SSLException.class)
                            .hasMessageStartingWith("the TLS connection has ended");
                }
            }
        });
    }

    @Test
    void closingIsTheEndForThePeer() throws Exception {
        setting.run(() -> {
            try (var talk =
                    Talk.begin(setting.client().build(), setting.server().build())) {
                talk.client().sendAll(bytes("bye"));
                talk.client().close();
                assertThat(text(talk.server().recv(100))).isEqualTo("bye");
                assertThat(talk.server().recv(100)).isEmpty();
                assertThat(TlsSession.require(talk.client()).protocol()).isEqualTo("TLSv1.3");
            }
        });
    }

    @Test
    void anOpenSocketIsEncryptedInTheMiddle() throws Exception {
        setting.run(() -> {
            try (var pair = StreamSocket.pair()) {
                Greenlet<?> server = Jevent.spawn(() -> {
                    StreamSocket socket = pair.second();
                    socket.sendAll(bytes("220 ready\r\n"));
                    assertThat(text(socket.recv(100))).isEqualTo("STARTTLS\r\n");
                    socket.sendAll(bytes("220 go ahead\r\n"));
                    assertThat(setting.server().build().secure(socket)).isSameAs(socket);
                    socket.sendAll(bytes("secret"));
                    return null;
                });
                StreamSocket socket = pair.first();
                assertThat(text(socket.recv(100))).isEqualTo("220 ready\r\n");
                socket.sendAll(bytes("STARTTLS\r\n"));
                assertThat(text(socket.recv(100))).isEqualTo("220 go ahead\r\n");
                assertThat(setting.client().build().secure(socket, "localhost")).isSameAs(socket);
                assertThat(text(socket.recv(100))).isEqualTo("secret");
                server.result();
                assertThatThrownBy(() -> setting.client().build().secure(socket, "localhost"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageEndingWith("is already encrypted");
                assertThat(socket.isOpen()).isTrue();
            }
        });
    }

    @Test
    void whatWasSlippedInBehindACommandIsNotTakenForTheSecuredConversation() throws Exception {
        setting.run(() -> {
            try (var pair = StreamSocket.pair()) {
                pair.first().sendAll(bytes("STARTTLS\r\nDELETE ALL\r\n"));
                assertThat(text(pair.second().recv(10))).isEqualTo("STARTTLS\r\n");
                assertThatThrownBy(() -> setting.server().build().secure(pair.second()))
                        .isInstanceOf(SSLException.class)
                        .hasMessageStartingWith("the peer does not speak TLS")
                        .satisfies(e -> assertThat(stackOf(e)).doesNotContain("44454c455445"));
                assertThat(pair.second().isOpen()).isFalse();
            }
        });
    }

    private static String stackOf(Throwable failure) {
        var text = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(text));
        return text.toString();
    }

    @Test
    void aFileIsSentEncrypted(@TempDir Path directory) throws Exception {
        byte[] content = random(300_000);
        Path file = Files.write(directory.resolve("file"), content);
        setting.run(() -> {
            try (var talk = Talk.begin(
                            setting.client().build(), setting.server().build());
                    FileChannel channel = FileChannel.open(file)) {
                Greenlet<Long> sending = Jevent.spawn(() -> talk.client().sendFile(channel, 1000, 10_000_000));
                byte[] got = talk.server().inputStream().readNBytes(299_000);
                assertThat(sending.result()).isEqualTo(299_000);
                assertThat(Arrays.equals(got, 0, 299_000, content, 1000, 300_000))
                        .isTrue();
            }
        });
    }

    @Test
    void theViewForLibrariesIsEncryptedToo() throws Exception {
        setting.run(() -> {
            try (var talk =
                    Talk.begin(setting.client().build(), setting.server().build())) {
                talk.client().asSocket().getOutputStream().write(bytes("through the view"));
                assertThat(text(talk.server().asSocket().getInputStream().readNBytes(16)))
                        .isEqualTo("through the view");
            }
        });
    }

    @Test
    void connectUsesTheNameInTheAddress() throws Exception {
        setting.run(() -> {
            try (var serving = new EchoServer(setting.server().build());
                    var socket = setting.client().build().connect("localhost:" + serving.port());
                    var inTime = setting.client()
                            .build()
                            .connect(
                                    java.net.InetSocketAddress.createUnresolved("localhost", serving.port()),
                                    Duration.ofMinutes(10))) {
                socket.sendAll(bytes("hi"));
                assertThat(text(socket.recv(2))).isEqualTo("hi");
                inTime.sendAll(bytes("hi"));
                assertThat(text(inTime.recv(2))).isEqualTo("hi");
            }
        });
    }

    @Test
    void connectNeedsAName() throws Exception {
        setting.run(() -> assertThatThrownBy(
                        () -> setting.client().build().connect(java.net.UnixDomainSocketAddress.of("/nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/nowhere; connect a StreamSocket and use secure(socket, name)"));
    }

    @Test
    void olderVersionsOfTlsWork() throws Exception {
        setting.run(() -> {
            TlsClient client = setting.client()
                    .protocols("TLSv1.2")
                    .ciphers("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
                    .build();
            try (var talk = Talk.begin(client, setting.server().build())) {
                assertThat(TlsSession.require(talk.server()).cipher())
                        .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
                talk.client().sendAll(bytes("old"));
                assertThat(text(talk.server().recv(3))).isEqualTo("old");
                talk.client().shutdownOutput();
                assertThat(talk.server().recv(3)).isEmpty();
            }
        });
    }

    @Test
    void anUnknownVersionOrCipherIsRefusedAtOnce() throws IOException {
        assertThatThrownBy(() -> setting.client().protocols("TLSv9").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TLSv9");
        assertThatThrownBy(() -> setting.client().ciphers("TLS_NONSENSE").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("TLS_NONSENSE");
    }
}
