// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.server.StreamServer;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests what a listener does with an existing path, on each transport. */
@ParameterizedClass
@EnumSource(OnLoop.class)
class UnixPathTest {

    private final OnLoop loop;

    @TempDir
    private Path folder;

    UnixPathTest(OnLoop loop) {
        this.loop = loop;
    }

    private static void assertServes(StreamListener listener) throws Exception {
        try (StreamSocket client = StreamSocket.connect(listener.localAddress());
                StreamSocket served = listener.accept()) {
            client.sendAll(new byte[] {1});
            assertThat(served.recv(1)).containsExactly(1);
        }
    }

    /** Leaves a stale path: closing a socket of the JDK leaves its path, as a crash does. */
    private static void leaveDead(Path path) throws Exception {
        try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
    }

    @Test
    void aPathThatACrashLeftIsTakenOver() throws Exception {
        Path path = folder.resolve("dead");
        leaveDead(path);
        loop.run(() -> {
            try (var listener = StreamListener.listen("unix:" + path)) {
                assertServes(listener);
            }
        });
    }

    @Test
    void soItIsByAServerWhichRemovesItAtItsEnd() throws Exception {
        Path path = folder.resolve("dead");
        leaveDead(path);
        loop.run(() -> {
            try (var server = new StreamServer("unix:" + path, socket -> socket.sendAll(new byte[] {7}))) {
                server.start();
                try (StreamSocket client = StreamSocket.connect("unix:" + path)) {
                    assertThat(client.recv(1)).containsExactly(7);
                }
            }
            assertThat(path).doesNotExist();
        });
    }

    @Test
    void aPathWhereSomebodyListensIsRefusedAndWhoListensGoesOn() throws Exception {
        Path path = folder.resolve("used");
        loop.run(() -> {
            try (var listener = StreamListener.listen("unix:" + path)) {
                assertThatThrownBy(() -> StreamListener.listen("unix:" + path))
                        .isInstanceOf(BindException.class)
                        .hasMessage("cannot bind to " + path + ": Address already in use by another socket");
                // the first connection was the probe of the second listener
                listener.accept().close();
                assertServes(listener);
            }
        });
    }

    @Test
    void aFileIsRefusedAndKept() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        loop.run(() -> {
            for (Path path : new Path[] {file, link, folder}) {
                assertThatThrownBy(() -> StreamListener.listen("unix:" + path))
                        .isInstanceOf(BindException.class)
                        .hasMessageEndingWith("Address already in use by something that is not a socket");
            }
        });
        assertThat(file).hasContent("precious");
        assertThat(link).isSymbolicLink();
    }

    @Test
    void connectingWhereNobodyIsSaysSo() throws Exception {
        Path dead = folder.resolve("dead");
        leaveDead(dead);
        loop.run(() -> {
            assertThatThrownBy(() -> StreamSocket.connect("unix:" + dead))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("Connection refused");
            assertThatThrownBy(() -> StreamSocket.connect("unix:" + folder.resolve("never")))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("No such file or directory");
            assertThatThrownBy(() -> StreamListener.listen("unix:" + folder.resolve("no/folder")))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("No such file or directory");
        });
    }

    @Test
    void theEndOfTheInputDoesNotEndTheOutput() throws Exception {
        loop.run(() -> {
            Path path = folder.resolve("socket");
            try (var listener = StreamListener.listen(UnixDomainSocketAddress.of(path));
                    StreamSocket client = StreamSocket.connect(listener.localAddress());
                    StreamSocket served = listener.accept()) {
                client.sendAll(new byte[] {1});
                client.shutdownOutput();
                assertThat(served.inputStream().readAllBytes()).containsExactly(1);
                served.sendAll(new byte[] {2});
                served.shutdownOutput();
                assertThat(client.inputStream().readAllBytes()).containsExactly(2);
            }
        });
    }
}
