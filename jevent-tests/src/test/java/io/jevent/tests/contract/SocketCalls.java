// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.internal.netty.Resolver;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import io.jevent.socket.UdpSocket;
import io.jevent.socket.UnixDatagramSocket;
import io.jevent.tests.contract.Scene.Trait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The blocking calls of {@code io.jevent.socket}. */
final class SocketCalls {

    /** More than the system and both sockets hold. */
    private static final byte[] MUCH = new byte[2_000_000];

    private static final String NAME = "somewhere.invalid";

    private SocketCalls() {}

    /** A call on a socket. */
    @FunctionalInterface
    private interface Use<S> {
        void on(S socket) throws IOException;
    }

    /** A call on a socket with a limit. */
    @FunctionalInterface
    private interface LimitedUse<S> {
        void on(S socket, Duration limit) throws IOException;
    }

    static List<BlockingCall> all() {
        return Stream.of(reads(), sends(), incoming(), unixDatagrams(), connects(), lookUps())
                .flatMap(List::stream)
                .map(BlockingCall::withSockets)
                .toList();
    }

    private static List<BlockingCall> reads() {
        return List.of(
                new BlockingCall("StreamSocket.recv", _ -> reading(s -> s.recv(1), (s, limit) -> s.recv(1, limit)))
                        .covers(StreamSocket.class, "recv(int)", "recv(int, Duration)"),
                new BlockingCall(
                                "StreamSocket.read",
                                _ -> reading(
                                        s -> s.read(ByteBuffer.allocate(1)),
                                        (s, limit) -> s.read(ByteBuffer.allocate(1), limit)))
                        .covers(StreamSocket.class, "read(ByteBuffer)", "read(ByteBuffer, Duration)"),
                new BlockingCall(
                                "StreamSocket.read(array)",
                                _ -> reading(s -> s.read(new byte[1], 0, 1), SocketCalls::readWithTimeoutOfSocket))
                        .covers(StreamSocket.class, "read(byte[], int, int)"));
    }

    private static void readWithTimeoutOfSocket(StreamSocket socket, Duration limit) throws IOException {
        socket.setTimeout(limit);
        try {
            socket.inputStream().skipNBytes(1);
        } finally {
            socket.clearTimeout();
        }
    }

    private static Scene reading(Use<StreamSocket> read, LimitedUse<StreamSocket> limited) throws IOException {
        StreamSocket.Pair pair = StreamSocket.pair();
        return Scene.on(pair.first())
                .block(() -> read.on(pair.first()))
                .limited(limit -> Scene.inTime(() -> limited.on(pair.first(), limit)))
                .wake(() -> pair.second().sendAll(new byte[1]))
                .end(pair::close)
                .with(Trait.REMEMBERS);
    }

    private static List<BlockingCall> sends() {
        return List.of(
                new BlockingCall(
                                "StreamSocket.sendAll",
                                _ -> sending(
                                        s -> s.sendAll(MUCH), (s, limit) -> s.sendAll(ByteBuffer.wrap(MUCH), limit)))
                        .covers(StreamSocket.class, "sendAll(byte[])", "sendAll(ByteBuffer, Duration)"),
                new BlockingCall("StreamSocket.sendAll(part)", _ -> sending(s -> s.sendAll(MUCH, 0, MUCH.length), null))
                        .covers(StreamSocket.class, "sendAll(byte[], int, int)", "sendAll(ByteBuffer)"),
                new BlockingCall("StreamSocket.write", _ -> sending(s -> s.write(ByteBuffer.wrap(MUCH)), null))
                        .covers(StreamSocket.class, "write(ByteBuffer)"),
                new BlockingCall("StreamSocket.sendFile", _ -> sending(SocketCalls::sendAFile, null))
                        .covers(StreamSocket.class, "sendFile(FileChannel, long, long)"));
    }

    private static void sendAFile(StreamSocket socket) throws IOException {
        Path path = Files.createTempFile("jevent", "file");
        try (var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(MUCH));
            socket.sendFile(file, 0, MUCH.length);
        } finally {
            Files.delete(path);
        }
    }

    /** The peer does not read until the wake-up. */
    private static Scene sending(Use<StreamSocket> send, LimitedUse<StreamSocket> limited) throws IOException {
        StreamSocket.Pair pair = StreamSocket.pair();
        var reading = new Event();
        var _ = Jevent.spawn(() -> drain(pair.second(), reading));
        Scene scene = Scene.on(pair.first())
                .block(() -> send.on(pair.first()))
                .wake(reading::set)
                .end(() -> {
                    reading.set();
                    pair.close();
                })
                .with(Trait.SEVERAL_WAITS, Trait.OUTSIDE);
        return limited == null ? scene : scene.limited(limit -> Scene.inTime(() -> limited.on(pair.first(), limit)));
    }

    private static void drain(StreamSocket socket, Event start) {
        start.await();
        try {
            while (socket.recv(100_000).length > 0) {
                // drops it
            }
        } catch (IOException e) {
            // the scene is over
        }
    }

    private static List<BlockingCall> incoming() {
        return List.of(
                new BlockingCall("StreamListener.accept", _ -> accepting())
                        .covers(StreamListener.class, "accept()", "accept(Duration)"),
                new BlockingCall("UdpSocket.receive", _ -> receiving())
                        .covers(UdpSocket.class, "receive()", "receive(Duration)"));
    }

    private static Scene accepting() throws IOException {
        var listener = StreamListener.listen("127.0.0.1:0");
        var clients = new ArrayList<StreamSocket>();
        return Scene.on(listener)
                .block(() -> listener.accept().close())
                .limited(limit -> Scene.inTime(() -> listener.accept(limit).close()))
                .wake(() -> clients.add(StreamSocket.connect(listener.localAddress())))
                .end(() -> {
                    listener.close();
                    clients.forEach(StreamSocket::close);
                })
                .with(Trait.REMEMBERS);
    }

    private static Scene receiving() throws IOException {
        var socket = UdpSocket.bind("127.0.0.1:0");
        return Scene.on(socket)
                .block(socket::receive)
                .limited(limit -> Scene.inTime(() -> socket.receive(limit)))
                .wake(() -> socket.send(new byte[1], socket.localAddress()))
                .end(socket::close)
                .with(Trait.REMEMBERS);
    }

    private static List<BlockingCall> unixDatagrams() {
        return List.of(
                new BlockingCall("UnixDatagramSocket.receive", _ -> receivingAtAPath())
                        .covers(UnixDatagramSocket.class, "receive()", "receive(Duration)"),
                new BlockingCall("UnixDatagramSocket.send", _ -> sendingToAPath(true))
                        .covers(UnixDatagramSocket.class, "send(byte[])"),
                new BlockingCall("UnixDatagramSocket.send(path)", _ -> sendingToAPath(false))
                        .covers(
                                UnixDatagramSocket.class,
                                "send(byte[], Path)",
                                "send(ByteBuffer, UnixDomainSocketAddress)"));
    }

    private static Scene receivingAtAPath() throws IOException {
        Path folder = Files.createTempDirectory("jevent");
        Path path = folder.resolve("receiver");
        var socket = UnixDatagramSocket.bind(path);
        return Scene.on(socket)
                .block(socket::receive)
                .limited(limit -> Scene.inTime(() -> socket.receive(limit)))
                .wake(() -> socket.send(new byte[1], path))
                .end(() -> {
                    socket.close();
                    Files.delete(path);
                    Files.delete(folder);
                })
                .with(Trait.REMEMBERS);
    }

    /** The receiver's queue is full, until the wake-up. */
    private static Scene sendingToAPath(boolean connected) throws IOException {
        Path folder = Files.createTempDirectory("jevent");
        Path path = folder.resolve("receiver");
        var receiver = UnixDatagramSocket.bind(path);
        var sender = UnixDatagramSocket.connect(path);
        UnixDatagramSocket socket =
                connected ? UnixDatagramSocket.connect(path) : UnixDatagramSocket.bind(folder.resolve("sender"));
        Use<UnixDatagramSocket> send = connected ? s -> s.send(new byte[1]) : s -> s.send(new byte[1], path);
        fill(sender);
        var reading = new Event();
        var _ = Jevent.spawn(() -> drain(receiver, reading));
        return Scene.on(socket)
                .block(() -> send.on(socket))
                .limited(limit -> {
                    socket.setTimeout(limit);
                    try {
                        return Scene.inTime(() -> send.on(socket));
                    } finally {
                        socket.clearTimeout();
                    }
                })
                .wake(reading::set)
                .end(() -> {
                    reading.set();
                    Stream.of(receiver, sender, socket).forEach(UnixDatagramSocket::close);
                    Files.deleteIfExists(folder.resolve("sender"));
                    Files.delete(path);
                    Files.delete(folder);
                })
                .with(Trait.SEVERAL_WAITS, Trait.OUTSIDE);
    }

    private static void fill(UnixDatagramSocket sender) throws IOException {
        sender.setTimeout(Duration.ZERO);
        try {
            while (true) {
                sender.send(new byte[1]);
            }
        } catch (SocketTimeoutException e) {
            // it is full
        }
    }

    private static void drain(UnixDatagramSocket socket, Event start) {
        start.await();
        try {
            while (true) {
                socket.receive();
            }
        } catch (IOException e) {
            // the scene is over
        }
    }

    private static List<BlockingCall> connects() {
        return List.of(
                new BlockingCall(
                                "StreamSocket.connect(text)",
                                _ -> connecting(
                                        port -> StreamSocket.connect(NAME + ":" + port),
                                        (port, limit) -> StreamSocket.connect(NAME + ":" + port, limit)))
                        .covers(StreamSocket.class, "connect(String)", "connect(String, Duration)"),
                new BlockingCall(
                                "StreamSocket.connect",
                                _ -> connecting(
                                        port -> StreamSocket.connect(somewhere(port)),
                                        (port, limit) -> StreamSocket.connect(somewhere(port), limit)))
                        .covers(StreamSocket.class, "connect(SocketAddress)", "connect(SocketAddress, Duration)"),
                new BlockingCall(
                                "StreamSocket.connect(from)",
                                _ -> connecting(
                                        port -> StreamSocket.connect(somewhere(port), local(), Duration.ofDays(1)),
                                        (port, limit) -> StreamSocket.connect(somewhere(port), local(), limit)))
                        .covers(StreamSocket.class, "connect(SocketAddress, SocketAddress, Duration)"));
    }

    private static InetSocketAddress local() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    private static InetSocketAddress somewhere(int port) {
        return InetSocketAddress.createUnresolved(NAME, port);
    }

    /** Opens something at a port of {@link #NAME}. */
    @FunctionalInterface
    private interface Opening {
        AutoCloseable at(int port) throws IOException;
    }

    /** Opens something at a port of {@link #NAME}, in a limited time. */
    @FunctionalInterface
    private interface LimitedOpening {
        AutoCloseable at(int port, Duration limit) throws IOException;
    }

    private static Scene connecting(Opening opening, LimitedOpening limited) throws IOException {
        var listener = StreamListener.listen("127.0.0.1:0");
        return lookingUp(listener.port(), opening)
                .limited(limit ->
                        Scene.inTime(() -> limited.at(listener.port(), limit).close()))
                .end(listener::close)
                .with(Trait.LIMIT_IS_TIMEOUT, Trait.SEVERAL_WAITS);
    }

    private static List<BlockingCall> lookUps() {
        return List.of(
                new BlockingCall(
                                "StreamListener.listen",
                                _ -> lookingUp(0, port -> {
                                    StreamListener.listen(somewhere(port), 1, false)
                                            .close();
                                    return StreamListener.listen(NAME + ":" + port);
                                }))
                        .covers(
                                StreamListener.class,
                                "listen(String)",
                                "listen(SocketAddress)",
                                "listen(SocketAddress, int, boolean)"),
                new BlockingCall("UdpSocket.bind", _ -> lookingUp(0, port -> UdpSocket.bind(NAME + ":" + port)))
                        .covers(UdpSocket.class, "bind(String)", "bind(SocketAddress)", "bind(SocketAddress, boolean)"),
                new BlockingCall("UdpSocket.connect", _ -> lookingUp(9, port -> UdpSocket.connect(NAME + ":" + port)))
                        .covers(UdpSocket.class, "connect(String)", "connect(SocketAddress)"));
    }

    /** The name is found when the wake-up comes. */
    private static Scene lookingUp(int port, Opening opening) {
        var found = new Event();
        Resolver.setOfHub(_ -> {
            found.await();
            return List.of(InetAddress.ofLiteral("127.0.0.1"));
        });
        return Scene.on(found)
                .block(() -> opening.at(port).close())
                .wake(found::set)
                .with(Trait.REMEMBERS, Trait.OUTSIDE);
    }
}
