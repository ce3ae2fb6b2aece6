// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.plot;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import io.jevent.socket.Addresses;
import io.jevent.websocket.WebSocket;
import io.jevent.websocket.WebSocketOptions;
import io.jevent.wsgi.Environ;
import io.jevent.wsgi.WebSocketHandler;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Two numbers each half second through a WebSocket, and a page that plots them. Under {@code /} the numbers come from a
 * WSGI application, under {@code /values} from a handler. With an address as its argument it serves for ever; without,
 * it serves a client of its own.
 */
final class PlotServer {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int HIGHEST = 5;

    private PlotServer() {}

    static void main(String... arguments) throws IOException {
        if (arguments.length > 0) {
            try (var server = new HttpServer(arguments[0], routes())) {
                server.start();
                IO.println("plot at http://" + Addresses.format(server.address()) + "/plot");
                server.serveForever();
            }
        }
        var quiet = HttpOptions.DEFAULTS.log(AccessLog.NONE);
        try (var server = new HttpServer("127.0.0.1:0", routes(), quiet)) {
            server.start();
            show("ws://127.0.0.1:" + server.port() + "/values");
        }
    }

    // @start region="client"
    private static void show(String uri) throws IOException {
        try (var socket = WebSocket.connect(uri)) {
            for (int i = 0; i < 4; i++) {
                String value = socket.receiveText().orElseThrow();
                IO.println(value.substring(0, value.indexOf(',')));
            }
        }
    }
    // @end

    static Routes routes() {
        // it never receives, and serves pages from anywhere: as the application of the tutorial does
        WebSocketOptions likeGevent = WebSocketOptions.DEFAULTS.readAhead(false).origins(_ -> true);
        return new Routes()
                .get("/", new WebSocketHandler((environ, _) -> application(environ), likeGevent))
                .get("/values", (request, response) -> sendValues(WebSocket.accept(request, response)))
                .get("/plot", (_, response) -> sendFile(response, "plot.html"))
                .get("/static/{file}", (request, response) -> sendFile(response, request.variable("file")));
    }

    // @start region="wsgi"
    private static List<byte[]> application(Environ environ) throws IOException {
        if (!(environ.get("wsgi.websocket") instanceof WebSocket socket)) {
            throw new IllegalArgumentException("this address speaks WebSocket only");
        }
        sendValues(socket);
        return List.of();
    }
    // @end

    // @start region="values"
    private static void sendValues(WebSocket socket) throws IOException {
        for (int x = 0; socket.isOpen(); x++) {
            int y = ThreadLocalRandom.current().nextInt(1, HIGHEST + 1);
            socket.send("{\"x\": " + x + ", \"y\": " + y + "}");
            Jevent.sleep(PAUSE);
        }
    }
    // @end

    private static void sendFile(Response response, String name) throws IOException {
        try (InputStream file = PlotServer.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new FileNotFoundException("there is no file " + name);
            }
            response.type(name.endsWith(".css") ? "text/css" : name.endsWith(".js") ? "text/javascript" : "text/html");
            response.send(file.readAllBytes());
        }
    }
}
