// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers on a socket that the program has bound. */
@ParameterizedClass
@ValueSource(strings = {"netty-epoll", "netty-nio"})
class ListenSocketTest {

    private final String loop;

    ListenSocketTest(String loop) {
        this.loop = loop;
    }

    private void on(Scene.Body body) throws Exception {
        Scene.on(loop, body);
    }

    private static ServerSocketChannel bound() throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static StreamHandler saying(String text) {
        return socket -> socket.sendAll(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(StreamSocket socket) throws IOException {
        return new String(socket.inputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aServerAcceptsFromABoundChannelAndLeavesItOpenWhenItStops() throws Exception {
        on(_ -> {
            try (ServerSocketChannel channel = bound();
                    var listener = ListenSocket.of(channel);
                    var server = new StreamServer(listener, Scene::echo, ServerOptions.DEFAULTS)) {
                assertThat(server.address()).isEqualTo(channel.getLocalAddress());
                server.start();
                assertThat(Scene.ask(server, "first")).isEqualTo("first");
                assertThat(server.stop()).isEqualTo(StopResult.NOTHING);
                assertThat(channel.isOpen()).isTrue();
                server.start();
                assertThat(Scene.ask(server, "second")).isEqualTo("second");
            }
        });
    }

    /** The connect blocks the hub's thread, so that the hub takes no turn between the stop and the connect. */
    @Test
    void aSocketThatNobodyElseUsesRefusesConnectionsAsSoonAsItsServerHasStopped() throws Exception {
        on(_ -> {
            ServerSocketChannel channel = bound();
            SocketAddress address = channel.getLocalAddress();
            var server = new StreamServer(ListenSocket.of(channel), Scene::echo, ServerOptions.DEFAULTS);
            server.start();
            assertThat(Scene.ask(server, "x")).isEqualTo("x");
            channel.close();
            assertThat(server.stop()).isEqualTo(StopResult.NOTHING);
            try (var client = new java.net.Socket()) {
                assertThatThrownBy(() -> client.connect(address)).isInstanceOf(ConnectException.class);
            }
        });
    }

    @Test
    void connectionsThatArriveWhileNoServerRunsWaitForTheNext() throws Exception {
        on(_ -> {
            try (ServerSocketChannel channel = bound();
                    var listener = ListenSocket.of(channel)) {
                var first = new StreamServer(listener, saying("first"), ServerOptions.DEFAULTS);
                first.start();
                first.close();
                try (var waiting = StreamSocket.connect(listener.address());
                        var second = new StreamServer(listener, saying("second"), ServerOptions.DEFAULTS)) {
                    second.start();
                    assertThat(read(waiting)).isEqualTo("second");
                }
            }
        });
    }

    @Test
    void serversShareASocket() throws Exception {
        on(_ -> {
            try (ServerSocketChannel channel = bound();
                    var listener = ListenSocket.of(channel);
                    var one = new StreamServer(listener, saying("one"), ServerOptions.DEFAULTS);
                    var two = new StreamServer(listener, saying("two"), ServerOptions.DEFAULTS)) {
                one.start();
                if (loop.equals("netty-nio")) {
                    assertThatThrownBy(two::start)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageStartingWith("another server on hub-")
                            .hasMessageEndingWith("on Linux leave jevent.loop unset");
                    return;
                }
                two.start();
                assertThat(ask(listener)).isIn("one", "two");
                assertThat(one.stop()).isEqualTo(StopResult.NOTHING);
                assertThat(ask(listener)).isEqualTo("two");
                one.start();
                assertThat(two.stop()).isEqualTo(StopResult.NOTHING);
                assertThat(ask(listener)).isEqualTo("one");
            }
        });
    }

    private static String ask(ListenSocket listener) throws IOException {
        try (var socket = StreamSocket.connect(listener.address())) {
            return read(socket);
        }
    }

    @Test
    void allHubsOfAServerAcceptFromTheSocket() throws Exception {
        for (ServerOptions options : List.of(
                ServerOptions.DEFAULTS.hubs(3), ServerOptions.DEFAULTS.hubs(3).singleAcceptor())) {
            on(_ -> {
                Set<Hub> hubs = ConcurrentHashMap.newKeySet();
                StreamHandler handler = socket -> {
                    hubs.add(Hub.current());
                    Scene.echo(socket);
                };
                try (ServerSocketChannel channel = bound();
                        var listener = ListenSocket.of(channel);
                        var server = new StreamServer(listener, handler, options)) {
                    server.start();
                    while (hubs.size() < 3) {
                        var answers = new ArrayList<Greenlet<String>>();
                        for (int i = 0; i < 60; i++) {
                            answers.add(Jevent.spawn(() -> Scene.ask(server, "hello")));
                        }
                        for (Greenlet<String> answer : answers) {
                            assertThat(answer.result()).isEqualTo("hello");
                        }
                    }
                    assertThat(hubs).hasSize(3).doesNotContain(Hub.current());
                }
            });
        }
    }

    @Test
    void aSocketThatIsNotBoundOrClosedIsRefused() throws Exception {
        on(_ -> {
            try (ServerSocketChannel unbound = ServerSocketChannel.open()) {
                assertThatThrownBy(() -> ListenSocket.of(unbound))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("the channel is not bound; call bind(...) first: ");
            }
            ServerSocketChannel channel = bound();
            var listener = ListenSocket.of(channel);
            listener.close();
            listener.close();
            assertThat(channel.isOpen()).isFalse();
            var server = new StreamServer(listener, Scene::echo, ServerOptions.DEFAULTS);
            assertThatThrownBy(server::start)
                    .isInstanceOf(SocketException.class)
                    .hasMessageEndingWith(" is closed");
            assertThat(server.isStarted()).isFalse();
        });
    }

    @Test
    void descriptorsThatAreNoListeningSocketsAreRefused() throws Exception {
        on(_ -> {
            assertThatThrownBy(() -> ListenSocket.ofDescriptor(1_000_000))
                    .isInstanceOf(IOException.class)
                    .hasMessage("file descriptor 1000000 is not open");
            assertThatThrownBy(() -> ListenSocket.ofDescriptor(2))
                    .isInstanceOf(IOException.class)
                    .hasMessage("file descriptor 2 is no socket");
        });
    }

    @Test
    void variablesOfAnotherProcessOrNoneMeanNoSockets() throws Exception {
        assertThat(InheritedSockets.find(Map.of(), 7, null)).isEmpty();
        assertThat(InheritedSockets.find(Map.of("LISTEN_PID", "8", "LISTEN_FDS", "1"), 7, null))
                .isEmpty();
        assertThat(InheritedSockets.find(Map.of("LISTEN_PID", "7", "LISTEN_FDS", "0"), 7, null))
                .isEmpty();
        assertThatThrownBy(() -> InheritedSockets.find(Map.of("LISTEN_PID", "7", "LISTEN_FDS", "many"), 7, null))
                .isInstanceOf(IOException.class)
                .hasMessage("LISTEN_FDS must be a number of descriptors: many");
        assertThatThrownBy(() -> InheritedSockets.find(
                        Map.of("LISTEN_PID", "7", "LISTEN_FDS", "2", "LISTEN_FDNAMES", "web"), 7, null))
                .isInstanceOf(IOException.class)
                .hasMessage("LISTEN_FDS is 2, but LISTEN_FDNAMES has 1 names: web");
        try (ServerSocketChannel input = bound()) {
            assertThat(InheritedSockets.find(Map.of(), 7, input))
                    .singleElement()
                    .satisfies(socket -> assertThat(socket.address()).isEqualTo(input.getLocalAddress()));
        }
    }
}
