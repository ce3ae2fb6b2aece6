// SPDX-License-Identifier: Apache-2.0
package io.jevent.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.http.json.GsonCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official JavaScript client, over long polling, over WebSockets, and with the upgrade from one to the other. */
class OfficialClientTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    @BeforeAll
    static void install() throws IOException {
        OfficialClient.install();
    }

    private Site site(SocketIoOptions options, int hubs) {
        var io = new SocketIo(options);
        Namespace root = io.namespace("/");
        var counted = new ArrayList<Integer>();
        root.authorize(socket -> {
                    if (!socket.auth(Map.class).orElse(Map.of()).equals(Map.of("token", "secret"))) {
                        throw new ConnectRefusedException("a wrong token", Map.of("code", 7));
                    }
                })
                .onConnect(socket -> socket.emit("welcome", "hello", new byte[] {1, 2}))
                .onDisconnect((_, reason) -> ends.add(reason.toString()))
                .on("echo", event -> {
                    var values = new ArrayList<Object>();
                    for (int i = 0; i < event.arguments().size(); i++) {
                        values.add(event.arguments().get(i));
                    }
                    event.acknowledge(values);
                })
                .on("ask me", event -> {
                    int number = event.arguments().get(0, Integer.class);
                    Arguments answer = event.socket().call(LONG, "question", number);
                    event.acknowledge(answer.get(0, Integer.class) + ", " + answer.bytes(1)[0]);
                })
                .on("count", event -> counted.add(event.arguments().get(0, Integer.class)))
                .on(
                        "counted",
                        event -> event.acknowledge(counted.size() + " "
                                + counted.equals(counted.stream().sorted().toList())))
                .on("fail", _ -> {
                    throw new IllegalStateException("on purpose");
                })
                .on("leave me", event -> event.socket().disconnect())
                .on("stop", event -> {
                    event.socket().emit("last", "word");
                    io.close();
                });
        addChat(io.namespace("/chat"));
        return new Site(io, hubs);
    }

    private static void addChat(Namespace chat) {
        chat.on("join", event -> {
                    event.socket().join(event.text(0));
                    event.acknowledge();
                })
                .on("leave", event -> {
                    event.socket().leave(event.text(0));
                    event.acknowledge();
                })
                .on("say to", event -> {
                    event.socket().to(event.text(0)).emit("said", event.text(1));
                    event.acknowledge();
                })
                .on("say in", event -> {
                    event.socket().namespace().to(event.text(0)).emit("said", event.text(1));
                    event.acknowledge();
                })
                .on("say to others", event -> {
                    event.socket().others().emit("said", event.text(0));
                    event.acknowledge();
                })
                .on("say to all", event -> {
                    event.socket().namespace().emit("said", event.text(0));
                    event.acknowledge();
                })
                .onOther(IncomingEvent::acknowledge);
    }

    private Site site() {
        return site(SocketIoOptions.DEFAULTS, 1);
    }

    private String end() throws InterruptedException {
        return ends.poll(20, TimeUnit.SECONDS);
    }

    private void events(Site site, String transport, String... transports) throws Exception {
        assertThat(OfficialClient.run(site.uri(), "events", transports))
                .containsExactly(
                        "welcome hello 0102",
                        "transport " + transport,
                        "echo Grüße 🌍 7 0001ff null",
                        "asked 42, 21",
                        "ordered 200 true",
                        "large 300000 300000 7");
        assertThat(end()).isEqualTo("client namespace disconnect");
        assertThat(site.failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void eventsAndAcknowledgementsGoBothWays(String transport) throws Exception {
        try (Site site = site()) {
            events(site, transport, transport);
        }
    }

    @Test
    void aSessionIsUpgraded() throws Exception {
        try (Site site = site()) {
            events(site, "websocket", "polling", "websocket");
        }
    }

    @Test
    void theConnectionsOfOneClientMayBeOnSeveralHubs() throws Exception {
        try (Site site = site(SocketIoOptions.DEFAULTS, 3)) {
            events(site, "polling", "polling");
        }
        try (Site site = site(SocketIoOptions.DEFAULTS, 3)) {
            events(site, "websocket", "polling", "websocket");
        }
    }

    @Test
    void gsonServesAsWell() throws Exception {
        var io = new SocketIo(SocketIoOptions.DEFAULTS.json(new GsonCodec()));
        io.namespace("/chat")
                .onOther(event -> event.acknowledge(event.arguments().size()));
        io.namespace("/chat").on("join", event -> event.acknowledge(event.text(0)));
        try (Site site = new Site(io, 1)) {
            assertThat(OfficialClient.run(site.uri(), "rooms", "polling"))
                    .containsExactly("{\"a\":[],\"b\":[],\"c\":[]}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void roomsAndBroadcasts(String transport) throws Exception {
        try (Site site = site(SocketIoOptions.DEFAULTS, 2)) {
            assertThat(OfficialClient.run(site.uri(), "rooms", transport))
                    .containsExactly("{\"a\":[\"with me\",\"only me\"],"
                            + "\"b\":[\"without me\",\"without me, all\",\"with me\"],"
                            + "\"c\":[\"without me, all\",\"with me\"]}");
            assertThat(site.failures).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void clientsAreRefusedAndDisconnected(String transport) throws Exception {
        try (Site site = site()) {
            assertThat(OfficialClient.run(site.uri(), "refusals", transport))
                    .containsExactly(
                            "refused a wrong token {\"code\":7}",
                            "unknown Invalid namespace",
                            "disconnected io server disconnect");
            assertThat(end()).isEqualTo("server namespace disconnect");
            assertThat(site.failures).singleElement().hasToString("java.lang.IllegalStateException: on purpose");
        }
    }

    @Test
    void theLastEventsArriveWhenTheServerCloses() throws Exception {
        for (List<String> transports :
                List.of(List.of("polling"), List.of("websocket"), List.of("polling", "websocket"))) {
            try (Site site = site()) {
                assertThat(OfficialClient.run(site.uri(), "shutdown", transports.toArray(String[]::new)))
                        .containsExactly("last word", "disconnected transport close");
                assertThat(end()).isEqualTo("server shutting down");
            }
        }
    }

    @Test
    void pingsKeepAConnectionAlive() throws Exception {
        SocketIoOptions fast = SocketIoOptions.DEFAULTS.heartbeat(Duration.ofMillis(50), Duration.ofSeconds(20));
        try (Site site = site(fast, 2)) {
            assertThat(OfficialClient.run(site.uri(), "pings", "websocket")).containsExactly("alive 0 true");
            assertThat(OfficialClient.run(site.uri(), "pings", "polling")).containsExactly("alive 0 true");
        }
    }
}
