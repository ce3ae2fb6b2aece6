// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import static io.jevent.tls.Talk.bytes;
import static io.jevent.tls.Talk.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.hub.Hub;
import io.jevent.server.ServerOptions;
import io.jevent.server.StreamServer;
import io.jevent.socket.StreamSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests clients that are hostile, or use the wrong port. */
@ParameterizedClass
@EnumSource(TlsSetting.class)
class TlsHostileClientsTest {

    private static final int LIMIT_MILLIS = 20_000;

    private final TlsSetting setting;

    TlsHostileClientsTest(TlsSetting setting) {
        this.setting = setting;
    }

    private StreamServer echo() {
        return new StreamServer(
                "127.0.0.1:0",
                socket -> socket.inputStream().transferTo(socket.outputStream()),
                ServerOptions.DEFAULTS.wrap(setting.server().build()::secure));
    }

    private static ByteArrayOutputStream capture() {
        var printed = new ByteArrayOutputStream();
        Hub.current().setErrorStream(new PrintStream(printed, true, StandardCharsets.UTF_8));
        return printed;
    }

    @Test
    void aProbeWithPlainHttpCostsOneShortLine() throws Exception {
        setting.run(() -> {
            ByteArrayOutputStream printed = capture();
            try (StreamServer server = echo()) {
                server.start();
                try (StreamSocket probe = StreamSocket.connect(server.address())) {
                    probe.sendAll(bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
                    var _ = probe.inputStream().readAllBytes();
                }
            }
            assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                    .singleElement()
                    .asString()
                    .contains(" INFO StreamServer at 127.0.0.1:")
                    .contains("the peer does not speak TLS")
                    .hasSizeLessThan(250);
        });
    }

    @Test
    void manyProbesCostTenLinesAndACount() throws Exception {
        setting.run(() -> {
            ByteArrayOutputStream printed = capture();
            try (StreamServer server = echo()) {
                server.start();
                List<StreamSocket> probes = new ArrayList<>();
                for (int i = 0; i < 200; i++) {
                    StreamSocket probe = StreamSocket.connect(server.address());
                    probes.add(probe);
                    probe.sendAll(bytes("GET / HTTP/1.1\r\n\r\n"));
                }
                for (StreamSocket probe : probes) {
                    var _ = probe.inputStream().readAllBytes();
                    probe.close();
                }
            }
            List<String> lines =
                    printed.toString(StandardCharsets.UTF_8).lines().toList();
            assertThat(lines).allMatch(line -> line.contains(" INFO "));
            assertThat(lines.size()).as("ten at once, then one a second").isBetween(10, 60);
        });
    }

    private static SSLContext jdk() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {Certificates.authority().toTrustManager()}, null);
        return context;
    }

    @Test
    void aClientThatRenegotiatesIsDisconnected() throws Exception {
        SSLContext context = jdk();
        setting.run(() -> {
            ByteArrayOutputStream printed = capture();
            try (StreamServer server = echo()) {
                server.start();
                int port = server.port();
                Tool.aside(() -> {
                    renegotiate(context, port);
                    return null;
                });
                try (StreamSocket other = setting.client().build().connect("localhost:" + port)) {
                    other.sendAll(bytes("served"));
                    assertThat(text(other.recv(10))).isEqualTo("served");
                }
            }
            assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                    .singleElement()
                    .asString()
                    .contains("the peer asked for a renegotiation, which is refused");
        });
    }

    private static void renegotiate(SSLContext context, int port) throws IOException {
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(LIMIT_MILLIS);
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.getOutputStream().write('x');
            assertThat(socket.getInputStream().read()).isEqualTo('x');
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getOutputStream().write('y');
                        if (socket.getInputStream().read() < 0) {
                            throw new IOException("the server has ended the connection");
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("timed out");
        }
    }

    @Test
    void suitesWithCbcAreUsedOnRequestOnly() throws Exception {
        String suite = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA";
        String other = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA";
        setting.run(() -> {
            TlsClient client =
                    setting.client().protocols("TLSv1.2").ciphers(suite, other).build();
            try (var serving = new EchoServer(setting.server().build())) {
                assertThatThrownBy(() -> serving.echo(client)).isInstanceOf(IOException.class);
            }
            try (var serving =
                    new EchoServer(setting.server().ciphers(suite, other).build())) {
                assertThat(serving.echo(client)).isEqualTo("client: new, server: new");
            }
        });
    }
}
