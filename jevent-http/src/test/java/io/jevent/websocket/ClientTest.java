// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static io.jevent.websocket.WebSocketOptions.DEFAULTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The client's end, with the server's end of this library. */
class ClientTest {

    static String at(int port) {
        return "ws://127.0.0.1:" + port + "/";
    }

    @Test
    void textAndBytesGoBothWays() throws Exception {
        OnHub.echo(DEFAULTS, port -> {
            try (var socket = WebSocket.connect(at(port))) {
                socket.send("Grüße 🌍");
                assertThat(socket.receive()).contains(new Message.Text("Grüße 🌍"));
                socket.send(new byte[] {1, 2, 3});
                assertThat(socket.receive()).contains(new Message.Binary(new byte[] {1, 2, 3}));
                String large = "0123456789".repeat(50_000);
                socket.send(large);
                assertThat(socket.receiveText()).contains(large);
                socket.send("");
                assertThat(socket.receiveText()).contains("");
                socket.close(1000, "");
                assertThat(socket.status()).contains(new CloseStatus(1000, ""));
                assertThat(socket.receive()).isEmpty();
                assertThatThrownBy(() -> socket.send("late"))
                        .isInstanceOf(WebSocketClosedException.class)
                        .hasMessageContaining("the WebSocket is closed (1000)");
            }
        });
    }

    @Test
    void aServerThatOpensNoWebSocketIsNamed() throws Exception {
        OnHub.run((_, response) -> response.send("hello"), port -> {
            assertThatThrownBy(() -> WebSocket.connect(at(port)))
                    .isInstanceOf(HandshakeException.class)
                    .hasMessageContaining("does not open a WebSocket: HTTP/1.1 200")
                    .extracting(e -> ((HandshakeException) e).httpStatus())
                    .isEqualTo(200);
        });
    }

    @Test
    void bothAgreeOnASubprotocol() throws Exception {
        OnHub.echo(DEFAULTS.subprotocols("v2.chat", "v1.chat"), port -> {
            for (List<String> wanted : List.of(List.of("v1.chat", "v2.chat"), List.of("v1.chat"))) {
                try (var socket = WebSocket.connect(at(port), DEFAULTS.subprotocols(wanted.toArray(String[]::new)))) {
                    assertThat(socket.subprotocol()).contains(wanted.getLast());
                }
            }
            try (var socket = WebSocket.connect(at(port), DEFAULTS.subprotocols("other"))) {
                assertThat(socket.subprotocol()).isEmpty();
            }
        });
    }
}
