// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static io.jevent.websocket.WebSocketOptions.DEFAULTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.backplane.Backplane;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages to many sockets. */
class BroadcastTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    /** Adds each client until it closes. */
    private static OnHub.Talk joining(Broadcast all) {
        return socket -> {
            all.add(socket);
            assertThat(socket.receive()).isEmpty();
        };
    }

    private static void awaitSize(Broadcast all, int size) {
        while (all.size() != size) {
            Jevent.sleep(Duration.ofMillis(1));
        }
    }

    @Test
    @Tag("slow")
    void aThousandGetEveryMessageOnceAndInOrder() throws Exception {
        int clients = 1000;
        int messages = 50;
        var all = new Broadcast();
        OnHub.serve(DEFAULTS, joining(all), port -> {
            var readers = new ArrayList<Greenlet<List<String>>>();
            for (int c = 0; c < clients; c++) {
                var socket = WebSocket.connect(ClientTest.at(port));
                readers.add(Jevent.spawn(() -> {
                    try (socket) {
                        var came = new ArrayList<String>();
                        for (int i = 0; i < messages; i++) {
                            came.add(socket.receiveText().orElseThrow());
                        }
                        return came;
                    }
                }));
            }
            awaitSize(all, clients);
            var expected = new ArrayList<String>();
            for (int i = 0; i < messages; i++) {
                String text = i % 10 == 0 ? "long message ".repeat(200) + i : "message " + i;
                expected.add(text);
                all.send(text);
                Jevent.sleep();
            }
            for (Greenlet<List<String>> reader : readers) {
                assertThat(reader.result(LONG)).isEqualTo(expected);
            }
            assertThat(all.missed()).isZero();
            awaitSize(all, 0);
        });
    }

    @Test
    void threadsMaySendAndAllSeeTheSameOrder() throws Exception {
        int messages = 200;
        var all = new Broadcast();
        OnHub.serve(DEFAULTS, joining(all), port -> {
            try (var one = WebSocket.connect(ClientTest.at(port));
                    var two = WebSocket.connect(ClientTest.at(port), DEFAULTS.compression(false))) {
                awaitSize(all, 2);
                for (int t = 0; t < 4; t++) {
                    String name = "thread " + t + " ";
                    Thread.ofPlatform().start(() -> {
                        for (int i = 0; i < messages; i++) {
                            all.send(name + i);
                        }
                    });
                }
                var seen = new ArrayList<String>();
                int[] next = new int[4];
                for (int i = 0; i < 4 * messages; i++) {
                    String text = one.receiveText().orElseThrow();
                    seen.add(text);
                    int t = text.charAt(7) - '0';
                    assertThat(text).isEqualTo("thread " + t + " " + next[t]++);
                }
                for (String text : seen) {
                    assertThat(two.receiveText()).contains(text);
                }
            }
        });
    }

    @Test
    void aSlowOneIsClosedAndTheOthersGetEverything() throws Exception {
        var all = new Broadcast(200_000, Broadcast.Slow.CLOSE);
        var ended = new AsyncResult<Optional<CloseStatus>>();
        byte[] bytes = new byte[50_000];
        OnHub.serve(
                DEFAULTS.compression(false).closeTimeout(Duration.ofMillis(200)),
                socket -> {
                    all.add(socket);
                    assertThat(socket.receive()).isEmpty();
                    if (!ended.isDone()) {
                        ended.set(socket.status());
                    }
                },
                port -> {
                    try (var _ = RawPeer.open(port);
                            var good = WebSocket.connect(ClientTest.at(port))) {
                        awaitSize(all, 2);
                        int sent = 0;
                        while (all.missed() == 0) {
                            bytes[0] = (byte) sent++;
                            all.send(bytes);
                            assertThat(((Message.Binary) good.receive().orElseThrow()).bytes())
                                    .isEqualTo(bytes);
                        }
                        assertThat(ended.result(LONG).orElseThrow().code()).isEqualTo(1006);
                        assertThat(good.isOpen()).isTrue();
                        awaitSize(all, 1);
                    }
                });
    }

    @Test
    void aSlowOneMissesMessagesIfToldSo() throws Exception {
        var all = new Broadcast(200_000, Broadcast.Slow.SKIP);
        OnHub.serve(DEFAULTS.compression(false), joining(all), port -> {
            try (var slow = RawPeer.open(port)) {
                awaitSize(all, 1);
                int sent = 0;
                while (all.missed() < 3) {
                    all.send("*".repeat(50_000) + sent++);
                    Jevent.sleep();
                }
                for (int i = 0; i < sent - 3; i++) {
                    assertThat(slow.read().text()).endsWith("*" + i);
                }
                all.send("caught up");
                assertThat(slow.read().text()).isEqualTo("caught up");
                slow.close(1000);
            }
        });
    }

    @Test
    void aRemovedSocketGetsNothingMore() throws Exception {
        var all = new Broadcast();
        var removed = new Event();
        OnHub.serve(
                DEFAULTS,
                socket -> {
                    all.add(socket);
                    all.add(socket);
                    assertThat(all.size()).isEqualTo(1);
                    all.send("in");
                    assertThat(all.remove(socket)).isTrue();
                    assertThat(all.remove(socket)).isFalse();
                    all.send("out");
                    removed.set();
                    socket.close();
                    all.add(socket);
                    assertThat(all.size()).isZero();
                },
                port -> {
                    try (var socket = WebSocket.connect(ClientTest.at(port))) {
                        assertThat(removed.await(LONG)).isTrue();
                        assertThat(socket.receiveText()).contains("in");
                        assertThat(socket.receiveText()).isEmpty();
                    }
                });
    }

    /** Connects when the client before has been added. */
    private static WebSocket connectAfter(Broadcast others, int port) throws Exception {
        awaitSize(others, 1);
        return WebSocket.connect(ClientTest.at(port));
    }

    @Test
    void aSharedBroadcastReachesTheSocketsOfAllThatShareTheBackplane() throws Exception {
        var here = new Broadcast();
        var there = new Broadcast();
        var gaps = new ArrayList<String>();
        OnHub.Talk first = joining(here);
        OnHub.Talk second = joining(there);
        OnHub.serve(DEFAULTS, socket -> (here.size() == 0 ? first : second).with(socket), port -> {
            try (Backplane backplane = Backplane.local();
                    var one = new SharedBroadcast(here, backplane, "news", () -> gaps.add("here"));
                    var two = new SharedBroadcast(there, backplane, "news", () -> gaps.add("there"));
                    var a = WebSocket.connect(ClientTest.at(port));
                    var b = connectAfter(here, port)) {
                awaitSize(there, 1);
                one.send("hällo");
                two.send(new byte[] {1, 2});
                one.send(new byte[0]);
                for (WebSocket socket : List.of(a, b)) {
                    assertThat(socket.receiveText()).contains("hällo");
                    assertThat(((Message.Binary) socket.receive().orElseThrow()).bytes())
                            .containsExactly(1, 2);
                    assertThat(((Message.Binary) socket.receive().orElseThrow()).bytes())
                            .isEmpty();
                }
                here.send("here only");
                assertThat(a.receiveText()).contains("here only");
                backplane.publish("news", "x from somebody else");
                backplane.publish("news", new byte[0]);
                two.subscription().close();
                one.send("without there");
                assertThat(a.receiveText()).contains("without there");
                assertThat(there.size()).isEqualTo(1);
                for (int i = 0; i < 1002; i++) {
                    one.send("flood"); // the first is handed to the waiting receiver, 1,000 are queued
                }
                assertThat(one.subscription().missed()).isEqualTo(1);
                assertThat(a.receiveText()).contains("flood");
                assertThat(gaps).containsExactly("here");
            }
        });
    }
}
