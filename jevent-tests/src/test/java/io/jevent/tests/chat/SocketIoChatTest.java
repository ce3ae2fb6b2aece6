// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.RedisServer;
import io.jevent.tests.programs.ServerProcess;
import io.jevent.tests.programs.SocketIoClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chat over Socket.IO, with the official client. */
@Tag("realtime")
class SocketIoChatTest {

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "polling websocket"})
    void visitorsTalkInRooms(String transports) throws Exception {
        Path _ = SocketIoClient.install();
        try (var chat = ServerProcess.example("socketio-chat", "127.0.0.1:0");
                var client = SocketIoClient.start(chat.uri(), "talk", transports.split(" ", -1))) {
            assertThat(client.rest())
                    .containsExactly(
                            "refused a name has 1 to 24 letters and no colon",
                            "early {\"refused\":\"enter a room first\"}",
                            "nowhere {\"refused\":\"there is no such room\"}",
                            "ada []",
                            "bob [] ada,bob",
                            "people ada,bob",
                            "said {}",
                            "heard ada hello",
                            "long {\"refused\":\"a message has at most 2000 letters\"}",
                            "carol [\"ada: hello\"]",
                            "elsewhere []",
                            "back [\"ada: again\"]",
                            "people ada,carol");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void theServerEndsWhileClientsAreConnected(String transport) throws Exception {
        Path _ = SocketIoClient.install();
        var chat = ServerProcess.example("socketio-chat", "127.0.0.1:0");
        try (var client = SocketIoClient.start(chat.uri(), "stay", transport)) {
            assertThat(client.line()).isEqualTo("entered");
            chat.close();
            assertThat(client.rest()).hasSize(1).first().isIn(ends(transport));
        } finally {
            chat.close();
        }
    }

    /** Between two polls, a client hears nothing of the end, and the next poll fails. */
    private static List<String> ends(String transport) {
        return transport.equals("polling")
                ? List.of("disconnected transport close", "disconnected transport error")
                : List.of("disconnected transport close");
    }

    @Test
    void bothChatsShareTheirRooms(@TempDir Path folder) throws Exception {
        Path _ = SocketIoClient.install();
        try (var redis = RedisServer.start(folder);
                var chat = ServerProcess.example("socketio-chat", "127.0.0.1:0", "--redis=" + redis.uri());
                var other = ServerProcess.example("chat", "127.0.0.1:0", "--redis=" + redis.uri());
                var ada = SocketIoClient.start(chat.uri(), "share", "websocket");
                var bob = new ChatClient(other.uri())) {
            assertThat(ada.line()).isEqualTo("entered");
            bob.items("/topic1/bob");
            bob.say("topic1", "bob", "hello");
            assertThat(ada.rest()).containsExactly("heard bob hello");
        }
    }

    @Test
    void pagesUseTheirOwnCopyOfTheClientOrOneWithAKnownHash() throws Exception {
        Path script = SocketIoClient.install();
        try (var own = ServerProcess.example("socketio-chat", "127.0.0.1:0", "--client=" + script);
                var client = new ChatClient(own.uri())) {
            assertThat(client.get("/topic1/ada").body()).contains("<script src=\"/client/socket.io.js\" defer>");
            assertThat(client.get("/topic1/ada").headers().firstValue("Content-Security-Policy"))
                    .hasValue("default-src 'self'");
            assertThat(client.get("/client/socket.io.js").body()).isEqualTo(Files.readString(script));
            assertThat(client.get("/nowhere/ada").statusCode()).isEqualTo(404);
            assertThat(client.get("/topic1/a:b").statusCode()).isEqualTo(400);
        }
        try (var chat = ServerProcess.example("socketio-chat", "127.0.0.1:0");
                var client = new ChatClient(chat.uri())) {
            assertThat(client.get("/topic1/ada").body())
                    .containsPattern("socket.io-client@[0-9.]+/dist/socket.io.min.js\" integrity=\"sha384-");
            assertThat(client.get("/client/socket.io.js").statusCode()).isEqualTo(404);
        }
    }
}
