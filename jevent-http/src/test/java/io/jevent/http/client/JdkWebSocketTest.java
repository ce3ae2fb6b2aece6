// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.http.Handler;
import io.jevent.queue.Queue;
import io.jevent.socket.StreamSocket;
import io.jevent.websocket.Message;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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
        public void onOpen(WebSocket socket) {
            events.put("open");
            socket.request(1);
        }

        @Override
        public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
            events.put("ping " + US_ASCII.decode(message));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            events.put("pong " + US_ASCII.decode(message));
            socket.request(1);
            return null;
        }

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
            assertThat(recorder.events.get()).isEqualTo("open");
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
                    var recorder = new Recorder();
                    Queue<String> events = recorder.events;
                    WebSocket socket = HubHttpClient.newHttpClient()
                            .newWebSocketBuilder()
                            .buildAsync(URI.create(address.replace("http:", "ws:")), recorder)
                            .join();
                    assertThat(events.get()).isEqualTo("open");
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

    /** Responds to the handshake, with frames in the same packet: 18 pings, a pong and a message. */
    private static void openWithFrames(StreamSocket peer) throws Exception {
        String request = ClientHub.head(peer);
        int key = request.indexOf("Sec-WebSocket-Key: ") + "Sec-WebSocket-Key: ".length();
        byte[] hash = MessageDigest.getInstance("SHA-1")
                .digest((request.substring(key, request.indexOf('\r', key)) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                        .getBytes(US_ASCII));
        var output = new ByteArrayOutputStream();
        output.writeBytes(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                        + Base64.getEncoder().encodeToString(hash) + "\r\n\r\n")
                .getBytes(US_ASCII));
        for (char letter = 'a'; letter <= 'r'; letter++) {
            output.writeBytes(new byte[] {(byte) 0x89, 1, (byte) letter});
        }
        output.writeBytes(new byte[] {(byte) 0x8a, 1, 'z'});
        output.writeBytes(new byte[] {(byte) 0x81, 2, 'h', 'i'});
        peer.sendAll(output.toByteArray());
        peer.recv(1);
    }

    @Test
    void pingsThatComeWithTheHandshakeAreReportedOnceTheSocketIsOpen() throws Exception {
        ClientHub.withPeer(JdkWebSocketTest::openWithFrames, address -> {
            var recorder = new Recorder();
            WebSocket socket = HubHttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create(address.replace("http:", "ws:")), recorder)
                    .join();
            var events = new ArrayList<String>();
            for (int i = 0; i < 18; i++) {
                events.add(recorder.events.get());
            }
            assertThat(events).contains("hi").startsWith("open");
            events.remove("hi"); // a message has its own greenlet
            var expected = new ArrayList<>(List.of("open"));
            for (char letter = 'd'; letter <= 'r'; letter++) { // the last 16, with the pong
                expected.add("ping " + letter);
            }
            expected.add("pong z");
            assertThat(events).isEqualTo(expected);
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
