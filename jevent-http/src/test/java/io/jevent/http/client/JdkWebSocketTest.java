// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.http.Handler;
import io.jevent.queue.Queue;
import io.jevent.websocket.Message;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The JDK's interface for WebSockets. */
class JdkWebSocketTest {

    private static final Handler ECHO = (request, response) -> {
        var socket = io.jevent.websocket.WebSocket.accept(request, response);
        for (Message message : socket.messages()) {
            switch (message) {
                case Message.Text(String text) -> socket.send("echo " + text);
                case Message.Binary(byte[] bytes) -> socket.send(bytes);
            }
        }
    };

    /** Queues what it gets. */
    private static final class Recorder implements WebSocket.Listener {

        final Queue<String> events = new Queue<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            events.put(data.toString());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            events.put(data.remaining() + " bytes");
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            events.put("closed " + status);
            return null;
        }
    }

    @Test
    void messagesGoBothWays() throws Exception {
        ClientHub.run(ECHO, address -> {
            var recorder = new Recorder();
            WebSocket socket = HubHttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(address.replace("http:", "ws:")), recorder)
                    .join();
            var _ = socket.sendText("one ", false);
            socket.sendText("message", true).join();
            socket.sendBinary(ByteBuffer.wrap(new byte[7]), true).join();
            assertThat(recorder.events.get()).isEqualTo("echo one message");
            assertThat(recorder.events.get()).isEqualTo("7 bytes");
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").join();
            assertThat(recorder.events.get()).isEqualTo("closed 1000");
            assertThat(socket.isOutputClosed()).isTrue();
            assertThat(socket.isInputClosed()).isTrue();
            assertThatThrownBy(() -> socket.sendText("late", true).join()).hasMessageContaining("Output closed");
        });
    }

    @Test
    void pingsAndPongsGoBothWays() throws Exception {
        var atServer = new Queue<String>();
        ClientHub.run(
                (request, response) -> {
                    var socket = io.jevent.websocket.WebSocket.accept(request, response);
                    socket.onControl((ping, payload) -> atServer.put(ping + " " + new String(payload, US_ASCII)));
                    socket.receive();
                    socket.sendPing("are you there?".getBytes(US_ASCII));
                    socket.receive();
                },
                address -> {
                    var events = new Queue<String>();
                    WebSocket socket = HubHttpClient.newHttpClient()
                            .newWebSocketBuilder()
                            .buildAsync(URI.create(address.replace("http:", "ws:")), new WebSocket.Listener() {
                                @Override
                                public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
                                    events.put("ping " + US_ASCII.decode(message));
                                    from.request(1);
                                    return null;
                                }

                                @Override
                                public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
                                    events.put("pong " + US_ASCII.decode(message));
                                    from.request(1);
                                    return null;
                                }
                            })
                            .join();
                    socket.sendText("hello", true).join();
                    assertThat(events.get()).isEqualTo("ping are you there?");
                    assertThat(atServer.get()).isEqualTo("false are you there?");
                    socket.sendPing(ByteBuffer.wrap("p".getBytes(US_ASCII))).join();
                    assertThat(atServer.get()).isEqualTo("true p");
                    assertThat(events.get()).isEqualTo("pong p");
                    socket.sendPong(ByteBuffer.wrap("q".getBytes(US_ASCII))).join();
                    assertThat(atServer.get()).isEqualTo("false q");
                    assertThatThrownBy(() ->
                                    socket.sendPing(ByteBuffer.allocate(126)).join())
                            .hasCauseInstanceOf(IllegalArgumentException.class);
                    socket.abort();
                });
    }

    @Test
    void aRefusedHandshakeFails() throws Exception {
        ClientHub.run(
                (_, response) -> response.status(404).send("no"),
                address -> assertThatThrownBy(() -> HubHttpClient.newHttpClient()
                                .newWebSocketBuilder()
                                .buildAsync(URI.create(address.replace("http:", "ws:")), new Recorder())
                                .join())
                        .hasCauseInstanceOf(WebSocketHandshakeException.class));
    }
}
