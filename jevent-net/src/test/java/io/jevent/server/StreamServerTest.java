// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.Tracer;
import io.jevent.pool.Pool;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests a server on one hub. */
@ParameterizedClass
@ValueSource(strings = {"netty-epoll", "netty-nio"})
class StreamServerTest {

    private static final String ANY = "127.0.0.1:0";

    private final String loop;

    StreamServerTest(String loop) {
        this.loop = loop;
    }

    private void on(Scene.Body body) throws Exception {
        Scene.on(loop, body);
    }

    @Test
    void eachConnectionGetsItsHandlerAndIsClosedWhenItReturns() throws Exception {
        on(scene -> {
            try (var server = new StreamServer(ANY, Scene::echo)) {
                server.start();
                var answers = new ArrayList<Greenlet<String>>();
                for (int i = 0; i < 50; i++) {
                    String line = "hello " + i;
                    answers.add(Jevent.spawn(() -> Scene.ask(server, line)));
                }
                for (int i = 0; i < 50; i++) {
                    assertThat(answers.get(i).result()).isEqualTo("hello " + i);
                }
                Scene.settle();
                assertThat(server.handlers()).isZero();
            }
            assertThat(scene.failures).isEmpty();
        });
    }

    @Test
    void aFailedHandlerIsReportedItsConnectionClosedAndTheServerGoesOn() throws Exception {
        on(scene -> {
            try (var server = new StreamServer(ANY, socket -> {
                if (socket.inputStream().read() == 'x') {
                    throw new IOException("no x, please");
                }
                Scene.say(socket, "ok");
            })) {
                server.start();
                assertThat(Scene.ask(server, "x")).isEmpty();
                assertThat(scene.failures).hasSize(1);
                assertThat(scene.failures.getFirst()).contains("Greenlet").endsWith("IOException: no x, please");
                assertThat(Scene.ask(server, "y")).isEqualTo("ok");
            }
        });
    }

    @Test
    void stoppingLetsHandlersFinishAndCountsThem() throws Exception {
        on(scene -> {
            var go = new Event();
            var server = new StreamServer(ANY, socket -> {
                go.await();
                Scene.say(socket, "done");
            });
            server.start();
            var first = Jevent.spawn(() -> Scene.ask(server, "1"));
            var second = Jevent.spawn(() -> Scene.ask(server, "2"));
            Scene.settle();
            assertThat(server.handlers()).isEqualTo(2);
            var stop = Jevent.spawn(() -> server.stop(Duration.ofMinutes(10)));
            Scene.settle();
            assertThat(server.isStarted()).isFalse();
            assertThatThrownBy(() -> StreamSocket.connect(server.address())).isInstanceOf(ConnectException.class);
            go.set();
            assertThat(stop.result()).isEqualTo(new StopResult(2, 0, 0));
            assertThat(first.result()).isEqualTo("done");
            assertThat(second.result()).isEqualTo("done");
            assertThat(server.stop()).isEqualTo(new StopResult(2, 0, 0));
        });
    }

    @Test
    void stoppingKillsHandlersWhenTimeIsUp() throws Exception {
        on(scene -> {
            var seen = new ArrayList<Throwable>();
            var server = new StreamServer(ANY, socket -> {
                try {
                    new Event().await();
                } catch (GreenletExit e) {
                    seen.add(e);
                    throw e;
                }
            });
            server.start();
            var client = Jevent.spawn(() -> Scene.ask(server, "1"));
            Scene.settle();
            assertThat(server.stop(Duration.ofMillis(5))).isEqualTo(new StopResult(0, 1, 0));
            assertThat(seen).hasSize(1).first().hasToString("io.jevent.exceptions.GreenletExit: the server stops");
            assertThat(client.result()).isEmpty();
            assertThat(scene.failures).isEmpty();
        });
    }

    @Test
    void aHandlerThatWillNotDieIsCountedAndItsConnectionClosed() throws Exception {
        on(scene -> {
            var server = new StreamServer(ANY, socket -> {
                var never = new Event();
                while (true) {
                    try {
                        never.await();
                    } catch (GreenletExit e) {
                        if (!e.getMessage().equals("the server stops")) {
                            throw e;
                        }
                    }
                }
            });
            server.start();
            var client = Jevent.spawn(() -> Scene.ask(server, "1"));
            Scene.settle();
            assertThat(server.stop(Duration.ZERO)).isEqualTo(new StopResult(0, 0, 1));
            assertThat(client.result()).isEmpty();
        });
    }

    @Test
    void aHandlerMayStopItsOwnServer() throws Exception {
        on(scene -> {
            var counts = new ArrayList<StopResult>();
            var servers = new ArrayList<StreamServer>();
            var server = new StreamServer(ANY, socket -> {
                counts.add(servers.getFirst().stop(Duration.ofMinutes(10)));
                Scene.say(socket, "bye");
            });
            servers.add(server);
            server.start();
            assertThat(Scene.ask(server, "")).isEqualTo("bye");
            assertThat(counts).containsExactly(StopResult.NOTHING);
        });
    }

    @Test
    void aStoppedServerStartsAgainOnTheSamePort() throws Exception {
        on(scene -> {
            var server = new StreamServer(ANY, Scene::echo);
            assertThat(server.port()).isZero();
            server.start();
            int port = server.port();
            for (int i = 0; i < 20; i++) {
                assertThat(Scene.ask(server, "hello")).isEqualTo("hello");
                assertThat(server.isStarted()).isTrue();
                server.stop();
                server.start();
                assertThat(server.port()).isEqualTo(port);
            }
            assertThat(server).hasToString("StreamServer at 127.0.0.1:" + port + " (started)");
            server.close();
            assertThat(server).hasToString("StreamServer at 127.0.0.1:" + port + " (not started)");
        });
    }

    @Test
    void stopAcceptingLetsHandlersGoOnAndStopStillFindsThem() throws Exception {
        on(scene -> {
            var go = new Event();
            var server = new StreamServer(ANY, socket -> go.await());
            server.start();
            var client = Jevent.spawn(() -> Scene.ask(server, ""));
            Scene.settle();
            server.stopAccepting();
            server.start();
            assertThat(server.handlers()).isEqualTo(1);
            Greenlet<?> setter = Jevent.spawn(go::set);
            assertThat(server.stop(Duration.ofMinutes(10))).isEqualTo(new StopResult(1, 0, 0));
            assertThat(setter.isReady()).isTrue();
            assertThat(client.result()).isEmpty();
        });
    }

    @Test
    void anAddressInUseIsNamed() throws Exception {
        on(scene -> {
            try (var first = new StreamServer(ANY, Scene::echo)) {
                first.start();
                var second = new StreamServer(first.address(), Scene::echo, ServerOptions.DEFAULTS);
                assertThatThrownBy(second::start)
                        .isInstanceOf(BindException.class)
                        .hasMessageContaining(Addresses.format(first.address()))
                        .hasMessageContaining("Address already in use");
                assertThat(second.isStarted()).isFalse();
            }
        });
    }

    @Test
    void serveForeverReturnsWhenStopped() throws Exception {
        on(scene -> {
            var server = new StreamServer(ANY, Scene::echo);
            var forever = Jevent.spawn(() -> {
                server.serveForever();
                return "returned";
            });
            Scene.settle();
            assertThat(Scene.ask(server, "hello")).isEqualTo("hello");
            server.stop();
            assertThat(forever.result()).isEqualTo("returned");
        });
    }

    @Test
    void killingServeForeverStopsTheServer() throws Exception {
        on(scene -> {
            var server = new StreamServer(ANY, Scene::echo);
            var forever = Jevent.spawn(() -> {
                server.serveForever();
                return "returned";
            });
            Scene.settle();
            forever.kill();
            assertThat(forever.exit()).isNotNull();
            assertThat(server.isStarted()).isFalse();
        });
    }

    @Test
    void whileAsManyHandlersRunAsMayNothingIsAccepted() throws Exception {
        on(scene -> {
            for (ServerOptions options : List.of(
                    ServerOptions.DEFAULTS.limit(2),
                    ServerOptions.DEFAULTS.pool(new Pool(2)),
                    ServerOptions.DEFAULTS.raw().limit(2))) {
                var go = new Event();
                int[] most = {0, 0};
                try (var server = new StreamServer(
                        ANY,
                        socket -> {
                            most[0] = Math.max(most[0], ++most[1]);
                            go.await();
                            most[1]--;
                        },
                        options)) {
                    server.start();
                    var clients = new ArrayList<Greenlet<String>>();
                    for (int i = 0; i < 10; i++) {
                        clients.add(Jevent.spawn(() -> Scene.ask(server, "")));
                    }
                    Scene.settle();
                    assertThat(server.handlers()).isEqualTo(2);
                    go.set();
                    Jevent.joinAll(clients);
                    assertThat(most[0]).isEqualTo(2);
                }
            }
        });
    }

    @Test
    void inlineHandlersRunOneAfterTheOther() throws Exception {
        on(scene -> {
            int[] most = {0, 0};
            try (var server = new StreamServer(
                    ANY,
                    socket -> {
                        most[0] = Math.max(most[0], ++most[1]);
                        Jevent.sleep();
                        most[1]--;
                        if (socket.inputStream().read() == 'x') {
                            throw new IOException("x");
                        }
                        Scene.say(socket, "ok");
                    },
                    ServerOptions.DEFAULTS.inline())) {
                server.start();
                var clients = new ArrayList<Greenlet<String>>();
                for (int i = 0; i < 10; i++) {
                    String line = i == 3 ? "x" : "y";
                    clients.add(Jevent.spawn(() -> Scene.ask(server, line)));
                }
                Jevent.joinAll(clients);
                assertThat(clients.stream().filter(c -> c.result().equals("ok")).count())
                        .isEqualTo(9);
                assertThat(most[0]).isEqualTo(1);
                assertThat(scene.failures).hasSize(1);
            }
        });
    }

    @Test
    void aHandlerKilledBeforeItBeganClosesItsConnection() throws Exception {
        on(scene -> {
            Hub hub = Hub.current();
            hub.setTracer(new Tracer() {
                @Override
                public void spawned(RawGreenlet greenlet, @Nullable RawGreenlet by) {
                    if (by != null && by.name().startsWith("accepting at 127.0.0.1:")) {
                        hub.runCallback(() -> greenlet.interrupt(new GreenletExit()));
                    }
                }
            });
            for (ServerOptions options : List.of(ServerOptions.DEFAULTS, ServerOptions.DEFAULTS.raw())) {
                boolean[] began = {false};
                try (var server = new StreamServer(ANY, socket -> began[0] = true, options)) {
                    server.start();
                    assertThat(Scene.ask(server, "")).isEmpty();
                    assertThat(server.handlers()).isZero();
                    assertThat(began[0]).isFalse();
                }
            }
        });
    }

    @Test
    void aSpawnerThatFailsClosesTheConnectionAndMakesThePauseGrow() throws Exception {
        on(scene -> {
            try (var server = new StreamServer(
                    ANY,
                    Scene::echo,
                    ServerOptions.DEFAULTS
                            .spawner(task -> {
                                if (scene.failures.size() < 3) {
                                    throw new IllegalStateException("not now");
                                }
                                return Jevent.spawn(task);
                            })
                            .pauses(Duration.ofMillis(1), Duration.ofMillis(2)))) {
                server.start();
                for (int i = 0; i < 3; i++) {
                    assertThat(Scene.ask(server, "")).isEmpty();
                }
                assertThat(Scene.ask(server, "hello")).isEqualTo("hello");
                assertThat(scene.failures)
                        .hasSize(3)
                        .allMatch(text -> text.equals(server + ": java.lang.IllegalStateException: not now"));
            }
        });
    }

    @Test
    void itServesAPathAndRemovesItInTheEnd(@TempDir Path directory) throws Exception {
        on(scene -> {
            Path path = directory.resolve("socket");
            var server = new StreamServer(UnixDomainSocketAddress.of(path), Scene::echo, ServerOptions.DEFAULTS);
            server.start();
            assertThat(Scene.ask(server, "hello")).isEqualTo("hello");
            assertThat(server.port()).isEqualTo(-1);
            server.stop();
            assertThat(Files.exists(path)).isFalse();
            server.start();
            assertThat(Scene.ask(server, "again")).isEqualTo("again");
            server.close();
        });
    }

    @Test
    void theSocketCanBeWrappedInItsHandlersGreenlet() throws Exception {
        on(scene -> {
            try (var server = new StreamServer(ANY, Scene::echo, ServerOptions.DEFAULTS.wrap(accepted -> {
                if (accepted.inputStream().read() != 'w') {
                    throw new IOException("bad handshake");
                }
                return accepted;
            }))) {
                server.start();
                var slow = StreamSocket.connect(server.address());
                assertThat(Scene.ask(server, "wello")).isEqualTo("ello");
                assertThat(Scene.ask(server, "hello")).isEmpty();
                assertThat(scene.failures).hasSize(1).first().asString().endsWith("bad handshake");
                slow.close();
            }
        });
    }

    @Test
    void aStopThatIsCutShortKillsNobodyAndMayBeRepeated() throws Exception {
        on(scene -> {
            var go = new Event();
            var server = new StreamServer(ANY, socket -> go.await());
            server.start();
            var client = Jevent.spawn(() -> Scene.ask(server, ""));
            Scene.settle();
            var stop = Jevent.spawn(() -> server.stop(Duration.ofMinutes(10)));
            Scene.settle();
            stop.kill();
            assertThat(server.isStarted()).isFalse();
            assertThat(server.handlers()).isEqualTo(1);
            go.set();
            assertThat(server.stop(Duration.ofMinutes(10))).isEqualTo(new StopResult(1, 0, 0));
            assertThat(client.result()).isEmpty();
        });
    }
}
