// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.socket.StreamSocket;
import io.jevent.threadpool.ThreadPool;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests servers on a bad network, and with bad clients. */
@ParameterizedClass
@ValueSource(strings = {"netty-epoll", "netty-nio"})
class ServerFaultsTest {

    private static final String ANY = "127.0.0.1:0";

    private final String loop;

    ServerFaultsTest(String loop) {
        this.loop = loop;
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    private static void reset(BaseServer server, String first) throws Exception {
        ThreadPool.ofHub().apply(() -> {
            try (var client = new Socket()) {
                client.setSoLinger(true, 0);
                client.connect((InetSocketAddress) server.address());
                client.getOutputStream().write(first.getBytes(StandardCharsets.UTF_8));
            }
            return "";
        });
    }

    @Test
    void tenThousandConnectionsLeaveNothingBehind() throws Exception {
        Scene.on(loop, scene -> {
            int[] served = {0};
            try (var server = new StreamServer(ANY, socket -> {
                Scene.echo(socket);
                served[0]++;
            })) {
                server.start();
                connectAndLeave(server, 500);
                awaitCount(served, 500);
                int open = descriptors();
                long memory = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
                int greenlets = Hub.current().greenletCount();
                connectAndLeave(server, 10_000);
                awaitCount(served, 10_500);
                while (server.handlers() > 0) {
                    Jevent.sleep(Duration.ofMillis(1));
                }
                assertThat(descriptors()).isLessThanOrEqualTo(open + 5);
                assertThat(Hub.current().greenletCount()).isEqualTo(greenlets);
                assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
                        .isLessThanOrEqualTo(memory + 8_000_000);
            }
            assertThat(scene.failures).isEmpty();
        });
    }

    /** Waits: the last connections may not be accepted yet when their clients disconnect. */
    private static void awaitCount(int[] count, int expected) {
        while (count[0] < expected) {
            Jevent.sleep(Duration.ofMillis(1));
        }
    }

    private static void connectAndLeave(BaseServer server, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            var client = StreamSocket.connect(server.address());
            if (i % 3 == 0) {
                Scene.say(client, "hi");
            }
            client.close();
        }
        while (server.handlers() > 0) {
            Jevent.sleep(Duration.ofMillis(1));
        }
    }

    @Test
    void aPeerMayResetInEveryStateOfAHandler() throws Exception {
        Scene.on(loop, scene -> {
            var ends = new ArrayList<String>();
            try (var server = new StreamServer(ANY, socket -> {
                int what = socket.inputStream().read();
                try {
                    switch (what) {
                        case 'r' -> socket.inputStream().readAllBytes();
                        case 's' -> sendForEver(socket);
                        case 'w' -> Jevent.sleep(Duration.ofMillis(20));
                        default -> throw new IllegalStateException("what is " + what);
                    }
                    ends.add((char) what + " returned");
                } catch (IOException e) {
                    ends.add((char) what + " threw");
                    throw e;
                }
            })) {
                server.start();
                for (int i = 0; i < 10; i++) {
                    reset(server, "r");
                    reset(server, "s");
                    reset(server, "w");
                }
                assertThat(Scene.ask(server, "w")).isEmpty();
                while (server.handlers() > 0) {
                    Jevent.sleep(Duration.ofMillis(1));
                }
                assertThat(ends.stream().filter("s threw"::equals).count()).isBetween(1L, 10L);
                assertThat(ends).doesNotContain("s returned").contains("w returned");
                assertThat(scene.failures)
                        .allMatch(text -> text.contains("PeerFailureException: Connection reset")
                                || text.contains("PeerFailureException: Broken pipe")
                                || text.contains("the connection was closed"));
            }
        });
    }

    private static void sendForEver(StreamSocket socket) throws IOException {
        var bytes = new byte[10_000];
        while (true) {
            socket.sendAll(bytes);
        }
    }

    @Test
    void aPeerThatIsHalfOpenIsServedToTheEndAndOneThatIsSilentIsKilledByTheStop() throws Exception {
        Scene.on(loop, scene -> {
            var server = new StreamServer(ANY, socket -> {
                byte[] all = socket.inputStream().readAllBytes();
                Scene.say(socket, all.length + " bytes");
            });
            server.start();
            assertThat(Scene.ask(server, "half open")).isEqualTo("9 bytes");
            var silent = StreamSocket.connect(server.address());
            Scene.settle();
            assertThat(server.stop(Duration.ofMillis(5))).isEqualTo(new StopResult(0, 1, 0));
            assertThat(silent.inputStream().read()).isEqualTo(-1);
            silent.close();
        });
    }

    @Test
    void aSlowReaderHoldsItsHandlerOnly() throws Exception {
        Scene.on(loop, scene -> {
            try (var server = new StreamServer(ANY, socket -> {
                if (socket.inputStream().read() == 'm') {
                    socket.sendAll(new byte[8_000_000]);
                } else {
                    Scene.say(socket, "quick");
                }
            })) {
                server.start();
                var slow = StreamSocket.connect(server.address());
                Scene.say(slow, "m");
                Scene.settle();
                for (int i = 0; i < 10; i++) {
                    assertThat(Scene.ask(server, "q")).isEqualTo("quick");
                }
                assertThat(server.handlers()).isEqualTo(1);
                assertThat(slow.inputStream().readAllBytes()).hasSize(8_000_000);
                slow.close();
            }
        });
    }

    @Test
    void stoppingWhileConnectionsComeLosesNoHandler() throws Exception {
        Scene.on(loop, scene -> {
            for (int round = 0; round < 20; round++) {
                int[] count = {0, 0};
                var server = new StreamServer(ANY, socket -> {
                    count[0]++;
                    try {
                        Scene.echo(socket);
                    } finally {
                        count[1]++;
                    }
                });
                server.start();
                var clients = new ArrayList<Greenlet<?>>();
                for (int i = 0; i < 40; i++) {
                    clients.add(Jevent.spawn(() -> tolerantAsk(server)));
                }
                for (int i = 0; i < round; i++) {
                    Jevent.sleep();
                }
                StopResult drained = server.stop(Duration.ofMinutes(10));
                assertThat(drained.killed() + drained.left()).isZero();
                assertThat(count[0]).isEqualTo(count[1]);
                assertThat(server.handlers()).isZero();
                Jevent.joinAll(clients);
            }
            assertThat(scene.failures).isEmpty();
        });
    }

    private static String tolerantAsk(BaseServer server) throws IOException {
        try {
            return Scene.ask(server, "hello");
        } catch (SocketException e) {
            return "refused";
        }
    }

    @Test
    void acceptingGoesOnByItselfAfterDescriptorsRanOut() throws Exception {
        List<String> said = OutOfDescriptors.inChild(loop);
        assertThat(said).contains("served before: hello").contains("recovered");
        assertThat(said)
                .filteredOn(line -> line.startsWith("failure: "))
                .isNotEmpty()
                .allMatch(line -> line.contains("Too many open files"));
    }

    @Test
    void nothingIsAcceptedBeforeAHandlerIsFree() throws Exception {
        Scene.on(loop, scene -> {
            var go = new Event();
            try (var server = new StreamServer(ANY, socket -> go.await(), ServerOptions.DEFAULTS.limit(3))) {
                server.start();
                int before = descriptors();
                var clients = new ArrayList<StreamSocket>();
                for (int i = 0; i < 50; i++) {
                    clients.add(StreamSocket.connect(server.address()));
                    Scene.settle();
                }
                assertThat(descriptors() - before).isEqualTo(50 + 3);
                go.set();
                clients.forEach(StreamSocket::close);
            }
        });
    }
}
