// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.socket.Addresses;
import io.jevent.socket.UdpSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the server for datagrams. */
@ParameterizedClass
@ValueSource(strings = {"netty-epoll", "netty-nio"})
class DatagramServerTest {

    private static final String ANY = "127.0.0.1:0";

    private final String loop;

    DatagramServerTest(String loop) {
        this.loop = loop;
    }

    private static void send(UdpSocket client, String text) throws IOException {
        client.send(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String receive(UdpSocket client) throws IOException {
        return new String(client.receive(Duration.ofMinutes(10)).data(), StandardCharsets.UTF_8);
    }

    private static void answer(UdpSocket socket, UdpSocket.Datagram datagram) throws IOException {
        String text = new String(datagram.data(), StandardCharsets.UTF_8);
        socket.send(("got " + text).getBytes(StandardCharsets.UTF_8), datagram.sender());
    }

    @Test
    void eachDatagramGetsItsHandlerWhichCanAnswer() throws Exception {
        Scene.on(loop, scene -> {
            try (var server = new DatagramServer(ANY, DatagramServerTest::answer)) {
                server.start();
                try (var client = UdpSocket.connect(server.address())) {
                    for (int i = 0; i < 10; i++) {
                        send(client, "message " + i);
                        assertThat(receive(client)).isEqualTo("got message " + i);
                    }
                }
            }
        });
    }

    @Test
    void aFailedHandlerIsReportedAndTheServerGoesOn() throws Exception {
        Scene.on(loop, scene -> {
            try (var server = new DatagramServer(ANY, (socket, datagram) -> {
                if (datagram.data().length == 1) {
                    throw new IOException("too short");
                }
                answer(socket, datagram);
            })) {
                server.start();
                try (var client = UdpSocket.connect(server.address())) {
                    send(client, "x");
                    send(client, "yy");
                    assertThat(receive(client)).isEqualTo("got yy");
                }
                assertThat(scene.failures).hasSize(1).first().asString().endsWith("too short");
            }
        });
    }

    @Test
    void anErrorOfAHandlerIsReportedAndTheServerGoesOn() throws Exception {
        for (ServerOptions options :
                List.of(ServerOptions.DEFAULTS, ServerOptions.DEFAULTS.raw(), ServerOptions.DEFAULTS.inline())) {
            Scene.on(loop, scene -> {
                try (var server =
                        new DatagramServer(Addresses.parse(ANY), DatagramServerTest::throwOrAnswer, options)) {
                    server.start();
                    try (var client = UdpSocket.connect(server.address())) {
                        send(client, "heap");
                        send(client, "stack");
                        send(client, "class");
                        send(client, "good");
                        assertThat(receive(client)).isEqualTo("got good");
                    }
                }
                assertThat(scene.failures)
                        .satisfiesExactly(
                                heap -> assertThat(heap).asString().contains("OutOfMemoryError"),
                                stack -> assertThat(stack).asString().contains("StackOverflowError"),
                                type -> assertThat(type).asString().contains("NoClassDefFoundError"));
            });
        }
    }

    private static void throwOrAnswer(UdpSocket socket, UdpSocket.Datagram datagram) throws IOException {
        switch (new String(datagram.data(), StandardCharsets.UTF_8)) {
            case "heap" -> throw new OutOfMemoryError("Java heap space");
            case "stack" -> throw new StackOverflowError();
            case "class" -> throw new NoClassDefFoundError("x");
            default -> answer(socket, datagram);
        }
    }

    @Test
    void anErrorThatIsFatalByTheOptionsEndsTheProgram() {
        assertThatThrownBy(() -> Scene.on(loop, scene -> {
                    ServerOptions options = ServerOptions.DEFAULTS.fatalErrors(e -> e instanceof OutOfMemoryError);
                    try (var server =
                            new DatagramServer(Addresses.parse(ANY), DatagramServerTest::throwOrAnswer, options)) {
                        server.start();
                        try (var client = UdpSocket.connect(server.address())) {
                            send(client, "heap");
                            server.serveForever();
                        }
                    }
                }))
                .hasMessageContaining("Java heap space");
    }

    @Test
    void handlersCanStillAnswerWhileTheServerDrains() throws Exception {
        Scene.on(loop, scene -> {
            var go = new Event();
            var server = new DatagramServer(ANY, (socket, datagram) -> {
                go.await();
                answer(socket, datagram);
            });
            server.start();
            try (var client = UdpSocket.connect(server.address())) {
                send(client, "x");
                Scene.settle();
                var stop = Jevent.spawn(() -> server.stop(Duration.ofMinutes(10)));
                Scene.settle();
                go.set();
                assertThat(stop.result()).isEqualTo(new StopResult(1, 0, 0));
                assertThat(receive(client)).isEqualTo("got x");
                server.start();
                send(client, "again");
                assertThat(receive(client)).isEqualTo("got again");
                server.close();
            }
        });
    }

    @Test
    void severalHubsReceiveAtOnePort() throws Exception {
        Scene.on(loop, scene -> {
            var server = new DatagramServer(
                    Addresses.parse(ANY), DatagramServerTest::answer, ServerOptions.DEFAULTS.hubs(3));
            server.start();
            for (int i = 0; i < 20; i++) {
                try (var client = UdpSocket.connect(server.address())) {
                    send(client, "message " + i);
                    assertThat(receive(client)).isEqualTo("got message " + i);
                }
            }
            assertThat(server.stop().killed()).isZero();
        });
    }
}
