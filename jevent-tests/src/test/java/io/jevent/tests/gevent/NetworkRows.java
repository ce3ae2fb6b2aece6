// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.gevent;

import static io.jevent.tests.gevent.GeventRow.caught;
import static io.jevent.tests.gevent.GeventRow.resultsOf;
import static io.jevent.tests.gevent.GeventRow.same;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jevent.Jevent;
import io.jevent.file.ThreadedInputStream;
import io.jevent.select.Poll;
import io.jevent.select.Readiness;
import io.jevent.select.Select;
import io.jevent.server.StreamServer;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import io.jevent.socket.UdpSocket;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The sections on selecting, connections, servers and files. */
final class NetworkRows {

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final byte[] HELLO = "hello".getBytes(UTF_8);

    private NetworkRows() {}

    static Stream<GeventRow> rows() {
        return Stream.of(selecting(), connections(), servers(), files()).flatMap(List::stream);
    }

    private static List<GeventRow> selecting() {
        String section = "gevent.select, gevent.selectors";
        return List.of(
                same(section, "select(r, w, x, timeout)", "0 1 1", () -> {
                    StreamSocket.Pair pair = StreamSocket.pair();
                    List<StreamSocket> readers = List.of(pair.second());
                    var before = Select.select(readers, List.of(), SHORT);
                    pair.first().sendAll(HELLO);
                    var after = Select.select(readers, List.of(), SHORT);
                    var writable = Select.select(List.of(), List.of(pair.first()), SHORT);
                    return resultsOf(
                            before.readable().size(),
                            after.readable().size(),
                            writable.writable().size());
                }),
                new GeventRow(
                        section,
                        "socket.wait_read(fileno), wait_write(fileno)",
                        "TimeoutError true",
                        "false true",
                        () -> {
                            StreamSocket.Pair pair = StreamSocket.pair();
                            boolean late = Select.awaitReadable(pair.second(), SHORT);
                            pair.first().sendAll(HELLO);
                            return resultsOf(late, Select.awaitReadable(pair.second(), LONG));
                        }),
                same(section, "poll(milliseconds), select(seconds)", "0 1", () -> {
                    StreamSocket.Pair pair = StreamSocket.pair();
                    var poll = new Poll<StreamSocket>();
                    poll.register(pair.second(), Readiness.READABLE);
                    int before = poll.poll(SHORT).size();
                    pair.first().sendAll(HELLO);
                    return resultsOf(before, poll.poll(SHORT).size());
                }));
    }

    private static List<GeventRow> connections() {
        String section = "gevent.socket";
        return List.of(
                same(section, "accept()", "hello", () -> {
                    try (var listener = StreamListener.listen("127.0.0.1:0")) {
                        var client = Jevent.spawn(() -> StreamSocket.connect(listener.localAddress()));
                        StreamSocket peer = listener.accept();
                        client.result().sendAll(HELLO);
                        return resultsOf((Object) peer.recv(5));
                    }
                }),
                same(section, "makefile('rb'), makefile('wb')", "line", () -> {
                    StreamSocket.Pair pair = StreamSocket.pair();
                    pair.first().outputStream().write("line".getBytes(UTF_8));
                    pair.first().shutdownOutput();
                    return resultsOf((Object) pair.second().inputStream().readAllBytes());
                }),
                same(section, "socket(AF_INET, SOCK_DGRAM), recvfrom, sendto", "hello", () -> {
                    try (var receiver = UdpSocket.bind("127.0.0.1:0");
                            var sender = UdpSocket.bind("127.0.0.1:0")) {
                        sender.send(HELLO, receiver.localAddress());
                        return resultsOf((Object) receiver.receive().data());
                    }
                }),
                new GeventRow(section, "parse_address", "[80, 81, 82]", "[80, 81, IllegalArgumentException]", () -> {
                    var ports = new ArrayList<Object>();
                    for (String text : List.of("127.0.0.1:80", ":81", "82")) {
                        ports.add(caught(() -> ((InetSocketAddress) Addresses.parse(text)).getPort()));
                    }
                    return resultsOf(ports);
                }));
    }

    private static List<GeventRow> servers() {
        String section = "gevent.server, gevent.baseserver, gevent.backdoor";
        return List.of(
                same(section, "StreamServer(listener, handle)", "HELLO 0", () -> {
                    var server = new StreamServer("127.0.0.1:0", socket -> {
                        String text = new String(socket.recv(10), UTF_8);
                        socket.sendAll(text.toUpperCase(Locale.ROOT).getBytes(UTF_8));
                    });
                    server.start();
                    try (var client = StreamSocket.connect(server.address())) {
                        client.sendAll(HELLO);
                        return resultsOf(client.recv(5), client.recv(1).length);
                    } finally {
                        server.close();
                    }
                }),
                same(section, "address, server_port, started", "false [true, true] false", () -> {
                    var server = new StreamServer("127.0.0.1:0", _ -> {});
                    boolean before = server.isStarted();
                    server.start();
                    var during = List.of(
                            server.isStarted(), server.port() == ((InetSocketAddress) server.address()).getPort());
                    server.close();
                    return resultsOf(before, during, server.isStarted());
                }));
    }

    private static List<GeventRow> files() {
        return List.of(new GeventRow(
                "gevent.fileobject, gevent.os",
                "readline(): with the line feed, empty at the end",
                "abc+ 0",
                "abc empty",
                () -> {
                    var text = new ByteArrayInputStream("abc\n".getBytes(UTF_8));
                    try (var lines = new ThreadedInputStream(text, "text")) {
                        return resultsOf(lines.readLine(), lines.readLine());
                    }
                }));
    }
}
