// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.http.client.Http;
import io.jevent.http.client.HubHttpClient;
import io.jevent.http.client.Reply;
import io.jevent.http.security.Cors;
import io.jevent.websocket.HandshakeException;
import io.jevent.websocket.Message;
import io.jevent.websocket.WebSocket;
import io.jevent.websocket.WebSocketOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO 4 and Socket.IO 5 with hand-made clients: the rules, and clients that break them. */
class ProtocolTest {

    private static void refused(String uri, String method, int status, String body) throws IOException {
        try (Reply reply =
                Http.with(HubHttpClient.newHttpClient()).call(method, uri).send()) {
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.text()).isEqualTo(body);
        }
    }

    @Test
    void aSessionBeginsWithItsSettings() throws Exception {
        OnHub.run(hub -> {
            PollingClient client = hub.poll();
            assertThat(client.opened)
                    .isEqualTo("0{\"sid\":\"" + client.id + "\",\"upgrades\":[\"websocket\"],\"pingInterval\":25000,"
                            + "\"pingTimeout\":20000,\"maxPayload\":1000000}");
            assertThat(client.id).hasSize(20);
            try (WebSocket socket = hub.webSocket("")) {
                assertThat(OnHub.receive(socket)).contains("\"upgrades\":[]");
                assertThat(hub.io.clients()).isEqualTo(2);
            }
        });
    }

    @Test
    void wrongRequestsAreRefused() throws Exception {
        OnHub.run(hub -> {
            String polling = hub.uri("transport=polling");
            refused(
                    polling.replace("EIO=4", "EIO=3"),
                    "GET",
                    400,
                    "{\"code\":5,\"message\":\"Unsupported protocol version\"}");
            refused(hub.uri("transport=pigeon"), "GET", 400, "{\"code\":0,\"message\":\"Transport unknown\"}");
            refused(polling + "&sid=x", "GET", 400, "{\"code\":1,\"message\":\"Session ID unknown\"}");
            refused(polling, "POST", 400, "{\"code\":2,\"message\":\"Bad handshake method\"}");
            refused(polling, "DELETE", 400, "{\"code\":2,\"message\":\"Bad handshake method\"}");
            refused(hub.uri("transport=websocket"), "GET", 400, "{\"code\":3,\"message\":\"Bad request\"}");
            assertThat(hub.io.clients()).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "9",
                "2",
                "0",
                "4",
                "4x",
                "47",
                "44{}",
                "40[]",
                "40{",
                "42",
                "42{}",
                "42[]",
                "42[1]",
                "42x",
                "42[\"connect\"]",
                "42[\"a\"",
                "421234567890123456[\"a\"]",
                "45[\"a\"]",
                "4511-[\"a\"]",
                "451[\"a\"]",
                "451-[\"a\"]\u001e42[\"b\"]",
                "451-[\"a\",{\"_placeholder\":true,\"num\":1}]\u001ebAAAA",
                "451-[\"a\",{\"_placeholder\":true}]\u001ebAAAA",
                "bAAAA",
                "b!",
                "43{}",
                "40"
            })
    void aMalformedPacketEndsTheClient(String payload) throws Exception {
        OnHub.run(hub -> {
            PollingClient client = hub.connect();
            assertThat(client.post(payload)).isEqualTo(400);
            assertThat(hub.ends.get()).isEqualTo(DisconnectReason.PARSE_ERROR);
            assertThat(client.getStatus()).isEqualTo(400);
            WebSocket socket = hub.connectWebSocket();
            for (String packet : payload.split("\u001e", -1)) {
                if (packet.startsWith("b")) {
                    socket.send(new byte[] {0, 0, 0});
                } else {
                    socket.send(packet);
                }
            }
            assertThat(hub.ends.get()).isEqualTo(DisconnectReason.PARSE_ERROR);
            assertThat(socket.receive()).isEmpty();
            assertThat(hub.io.clients()).isZero();
            assertThat(hub.failures).isEmpty();
        });
    }

    @Test
    void bytesThatAreNoTextEndTheClient() throws Exception {
        OnHub.run(hub -> {
            PollingClient client = hub.connect();
            assertThat(client.post(new byte[] {'4', '2', (byte) 0xff})).isEqualTo(400);
            assertThat(hub.io.clients()).isZero();
        });
    }

    @Test
    void nestingIsLimited() throws Exception {
        OnHub.run(hub -> {
            PollingClient client = hub.connect();
            String deep = "[".repeat(300) + "]".repeat(300);
            assertThat(client.post("451-[\"a\"," + deep + "]\u001ebAAAA")).isEqualTo(400);
            assertThat(hub.ends.get()).isEqualTo(DisconnectReason.PARSE_ERROR);
        });
    }

    @Test
    void whatIsTooLargeEndsTheClient() throws Exception {
        OnHub.run(SocketIoOptions.DEFAULTS.maxPayload(1000), hub -> {
            PollingClient client = hub.connect();
            assertThat(client.post("42[\"" + "x".repeat(1000) + "\"]")).isEqualTo(413);
            assertThat(hub.ends.get()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
            WebSocket socket = hub.connectWebSocket();
            socket.send("42[\"" + "x".repeat(1000) + "\"]");
            assertThat(socket.receive()).isEmpty();
            assertThat(socket.status().orElseThrow().code()).isEqualTo(1009);
            assertThat(hub.ends.get()).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
        });
    }

    @Test
    void twoPollsAtOnceEndTheClient() throws Exception {
        OnHub.run(hub -> {
            PollingClient client = hub.connect();
            Greenlet<String> first = Jevent.spawn(client::get);
            Jevent.idle();
            assertThat(client.getStatus()).isEqualTo(400);
            assertThat(first.result()).isEqualTo("1");
            assertThat(hub.ends.get()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
        });
    }

    @Test
    void aPollThatTheClientGivesUpEndsTheClient() throws Exception {
        OnHub.run(hub -> {
            PollingClient client = hub.connect();
            Greenlet<String> poll = Jevent.spawn(client::get);
            Jevent.idle();
            poll.kill();
            assertThat(hub.ends.get()).isEqualTo(DisconnectReason.TRANSPORT_ERROR);
        });
    }

    @Test
    void aClientMayLeaveTheNamespaceOrCloseItsSession() throws Exception {
        OnHub.run(hub -> {
            PollingClient client = hub.connect();
            assertThat(client.post("41")).isEqualTo(200);
            assertThat(hub.ends.get()).isEqualTo(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
            assertThat(client.post("42[\"late\"]")).isEqualTo(200);
            assertThat(client.post("40\u001e6")).isEqualTo(200);
            assertThat(client.get()).startsWith("40{");
            assertThat(client.post("1")).isEqualTo(200);
            assertThat(hub.ends.get()).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
            assertThat(hub.root.size()).isZero();
        });
    }

    @Test
    void anUpgradeMovesTheSession() throws Exception {
        OnHub.run(hub -> {
            hub.root.on("echo", event -> event.socket().emit("echo", event.text(0)));
            PollingClient client = hub.connect();
            Greenlet<String> poll = Jevent.spawn(client::get);
            WebSocket socket = hub.webSocket("&sid=" + client.id);
            socket.send("2probe");
            assertThat(OnHub.receive(socket)).isEqualTo("3probe");
            assertThat(poll.result()).isEqualTo("6");
            client.post("42[\"echo\",\"meanwhile\"]");
            socket.send("5");
            assertThat(OnHub.receive(socket)).isEqualTo("42[\"echo\",\"meanwhile\"]");
            assertThat(client.getStatus()).isEqualTo(400);
        });
    }

    @Test
    void aFailedUpgradeLeavesTheSessionAsItWas() throws Exception {
        OnHub.run(hub -> {
            PollingClient client = hub.connect();
            for (String first : new String[] {"2", "5", "4probe", "2probe"}) {
                WebSocket socket = hub.webSocket("&sid=" + client.id);
                socket.send(first);
                assertThat(socket.receive().isPresent()).isEqualTo(first.equals("2probe"));
                if (first.equals("2probe")) {
                    WebSocket second = hub.webSocket("&sid=" + client.id);
                    second.send(first);
                    assertThat(second.receive()).isEmpty();
                    socket.send("2probe");
                    assertThat(socket.receive()).isEmpty();
                }
            }
            WebSocket silent = hub.webSocket("&sid=" + client.id);
            assertThat(silent.receive()).isEmpty(); // after ten seconds
            hub.root.emit("still here");
            assertThat(client.get()).isEqualTo("42[\"still here\"]");
        });
    }

    @Test
    void aClientThatRespondsToNoPingIsDisconnected() throws Exception {
        OnHub.run(hub -> {
            PollingClient client = hub.connect();
            WebSocket socket = hub.connectWebSocket();
            assertThat(client.get()).isEqualTo("2");
            assertThat(OnHub.receive(socket)).isEqualTo("2");
            client.post("3");
            socket.send("3");
            assertThat(client.get()).isEqualTo("2");
            assertThat(OnHub.receive(socket)).isEqualTo("2");
            assertThat(hub.ends.get()).isEqualTo(DisconnectReason.PING_TIMEOUT);
            assertThat(hub.ends.get()).isEqualTo(DisconnectReason.PING_TIMEOUT);
            assertThat(hub.io.clients()).isZero();
        });
    }

    @Test
    void aClientThatConnectsToNothingIsDisconnected() throws Exception {
        OnHub.run(hub -> {
            WebSocket socket = hub.webSocket("");
            assertThat(OnHub.receive(socket)).startsWith("0");
            for (Message message : socket.messages()) {
                assertThat(message).isEqualTo(new Message.Text("2"));
                socket.send("3");
            }
            assertThat(hub.io.clients()).isZero();
        });
    }

    @Test
    void theNumberOfClientsIsLimited() throws Exception {
        OnHub.run(SocketIoOptions.DEFAULTS.maxClients(1), hub -> {
            PollingClient client = hub.connect();
            refused(hub.uri("transport=polling"), "GET", 503, "there are too many clients");
            assertThatThrownBy(() -> hub.webSocket("")).isInstanceOf(HandshakeException.class);
            client.post("1");
            hub.connect();
            hub.io.close();
            refused(hub.uri("transport=polling"), "GET", 503, "the server is shutting down");
        });
    }

    @Test
    void pagesOfOtherOriginsNeedPermission() throws Exception {
        var own = WebSocketOptions.DEFAULTS.header("Origin", "https://chat.example");
        OnHub.run(hub -> assertThatThrownBy(() -> hub.webSocket("", own)).hasMessageContaining("403"));
        OnHub.run(
                SocketIoOptions.DEFAULTS.origins("https://chat.example"::equals),
                hub -> {
                    assertThat(OnHub.receive(hub.webSocket("", own))).startsWith("0");
                    try (Reply reply = Http.get(hub.uri("transport=polling"))
                            .header("Origin", "https://chat.example")
                            .send()) {
                        assertThat(reply.header("Access-Control-Allow-Origin")).contains("https://chat.example");
                    }
                },
                Cors.allow("https://chat.example"));
    }

    @Test
    void theHandshakeIsThatOfTheFirstRequest() throws Exception {
        var seen = new ArrayList<String>();
        OnHub.run(
                SocketIoOptions.DEFAULTS,
                hub -> {
                    hub.root.onConnect(socket -> {
                        Handshake handshake = socket.handshake();
                        seen.add(handshake.cookie("session").orElse("") + " "
                                + handshake.header("X-Test").orElse("")
                                + " " + handshake.parameter("EIO").orElse("") + " " + handshake.remoteHost() + " "
                                + handshake.user().orElse("") + " "
                                + handshake.attribute("key").orElse("") + " "
                                + handshake.isSecure());
                        socket.attributes().put("name", "x");
                        assertThat(socket.toString()).contains(socket.id());
                    });
                    WebSocket socket = hub.webSocket(
                            "",
                            WebSocketOptions.DEFAULTS
                                    .header("Cookie", "a=b; session=\"token\"")
                                    .header("X-Test", "yes"));
                    OnHub.receive(socket);
                    socket.send("40/?query,");
                    assertThat(OnHub.receive(socket)).startsWith("40{");
                },
                (request, response, next) -> {
                    request.setUser("ada");
                    request.attributes().put("key", "value");
                    next.handle(request, response);
                });
        assertThat(seen).containsExactly("token yes 4 127.0.0.1 ada value false");
    }

    @Test
    void namesAndLimitsAreChecked() {
        assertThatThrownBy(() -> new SocketIo().namespace("chat")).hasMessageContaining("slash");
        assertThatThrownBy(() -> new SocketIo().namespace("/a,b")).hasMessageContaining("comma");
        assertThatThrownBy(() -> SocketIoOptions.DEFAULTS.maxClients(0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> SocketIoOptions.DEFAULTS.heartbeat(Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageContaining("positive");
        Namespace namespace = new SocketIo().namespace("/");
        assertThat(namespace.name()).isEqualTo("/");
        assertThatThrownBy(() -> namespace.on("a", _ -> {}).on("a", _ -> {})).hasMessageContaining("already");
        assertThatThrownBy(namespace::to).hasMessageContaining("all()");
        assertThatThrownBy(() -> namespace.emit("disconnect")).hasMessageContaining("reserved");
    }
}
