// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.hub.HubObserver;
import io.jevent.local.HubLocal;
import io.jevent.pool.Pool;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests servers on several hubs. */
@ParameterizedClass
@ValueSource(strings = {"netty-epoll", "netty-nio"})
class ManyHubsTest {

    private static final SocketAddress ANY = Addresses.parse("127.0.0.1:0");
    private static final ServerOptions SHARED = ServerOptions.DEFAULTS.hubs(3);
    private static final ServerOptions QUEUED = SHARED.singleAcceptor();

    private final String loop;

    ManyHubsTest(String loop) {
        this.loop = loop;
    }

    private void on(Scene.Body body) throws Exception {
        Scene.on(loop, body);
    }

    private static List<Greenlet<String>> ask(BaseServer server, int times) {
        var answers = new ArrayList<Greenlet<String>>();
        for (int i = 0; i < times; i++) {
            answers.add(Jevent.spawn(() -> Scene.ask(server, "hello")));
        }
        return answers;
    }

    private static void check(StreamServer server, Set<Hub> hubs) throws IOException {
        server.start();
        do { // until each hub has served once
            for (Greenlet<String> answer : ask(server, 60)) {
                assertThat(answer.result()).isEqualTo("hello");
            }
        } while (hubs.size() < 3);
        assertThat(hubs).hasSize(3).doesNotContain(Hub.current());
        assertThat(server.stop().killed()).isZero();
        assertThat(hubs).allMatch(Hub::isClosed);
        hubs.clear();
    }

    @Test
    void hubsShareAPort() throws Exception {
        on(scene -> {
            var hubs = ConcurrentHashMap.<Hub>newKeySet();
            var server = new StreamServer(
                    ANY,
                    socket -> {
                        hubs.add(Hub.current());
                        Scene.echo(socket);
                    },
                    SHARED);
            check(server, hubs);
            check(server, hubs);
        });
    }

    @Test
    void eachHubHasItsOwnHubLocalFromTheStartOfTheHubToItsEnd() throws Exception {
        var closed = ConcurrentHashMap.<Hub>newKeySet();
        var opened = ConcurrentHashMap.<Hub>newKeySet();
        var local = new HubLocal<>("hub", Hub::current, closed::add);
        HubObserver starter = hub -> {
            local.get();
            opened.add(hub);
        };
        on(scene -> {
            HubObserver.add(starter);
            try {
                var hubs = ConcurrentHashMap.<Hub>newKeySet();
                var server = new StreamServer(
                        ANY,
                        socket -> {
                            if (local.get() == Hub.current() && !closed.contains(Hub.current())) {
                                hubs.add(Hub.current());
                            }
                            Scene.echo(socket);
                        },
                        QUEUED);
                check(server, hubs);
                assertThat(opened).hasSize(3).doesNotContain(Hub.current());
                assertThat(closed).isEqualTo(opened);
            } finally {
                HubObserver.remove(starter);
            }
        });
    }

    @Test
    void oneHubHandsOutToAll() throws Exception {
        on(scene -> {
            var hubs = ConcurrentHashMap.<Hub>newKeySet();
            var server = new StreamServer(
                    ANY,
                    socket -> {
                        hubs.add(Hub.current());
                        Scene.echo(socket);
                    },
                    QUEUED);
            check(server, hubs);
            check(server, hubs);
        });
    }

    @Test
    void aPathIsHandedOut(@TempDir Path directory) throws Exception {
        on(scene -> {
            var hubs = ConcurrentHashMap.<Hub>newKeySet();
            var server = new StreamServer(
                    UnixDomainSocketAddress.of(directory.resolve("socket")),
                    socket -> {
                        hubs.add(Hub.current());
                        Scene.echo(socket);
                    },
                    SHARED);
            check(server, hubs);
            check(server, hubs);
        });
    }

    @Test
    void aLimitIsThatOfAllHubsTogether() throws Exception {
        on(scene -> {
            for (ServerOptions options : List.of(SHARED.limit(4), QUEUED.limit(4), SHARED.limit(1))) {
                atMost(options.limit, options);
            }
        });
    }

    private static void atMost(int limit, ServerOptions options) throws Exception {
        var go = new Event();
        var running = new AtomicInteger();
        try (var server = new StreamServer(
                ANY,
                socket -> {
                    running.incrementAndGet();
                    go.await();
                    Scene.echo(socket);
                },
                options)) {
            server.start();
            List<Greenlet<String>> answers = ask(server, 20);
            while (running.get() < limit) {
                Jevent.sleep(Duration.ofMillis(1));
            }
            Jevent.sleep(Duration.ofMillis(20));
            assertThat(running.get()).isEqualTo(limit);
            assertThat(server.handlers()).isEqualTo(limit);
            go.set();
            for (Greenlet<String> answer : answers) {
                assertThat(answer.result()).isEqualTo("hello");
            }
            assertThat(running.get()).isEqualTo(20);
        }
    }

    /** Hubs that wait at their limit are stopped like others, and close the connections that they had accepted. */
    @Test
    void aServerThatIsFullCanBeStoppedAndStartedAgain() throws Exception {
        on(scene -> {
            for (ServerOptions options : List.of(SHARED.limit(1), QUEUED.limit(1))) {
                var running = new AtomicInteger();
                var server = new StreamServer(
                        ANY,
                        socket -> {
                            running.incrementAndGet();
                            new Event().await();
                        },
                        options);
                for (int round = 1; round <= 3; round++) {
                    int before = running.get();
                    server.start();
                    List<StreamSocket> clients = new ArrayList<>();
                    for (int i = 0; i < 6; i++) {
                        clients.add(StreamSocket.connect(server.address()));
                    }
                    while (running.get() == before) {
                        Jevent.sleep(Duration.ofMillis(1));
                    }
                    StopResult drained = server.stop(Duration.ZERO);
                    assertThat(drained.killed()).isPositive();
                    assertThat(drained.left()).isZero();
                    assertThat(server.handlers()).isZero();
                    clients.forEach(StreamSocket::close);
                }
            }
        });
    }

    @Test
    void stoppingDrainsAllHubs() throws Exception {
        on(scene -> {
            for (ServerOptions options : List.of(SHARED, QUEUED)) {
                var go = new Event();
                var running = new AtomicInteger();
                var server = new StreamServer(
                        ANY,
                        socket -> {
                            int number = running.incrementAndGet();
                            if (number % 3 == 0) {
                                new Event().await();
                            }
                            go.await();
                        },
                        options);
                server.start();
                List<Greenlet<String>> answers = ask(server, 12);
                while (running.get() < 12) {
                    Jevent.sleep(Duration.ofMillis(1));
                }
                var stop = Jevent.spawn(() -> server.stop(Duration.ofMillis(500)));
                while (server.isStarted()) {
                    Jevent.sleep(Duration.ofMillis(1));
                }
                go.set();
                assertThat(stop.result()).isEqualTo(new StopResult(8, 4, 0));
                Jevent.joinAll(answers);
                assertThatThrownBy(() -> StreamSocket.connect(server.address())).isInstanceOf(ConnectException.class);
            }
        });
    }

    @Test
    void anyHubMayStopIt() throws Exception {
        on(scene -> {
            for (ServerOptions options : List.of(SHARED, QUEUED)) {
                var servers = new ArrayList<StreamServer>();
                var server = new StreamServer(
                        ANY,
                        socket -> {
                            socket.inputStream().readAllBytes();
                            servers.getFirst().stop();
                            Scene.say(socket, "bye");
                        },
                        options);
                servers.add(server);
                var forever = Jevent.spawn(() -> {
                    server.serveForever();
                    return "over";
                });
                while (!server.isStarted()) {
                    Jevent.sleep(Duration.ofMillis(1));
                }
                assertThat(Scene.ask(server, "")).isEqualTo("bye");
                assertThat(forever.result()).isEqualTo("over");
            }
        });
    }

    @Test
    void itsHubsEndWithTheHubThatStartedIt() throws Exception {
        var hubs = ConcurrentHashMap.<Hub>newKeySet();
        on(scene -> {
            var server = new StreamServer(
                    ANY,
                    socket -> {
                        hubs.add(Hub.current());
                        Scene.echo(socket);
                    },
                    SHARED);
            server.start();
            assertThat(Scene.ask(server, "hello")).isEqualTo("hello");
        });
        on(scene -> {
            while (!hubs.stream().allMatch(Hub::isClosed)) {
                Jevent.sleep(Duration.ofMillis(1));
            }
        });
        assertThat(hubs).hasSize(1);
    }

    @Test
    void anAddressInUseLeavesNothingBehind() throws Exception {
        on(scene -> {
            try (var listener = StreamListener.listen(ANY)) {
                for (ServerOptions options : List.of(SHARED, QUEUED)) {
                    var server = new StreamServer(listener.localAddress(), Scene::echo, options);
                    assertThatThrownBy(server::start).isInstanceOf(BindException.class);
                    assertThat(server.isStarted()).isFalse();
                    assertThat(server.stop()).isEqualTo(StopResult.NOTHING);
                }
            }
        });
    }

    @Test
    void aPoolIsOfOneHub() throws Exception {
        on(
                scene -> assertThatThrownBy(() -> new StreamServer(ANY, Scene::echo, SHARED.pool(new Pool(2))))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(
                                "a pool belongs to one hub, so it cannot serve 3; use limit(...), which counts on all of them"));
    }

    @Test
    void listenersThatSayNothingOfSharingDoNotShare() throws Exception {
        on(scene -> {
            try (var first = StreamListener.listen(ANY, 16, true);
                    var second = StreamListener.listen(first.localAddress(), 16, true)) {
                assertThat(second.port()).isEqualTo(first.port());
                int[] got = new int[2];
                var clients = new ArrayList<StreamSocket>();
                for (int i = 0; i < 40; i++) {
                    clients.add(StreamSocket.connect(first.localAddress()));
                    got[0] += taken(first);
                    got[1] += taken(second);
                }
                assertThat(got[0]).isPositive();
                assertThat(got[1]).isPositive();
                assertThat(got[0] + got[1]).isEqualTo(40);
                clients.forEach(StreamSocket::close);
                assertThatThrownBy(() -> StreamListener.listen(first.localAddress(), 16, false))
                        .isInstanceOf(BindException.class);
            }
        });
    }

    private static int taken(StreamListener listener) throws IOException {
        try (var _ = listener.accept(Duration.ofMillis(2))) {
            return 1;
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }
}
