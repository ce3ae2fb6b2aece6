// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.http.AccessLog;
import io.jevent.http.EventStream;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.socket.StreamSocket;
import io.jevent.tests.contract.Scene.Trait;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The blocking calls of {@code io.jevent.http}. */
final class HttpCalls {

    /** More than the system and both ends hold. */
    private static final int MUCH = 8_000_000;

    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    private HttpCalls() {}

    /** A call on the answer to a request. */
    @FunctionalInterface
    private interface Write {
        void to(Response response) throws IOException;
    }

    /** A call on a request. */
    @FunctionalInterface
    private interface Read {
        void from(Request request) throws IOException;
    }

    static List<BlockingCall> all() {
        return Stream.of(
                        new BlockingCall("Response.write", _ -> writing(r -> r.write(new byte[MUCH])))
                                .covers(Response.class, "write(byte[])", "write(String)", "write(byte[], int, int)"),
                        new BlockingCall("EventStream.send", _ -> events(e -> e.send("x".repeat(MUCH))))
                                .covers(EventStream.class, "send(String)"),
                        new BlockingCall("EventStream.send(type)", _ -> events(e -> e.send("t", "x".repeat(MUCH))))
                                .covers(EventStream.class, "send(String, String)"),
                        new BlockingCall("EventStream.send(mark)", _ -> events(e -> e.send("1", "t", "x".repeat(MUCH))))
                                .covers(EventStream.class, "send(String, String, String)"),
                        new BlockingCall("Request.bytes", _ -> reading(Request::bytes))
                                .covers(Request.class, "bytes()"),
                        new BlockingCall("Request.text", _ -> reading(Request::text)).covers(Request.class, "text()"),
                        new BlockingCall("Request.form", _ -> reading(Request::form)).covers(Request.class, "form()"))
                .map(BlockingCall::withSockets)
                .toList();
    }

    /** A request whose handler waits, so that others can use what it was given. */
    private record Visit(HttpServer server, StreamSocket client, Request request, Response response, Event over) {

        static Visit begin(String request) throws IOException {
            var given = new AsyncResult<Visit>();
            var over = new Event();
            var options = HttpOptions.DEFAULTS
                    .log(AccessLog.NONE)
                    .stallTimeout(FOR_EVER)
                    .minBodyRate(0, Duration.ZERO)
                    .minResponseRate(0, Duration.ZERO)
                    .bodyTimeout(FOR_EVER)
                    .headTimeout(FOR_EVER);
            var servers = new AsyncResult<HttpServer>();
            var clients = new AsyncResult<StreamSocket>();
            var server = new HttpServer(
                    "127.0.0.1:0",
                    (q, r) -> {
                        given.set(new Visit(servers.result(), clients.result(), q, r, over));
                        over.await();
                    },
                    options);
            server.start();
            servers.set(server);
            StreamSocket client = StreamSocket.connect("127.0.0.1:" + server.port());
            client.setOption(StandardSocketOptions.SO_RCVBUF, 16_384);
            clients.set(client);
            client.sendAll(request.getBytes(StandardCharsets.ISO_8859_1));
            return given.result();
        }

        void end() {
            over.set();
            client.close();
            var _ = server.stop(Duration.ZERO);
        }
    }

    /** A call on a stream of events. */
    @FunctionalInterface
    private interface Send {
        void to(EventStream events) throws IOException;
    }

    private static Scene events(Send send) throws IOException {
        var streams = new EventStream[1];
        return writing(response -> {
            if (streams[0] == null) {
                streams[0] = response.events();
            }
            send.to(streams[0]);
        });
    }

    /** The client does not read until the wake-up. */
    private static Scene writing(Write write) throws IOException {
        Visit visit = Visit.begin("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        var reading = new Event();
        var _ = Jevent.spawn(() -> {
            reading.await();
            drain(visit.client());
            return null;
        });
        return Scene.on(visit.over()) // from the answer one comes to everything, the client's own wait included
                .block(() -> write.to(visit.response()))
                .wake(reading::set)
                .end(() -> {
                    reading.set();
                    visit.end();
                })
                .with(Trait.SEVERAL_WAITS, Trait.OUTSIDE);
    }

    private static void drain(StreamSocket client) {
        var bytes = new byte[65536];
        try {
            while (client.read(bytes, 0, bytes.length) >= 0) {
                Jevent.sleep();
            }
        } catch (IOException _) {
            // closed at the end of the scene
        }
    }

    /** The body does not end, until the wake-up. */
    private static Scene reading(Read read) throws IOException {
        Visit visit = Visit.begin("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        return Scene.on(visit.request())
                .block(() -> read.from(visit.request()))
                .wake(() -> visit.client().sendAll("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .end(visit::end)
                .with(Trait.REMEMBERS);
    }
}
