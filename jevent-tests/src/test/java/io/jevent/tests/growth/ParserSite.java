// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import io.jevent.http.AccessLog;
import io.jevent.http.Compression;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import io.jevent.http.SameOrigin;
import io.jevent.http.Sessions;
import io.jevent.internal.netty.SocketAccess;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.socket.StreamSocket;
import io.jevent.websocket.WebSocket;
import io.jevent.websocket.WebSocketOptions;
import io.jevent.wsgi.WsgiHandler;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** A server that gives what a client sends to every parser of the library. */
final class ParserSite implements AutoCloseable {

    private static final int NO_LIMIT = 10_000_000;

    /** With limits that no text of the test reaches, so that all of it is parsed. */
    private static final HttpOptions OPTIONS = HttpOptions.DEFAULTS
            .maxRequestLine(NO_LIMIT)
            .maxHeaders(NO_LIMIT, NO_LIMIT)
            .log(AccessLog.NONE);

    private static final WebSocketOptions WEB_SOCKET =
            WebSocketOptions.DEFAULTS.subprotocols("chat", "superchat").maxMessage(NO_LIMIT);

    /** Makes a server. */
    @FunctionalInterface
    interface Making {
        ParserSite of(Path folder) throws IOException;
    }

    private final HttpServer server;

    private ParserSite(Path folder, UnaryOperator<StreamSocket> wrap) throws IOException {
        Path file = folder.resolve("file.txt");
        server = new HttpServer(
                Addresses.parse("127.0.0.1:0"),
                new Routes()
                        .filter(new Compression())
                        .filter(new SameOrigin())
                        .filter(Sessions.signed(new byte[32]))
                        .any("/wsgi/{path...}", new WsgiHandler((environ, start) -> {
                            start.start("200 OK", List.of());
                            return List.of(environ.toString().getBytes(StandardCharsets.US_ASCII));
                        }))
                        .files("/files", folder)
                        .post(
                                "/form",
                                (request, response) -> response.send(
                                        "" + request.form().names().size()))
                        .post("/body", ParserSite::readBody)
                        .get("/websocket", ParserSite::receive)
                        .get("/rooms/{room}/members", (request, response) -> response.send(request.variable("room")))
                        .any("/{path...}", (request, response) -> readHead(request, response, file)),
                OPTIONS,
                ServerOptions.DEFAULTS.wrap(wrap::apply));
        server.start();
    }

    static ParserSite of(Path folder) throws IOException {
        return new ParserSite(folder, socket -> socket);
    }

    /** Makes a server whose parsers get each byte alone. */
    static ParserSite ofSingleBytes(Path folder) throws IOException {
        return new ParserSite(folder, socket -> {
            SocketAccess.channelOf(socket).channel().pipeline().addFirst(new SingleBytes());
            return socket;
        });
    }

    private static void readBody(Request request, Response response) throws IOException {
        int length = request.bytes().length;
        response.send(length + " " + request.trailers().first("a").isPresent());
    }

    private static void receive(Request request, Response response) throws IOException {
        try (WebSocket socket = WebSocket.accept(request, response, WEB_SOCKET)) {
            socket.messages().forEach(_ -> {});
        }
    }

    private static void readHead(Request request, Response response, Path file) throws IOException {
        var _ = request.path();
        var _ = request.query();
        var _ = request.host();
        var _ = request.parameters().all("a");
        var _ = request.cookie("a");
        var _ = request.variable("path");
        var _ = WebSocket.isRequested(request);
        response.sendFile(file);
    }

    /** Sends a request and waits for the end of the response; returns its first line, or nothing after a reset. */
    String ask(byte[] request) throws IOException {
        try (StreamSocket socket = StreamSocket.connect(server.address())) {
            try {
                socket.sendAll(request);
                byte[] response = socket.inputStream().readAllBytes();
                return new String(
                        response, 0, Math.min(response.length, "HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
            } catch (IOException _) {
                return ""; // the server has refused the request, and ended the connection
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class SingleBytes extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            var bytes = (ByteBuf) message;
            try {
                while (bytes.isReadable()) {
                    context.fireChannelRead(bytes.readBytes(1));
                    context.fireChannelReadComplete();
                }
            } finally {
                bytes.release();
            }
        }
    }
}
