// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.jevent.dns.DnsResolver;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Routes;
import io.jevent.http.Sessions;
import io.jevent.select.Select;
import io.jevent.server.StreamServer;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import io.jevent.socket.UdpSocket;
import io.jevent.subprocess.Popen;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsClient;
import io.jevent.tls.TlsServer;
import io.jevent.websocket.WebSocket;
import io.jevent.wsgi.WsgiApplication;
import io.jevent.wsgi.WsgiServer;
import io.jevent.zmq.ZmqContext;
import io.jevent.zmq.ZmqType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Operations of the modules that do input and output. */
final class IoOperations {

    private static final int MANY = 5_000;
    private static final int SOME = 1_000;
    private static final int FEW = 30;
    private static final Duration INSTANT = Duration.ofNanos(1);
    private static final HttpOptions QUIET = HttpOptions.DEFAULTS.log(AccessLog.NONE);
    private static final String ANY = "127.0.0.1:0";

    private IoOperations() {}

    static List<Operation> all() {
        return Stream.of(sockets(), servers(), others()).flatMap(List::stream).toList();
    }

    private static List<Operation> sockets() {
        return List.of(
                Operation.of("a pair of sockets", SOME, _ -> {
                    StreamSocket.Pair pair = StreamSocket.pair();
                    try (var one = pair.first();
                            var other = pair.second()) {
                        one.sendAll(new byte[1]);
                        CoreOperations.ignore(other.recv(1));
                    }
                }),
                new Operation("select in vain", MANY, closing -> {
                    StreamSocket.Pair pair = StreamSocket.pair();
                    closing.add(pair.first());
                    closing.add(pair.second());
                    return _ -> CoreOperations.ignore(Select.awaitReadable(pair.first(), INSTANT));
                }),
                new Operation("connect, accept, close", SOME, closing -> {
                    StreamListener listener = closing.add(StreamListener.listen(ANY));
                    return _ -> {
                        try (var client = StreamSocket.connect(listener.localAddress());
                                var accepted = listener.accept()) {
                            client.sendAll(new byte[1]);
                            CoreOperations.ignore(accepted.recv(1));
                        }
                    };
                }),
                Operation.of("a UDP socket", SOME, _ -> {
                    try (var socket = UdpSocket.bind(ANY)) {
                        socket.send(new byte[0], socket.localAddress());
                        CoreOperations.ignore(socket.receive());
                    }
                }),
                new Operation("a name that exists", MANY, closing -> lookUp(closing, 0)),
                new Operation("a name that does not exist", MANY, closing -> lookUp(closing, NameServer.NXDOMAIN)));
    }

    private static List<Operation> servers() {
        return List.of(
                new Operation("a connection to a server", SOME, IoOperations::server),
                new Operation("a TLS connection", SOME / 2, IoOperations::tls),
                new Operation("an HTTP request on a new connection", SOME, closing -> {
                    HttpServer server = http(closing);
                    return _ -> CoreOperations.ignore(ask(server.port(), "GET / HTTP/1.0\r\nHost: a\r\n\r\n"));
                }),
                new Operation("HTTP requests for paths, with headers, of the client's choice", SOME, closing -> {
                    HttpServer server = http(closing);
                    return number -> CoreOperations.ignore(ask(
                            server.port(),
                            "GET /" + number + "?q" + number + "=1 HTTP/1.0\r\nHost: h" + number + "\r\nX-N" + number
                                    + ": 1\r\nCookie: c" + number + "=1; SESSION=s" + number + "\r\n\r\n"));
                }),
                new Operation("a WSGI request", SOME, closing -> {
                    WsgiApplication application = (_, start) -> {
                        start.start("200 OK", List.of());
                        return List.of(new byte[1]);
                    };
                    var server = closing.add(new WsgiServer(ANY, application, QUIET));
                    server.start();
                    return number -> CoreOperations.ignore(
                            ask(server.port(), "GET / HTTP/1.0\r\nHost: a\r\nX-N" + number + ": 1\r\n\r\n"));
                }),
                new Operation("a WebSocket", SOME / 2, closing -> {
                    HttpServer server = http(closing);
                    return _ -> {
                        try (var socket = WebSocket.connect("ws://127.0.0.1:" + server.port() + "/socket")) {
                            socket.send("x");
                            CoreOperations.ignore(socket.receive());
                        }
                    };
                }));
    }

    private static List<Operation> others() {
        return List.of(
                Operation.of("a ZeroMQ context", FEW, _ -> {
                    try (var context = new ZmqContext();
                            var one = context.socket(ZmqType.PAIR);
                            var other = context.socket(ZmqType.PAIR)) {
                        other.connect(one.bind("tcp://127.0.0.1:*"));
                        other.send("x");
                        CoreOperations.ignore(one.recv());
                    }
                }),
                new Operation("a ZeroMQ socket", SOME / 2, closing -> {
                    ZmqContext context = closing.add(new ZmqContext());
                    return _ -> context.socket(ZmqType.PAIR).close();
                }),
                Operation.of(
                        "a process",
                        2 * FEW,
                        _ -> CoreOperations.ignore(Popen.command("true").run())));
    }

    private static Operation.Once lookUp(Operation.Closing closing, int code) throws IOException {
        NameServer server = closing.add(new NameServer(code));
        DnsResolver resolver = DnsResolver.builder()
                .servers(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))
                .order(DnsResolver.Order.IPV4)
                .build();
        return number -> {
            try {
                CoreOperations.ignore(resolver.addresses("name" + number + ".example"));
            } catch (UnknownHostException e) {
                CoreOperations.ignore(e);
            }
        };
    }

    private static Operation.Once server(Operation.Closing closing) throws IOException {
        StreamServer server = closing.add(new StreamServer(ANY, socket -> socket.sendAll(new byte[1])));
        server.start();
        return _ -> {
            try (var client = StreamSocket.connect(server.address())) {
                CoreOperations.ignore(client.recv(10));
            }
        };
    }

    private static Operation.Once tls(Operation.Closing closing) throws IOException {
        var certificate = DevelopmentCertificate.create();
        TlsServer identity = TlsServer.of(certificate.identity());
        var server = closing.add(new StreamServer(ANY, socket -> {
            identity.secure(socket);
            socket.sendAll(new byte[1]);
        }));
        server.start();
        return _ -> {
            // one that resumes its sessions keeps them all: the JDK links each to the next,
            // SSLSessionImpl.childSessions
            TlsClient client = TlsClient.builder().trust(certificate.trust()).build();
            try (var socket = client.connect(server.address())) {
                CoreOperations.ignore(socket.recv(10));
            }
        };
    }

    /** With sessions in memory, of which nothing is kept unless a handler asks for one. */
    private static HttpServer http(Operation.Closing closing) throws IOException {
        Routes routes = new Routes()
                .filter(Sessions.inMemory())
                .get("/", (_, response) -> response.send("hello"))
                .get("/socket", (request, response) -> {
                    try (var socket = WebSocket.accept(request, response)) {
                        Optional<String> text = socket.receiveText();
                        if (text.isPresent()) {
                            socket.send(text.get());
                        }
                    }
                })
                .get("/{path...}", (_, response) -> response.send("hello"));
        var server = closing.add(new HttpServer(ANY, routes, QUIET));
        server.start();
        return server;
    }

    static String ask(int port, String request) throws IOException {
        try (var socket = StreamSocket.connect("127.0.0.1:" + port)) {
            socket.sendAll(request.getBytes(ISO_8859_1));
            return new String(socket.inputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
