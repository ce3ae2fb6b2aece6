// SPDX-License-Identifier: Apache-2.0
package io.jevent.tls;

import static io.jevent.tls.Talk.bytes;
import static io.jevent.tls.Talk.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.hub.Hub;
import io.jevent.server.ServerOptions;
import io.jevent.server.StreamServer;
import io.jevent.socket.StreamSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests a {@link StreamServer} that wraps its connections in TLS. */
@ParameterizedClass
@EnumSource(TlsSetting.class)
class TlsServingTest {

    private final TlsSetting setting;

    TlsServingTest(TlsSetting setting) {
        this.setting = setting;
    }

    private StreamServer server() {
        return new StreamServer(
                "127.0.0.1:0",
                socket -> socket.inputStream().transferTo(socket.outputStream()),
                ServerOptions.DEFAULTS.wrap(setting.server().build()::secure));
    }

    @Test
    void openSslIsServed(@TempDir Path directory) throws Exception {
        Path ca = Files.writeString(
                directory.resolve("ca.crt"), Certificates.authority().getCertificatePEM());
        setting.run(() -> {
            try (StreamServer server = server()) {
                server.start();
                var command = List.of("openssl", "s_client", "-connect", "127.0.0.1:" + server.port(), "-CAfile");
                var all = new ArrayList<>(command);
                all.addAll(List.of(ca.toString(), "-verify_return_error", "-quiet"));
                try (Tool client = new Tool(all)) {
                    client.type("hello from openssl\n");
                    assertThat(client.readUntil("hello from openssl\n")).endsWith("hello from openssl\n");
                }
            }
        });
    }

    @Test
    void aClientThatStallsOrSpeaksPlainTextHoldsUpNobody() throws Exception {
        setting.run(() -> {
            var reports = new ArrayList<String>();
            Hub.current().setErrorHandler((_, failure) -> reports.add(failure.getMessage()));
            try (StreamServer server = server()) {
                server.start();
                try (StreamSocket stalling = StreamSocket.connect(server.address());
                        StreamSocket plain = StreamSocket.connect(server.address());
                        StreamSocket good = setting.client().build().connect("localhost:" + server.port())) {
                    good.sendAll(bytes("served"));
                    assertThat(text(good.recv(10))).isEqualTo("served");
                    plain.sendAll(bytes("GET / HTTP/1.0\r\n\r\n"));
                    assertThat(plain.inputStream().readAllBytes()).hasSizeLessThan(20);
                    assertThat(stalling.isOpen()).isTrue();
                }
            }
            assertThat(reports)
                    .filteredOn(report -> report != null && report.contains("the peer does not speak TLS"))
                    .hasSize(1);
        });
    }
}
