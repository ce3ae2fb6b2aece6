// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that the {@link Socket} view behaves as libraries expect. */
@ParameterizedClass
@EnumSource(OnLoop.class)
class SocketViewTest {

    private final OnLoop loop;

    SocketViewTest(OnLoop loop) {
        this.loop = loop;
    }

    @Test
    void speaksThroughReadersAndWriters() throws Exception {
        loop.run(() -> {
            try (var peer = new Peer();
                    var view = StreamSocket.connect(peer.address()).asSocket()) {
                new PrintWriter(view.getOutputStream(), true, StandardCharsets.UTF_8).println("question");
                assertThat(new String(peer.read(9), StandardCharsets.UTF_8)).isEqualTo("question\n");
                peer.write("answer\n".getBytes(StandardCharsets.UTF_8));
                peer.shutdownOutput();
                var reader = new BufferedReader(new InputStreamReader(view.getInputStream(), StandardCharsets.UTF_8));
                assertThat(reader.readLine()).isEqualTo("answer");
                assertThat(reader.readLine()).isNull();
                assertThat(view.getInputStream().read()).isEqualTo(-1);
                assertThat(view.isInputShutdown()).isFalse();
            }
        });
    }

    @Test
    void knowsItsAddressesAndState() throws Exception {
        loop.run(() -> {
            try (var peer = new Peer()) {
                StreamSocket socket = StreamSocket.connect(peer.address());
                Socket view = socket.asSocket();
                assertThat(view.getRemoteSocketAddress()).isEqualTo(peer.address());
                assertThat(view.getInetAddress()).isEqualTo(peer.address().getAddress());
                assertThat(view.getPort()).isEqualTo(peer.address().getPort());
                assertThat(peer.socket().getRemoteSocketAddress()).isEqualTo(view.getLocalSocketAddress());
                assertThat(view.getLocalPort()).isEqualTo(peer.socket().getPort());
                assertThat(view.getLocalAddress().isLoopbackAddress()).isTrue();
                assertThat(view.isConnected()).isTrue();
                assertThat(view.isBound()).isTrue();
                assertThat(view.isClosed()).isFalse();
                assertThat(view.getChannel()).isNull();
                assertThatThrownBy(() -> view.connect(new InetSocketAddress(1)))
                        .isInstanceOf(SocketException.class)
                        .hasMessageStartingWith("already connected: stream");
                view.close();
                assertThat(view.isClosed()).isTrue();
                assertThat(socket.isOpen()).isFalse();
                assertThatThrownBy(view::getInputStream)
                        .isInstanceOf(SocketException.class)
                        .hasMessage("Socket is closed");
            }
        });
    }

    @Test
    void limitsItsReadsBySoTimeout() throws Exception {
        loop.run(() -> {
            try (var peer = new Peer();
                    var view = StreamSocket.connect(peer.address()).asSocket()) {
                assertThat(view.getSoTimeout()).isZero();
                view.setSoTimeout(5);
                assertThatThrownBy(() -> view.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                peer.write(new byte[] {-1});
                view.setSoTimeout(600_000);
                assertThat(view.getInputStream().read()).isEqualTo(255);
            }
        });
    }

    @Test
    void shutsDownEachDirection() throws Exception {
        loop.run(() -> {
            try (var peer = new Peer();
                    var view = StreamSocket.connect(peer.address()).asSocket()) {
                view.shutdownOutput();
                assertThat(view.isOutputShutdown()).isTrue();
                assertThat(peer.read(1)).isEmpty();
                assertThatThrownBy(view::getOutputStream)
                        .isInstanceOf(SocketException.class)
                        .hasMessage("Socket output is shutdown");
                view.shutdownInput();
                assertThat(view.isInputShutdown()).isTrue();
                assertThatThrownBy(view::getInputStream).hasMessage("Socket input is shutdown");
            }
        });
    }

    @Test
    void passesOptionsOn() throws Exception {
        loop.run(() -> {
            try (var peer = new Peer();
                    var socket = StreamSocket.connect(peer.address())) {
                Socket view = socket.asSocket();
                assertThat(view.getTcpNoDelay()).isTrue();
                view.setTcpNoDelay(false);
                assertThat(socket.option(StandardSocketOptions.TCP_NODELAY)).isFalse();
                view.setKeepAlive(true);
                assertThat(view.getKeepAlive()).isTrue();
                view.setSoLinger(true, 3);
                assertThat(view.getSoLinger()).isEqualTo(3);
                view.setSoLinger(false, 0);
                assertThat(view.getSoLinger()).isEqualTo(-1);
                view.setSendBufferSize(20_000);
                assertThat(view.getSendBufferSize()).isGreaterThanOrEqualTo(20_000);
                view.setReceiveBufferSize(20_000);
                assertThat(view.getReceiveBufferSize()).isGreaterThanOrEqualTo(20_000);
                assertThat(view.supportedOptions()).contains(StandardSocketOptions.TCP_NODELAY);
                assertThatThrownBy(() -> socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 3))
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("has no option IP_MULTICAST_TTL");
            }
        });
    }
}
