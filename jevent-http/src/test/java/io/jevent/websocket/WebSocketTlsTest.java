// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static io.jevent.websocket.WebSocketOptions.DEFAULTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.hub.Hub;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsClient;
import io.jevent.tls.TlsServer;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** WebSockets over TLS. */
class WebSocketTlsTest {

    @Test
    void messagesGoBothWaysAndAnUnknownServerIsRefused() throws Exception {
        var certificate = DevelopmentCertificate.create();
        TlsServer tls = TlsServer.of(certificate.identity());
        TlsClient client = TlsClient.builder().trust(certificate.trust()).build();
        try (var _ = Hub.current()) {
            Jevent.run(() -> {
                try (var server = new HttpServer(
                        Addresses.parse("127.0.0.1:0"),
                        (request, response) -> OnHub.echo(WebSocket.accept(request, response)),
                        HttpOptions.DEFAULTS.log(AccessLog.NONE),
                        ServerOptions.DEFAULTS.wrap(tls::secure))) {
                    server.start();
                    String uri = "wss://localhost:" + server.port() + "/";
                    try (var socket = WebSocket.connect(uri, DEFAULTS.tls(client))) {
                        for (String text : new String[] {"short", "long ".repeat(100_000)}) {
                            socket.send(text);
                            assertThat(socket.receiveText()).contains(text);
                        }
                        socket.close(1000, "done");
                        assertThat(socket.status()).contains(new CloseStatus(1000, ""));
                    }
                    assertThatThrownBy(() -> WebSocket.connect(uri)).isInstanceOf(SSLException.class);
                }
                return null;
            });
        }
    }
}
