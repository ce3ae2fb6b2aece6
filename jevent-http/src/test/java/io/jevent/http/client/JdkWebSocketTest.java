// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

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
