// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.RawGreenlet;
import io.jevent.local.ContextLocal;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.wsgi.WsgiServer;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests in HTTP/2 that come as frames without TLS. */
class Http2ServerTest {

    private static final int NO_ERROR = 0;
    private static final int INTERNAL_ERROR = 2;
    private static final int CANCEL = 8;

    private static final Handler ECHO = (request, response) ->
            response.send(request.method() + " " + request.path() + " " + request.protocol() + " " + request.text());

    private static void with(Handler handler, Client client) throws Exception {
        try (Site site = Site.of(handler);
                FrameWire wire = FrameWire.to(site.port())) {
            client.talk(wire);
            assertThat(site.failures).isEmpty();
        }
    }

    @FunctionalInterface
    private interface Client {
        void talk(FrameWire wire) throws Exception;
    }

    @Test
    void requestsOfOneConnectionGetTheirResponses() throws Exception {
        with(ECHO, wire -> {
            wire.get(1, "/one").post(3, "/two").data(3, false, "bo").data(3, true, "dy");
            assertThat(wire.response(1)).isEqualTo("200 GET /one HTTP/2.0 ");
            assertThat(wire.response(3)).isEqualTo("200 POST /two HTTP/2.0 body");
        });
    }

    @Test
    void requestsThatDoNotBlockShareAGreenletButNoContext() throws Exception {
        var user = new ContextLocal<String>("user", "none");
        var greenlets = new ArrayList<RawGreenlet>();
        with(
                (request, response) -> {
                    greenlets.add(Jevent.current());
                    String before = user.get();
                    user.set(request.path());
                    response.send(before);
                },
                wire -> {
                    byte[] both = Arrays.copyOf(get(1, "/a"), 2 * get(1, "/a").length);
                    byte[] second = get(3, "/b");
                    System.arraycopy(second, 0, both, second.length, second.length);
                    wire.send(both);
                    assertThat(wire.response(1)).isEqualTo("200 none");
                    assertThat(wire.response(3)).isEqualTo("200 none");
                    assertThat(greenlets.get(0)).isSameAs(greenlets.get(1));
                });
    }

    private static byte[] get(int stream, String path) {
        return FrameWire.bytes(
                FrameWire.HEADERS,
                FrameWire.END_HEADERS | FrameWire.END_STREAM,
                stream,
                FrameWire.request("GET", path));
    }

    @Test
    void aRequestThatBlocksLeavesTheNextToAnotherGreenlet() throws Exception {
        var proceed = new Event();
        with(
                (request, response) -> {
                    if (request.path().equals("/a")) {
                        proceed.await();
                    }
                    proceed.set();
                    response.send(request.path());
                },
                wire -> {
                    wire.get(1, "/a").get(3, "/b");
                    assertThat(wire.response(3)).isEqualTo("200 /b");
                    assertThat(wire.response(1)).isEqualTo("200 /a");
                });
    }

    @Test
    void aServerSpeaksBothVersionsOnOnePort() throws Exception {
        try (Site site = Site.of(ECHO);
                Wire old = site.wire();
                FrameWire wire = FrameWire.to(site.port())) {
            assertThat(old.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readResponse())
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("GET / HTTP/1.1 ");
            assertThat(wire.get(1, "/").response(1)).isEqualTo("200 GET / HTTP/2.0 ");
        }
    }

    @Test
    void thePrefaceMayComeByteByByteButNotAfterARequest() throws Exception {
        try (Site site = Site.of(ECHO)) {
            try (FrameWire slow = FrameWire.silent(site.port())) {
                for (char c : FrameWire.PREFACE.toCharArray()) {
                    slow.send(String.valueOf(c));
                }
                slow.frame(FrameWire.SETTINGS, 0, 0).get(1, "/");
                assertThat(slow.response(1)).isEqualTo("200 GET / HTTP/2.0 ");
            }
            try (Wire late = site.wire()) {
                String all = late.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n" + FrameWire.PREFACE)
                        .readAll();
                assertThat(all).startsWith("HTTP/1.1 200 ").contains("HTTP/1.1 505 ");
            }
        }
    }

    @Test
    void anOptionTurnsItOff() throws Exception {
        try (Site site = Site.of(ECHO, HttpOptions.DEFAULTS.http2(false));
                Wire wire = site.wire()) {
            assertThat(wire.send(FrameWire.PREFACE).readAll()).startsWith("HTTP/1.1 505 ");
        }
    }

    @Test
    void theHeadHasLowerCaseNamesADateAndALength() throws Exception {
        with((request, response) -> response.header("X-Name", "Value").send("four"), wire -> {
            Http2Headers head = wire.get(1, "/").headersOf(1);
            assertThat(head.status()).hasToString("200");
            assertThat(head.get("x-name")).hasToString("Value");
            assertThat(head.get("content-length")).hasToString("4");
            assertThat(head.get("date").toString()).endsWith(" GMT");
            assertThat(head.get("connection")).isNull();
        });
    }

    @Test
    void headersOfTheConnectionAreNotSent() throws Exception {
        with(
                (request, response) -> {
                    response.header("Connection", "X-Hop").closeConnection();
                    response.send("");
                },
                wire -> {
                    assertThat(wire.get(1, "/").headersOf(1).get("connection")).isNull();
                    assertThat(wire.get(3, "/").response(3)).isEqualTo("200 ");
                });
    }

    @Test
    void aWholeResponseTakesTwoFramesAndOneWithoutABodyTakesOne() throws Exception {
        with((request, response) -> response.send(request.path().equals("/empty") ? "" : "body"), wire -> {
            assertThat(wire.get(1, "/").await(FrameWire.HEADERS, 1).ends()).isFalse();
            FrameWire.Frame next = wire.read();
            assertThat(next.stream()).isOne();
            assertThat(next.type()).isEqualTo(FrameWire.DATA);
            assertThat(next.ends()).isTrue();
            assertThat(wire.get(3, "/empty").await(FrameWire.HEADERS, 3).ends()).isTrue();
        });
    }

    @Test
    void routesFiltersAndErrorPagesAreTheSame() throws Exception {
        var routes = new Routes()
                .filter((request, response, next) -> {
                    response.header("X-Filter", "yes");
                    next.handle(request, response);
                })
                .get("/users/{name}", (request, response) -> response.send("user " + request.variable("name")));
        with(routes, wire -> {
            assertThat(wire.get(1, "/users/ann").response(1)).isEqualTo("200 user ann");
            assertThat(wire.get(3, "/other").response(3)).startsWith("404 ");
            assertThat(wire.headers(5, true, FrameWire.request("DELETE", "/users/ann"))
                            .response(5))
                    .startsWith("405 ");
        });
    }

    @Test
    void wsgiRunsOnIt() throws Exception {
        try (Site site = Site.serving(
                        options -> new WsgiServer(
                                Addresses.parse("127.0.0.1:0"),
                                (environ, start) -> {
                                    start.start("200 OK", List.of(Map.entry("Content-Type", "text/plain")));
                                    String seen = environ.get("SERVER_PROTOCOL") + " " + environ.get("HTTP_HOST") + " "
                                            + environ.get("HTTP_COOKIE");
                                    return List.of(seen.getBytes(StandardCharsets.US_ASCII));
                                },
                                options,
                                ServerOptions.DEFAULTS),
                        HttpOptions.DEFAULTS);
                FrameWire wire = FrameWire.to(site.port())) {
            wire.get(1, "/", "cookie", "a=1", "cookie", "b=2");
            assertThat(wire.response(1)).isEqualTo("200 HTTP/2.0 a a=1; b=2");
        }
    }

    @Test
    void filesAreSentWholeAndInParts(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("large.txt"), "0123456789".repeat(20_000));
        with(new Routes().files("/", folder), wire -> {
            wire.setting(4, 1_000_000).window(0, 1_000_000);
            assertThat(wire.get(1, "/large.txt").response(1)).isEqualTo("200 " + "0123456789".repeat(20_000));
            assertThat(wire.get(3, "/large.txt", "range", "bytes=3-5").response(3))
                    .isEqualTo("206 345");
            assertThat(wire.headers(5, true, FrameWire.request("HEAD", "/large.txt"))
                            .response(5))
                    .isEqualTo("200 ");
        });
    }

    @Test
    void trailersGoBothWays() throws Exception {
        with(
                (request, response) -> {
                    response.write(request.text());
                    response.trailer("X-Sum", request.trailers().first("x-in").orElse("none"));
                },
                wire -> {
                    wire.post(1, "/").data(1, false, "body").headers(1, true, FrameWire.block("x-in", "17"));
                    assertThat(wire.response(1)).isEqualTo("200 body[x-sum: 17]");
                });
    }

    @Test
    void aChunkIsSentAtOnceAndEventsToo() throws Exception {
        var go = new CompletableFuture<Void>();
        with(
                (request, response) -> {
                    if (request.path().equals("/events")) {
                        response.events().send("first");
                    } else {
                        response.write("first");
                    }
                    var _ = Jevent.await(go);
                },
                wire -> {
                    assertThat(wire.get(1, "/").await(FrameWire.DATA, 1).text()).isEqualTo("first");
                    var _ = wire.get(3, "/events")
                            .await(frame -> frame.stream() == 3 && frame.text().equals("data: first\n\n"));
                    go.complete(null);
                });
    }

    @Test
    void streamsRunAtTheSameTime() throws Exception {
        var second = new CompletableFuture<Void>();
        with(
                (request, response) -> {
                    if (request.path().equals("/first")) {
                        var _ = Jevent.await(second);
                    } else {
                        second.complete(null);
                    }
                    response.send(request.path());
                },
                wire -> {
                    wire.get(1, "/first").get(3, "/second");
                    assertThat(wire.response(1)).isEqualTo("200 /first");
                    assertThat(wire.response(3)).isEqualTo("200 /second");
                });
    }

    @Test
    void aClientThatExpects100GetsItWhenTheBodyIsRead() throws Exception {
        with(ECHO, wire -> {
            wire.post(1, "/", "expect", "100-continue", "content-length", "4");
            assertThat(wire.headersOf(1).status()).hasToString("100");
            assertThat(wire.data(1, true, "body").response(1)).isEqualTo("100 200 POST / HTTP/2.0 body");
        });
    }

    @Test
    void aHandlerThatDoesNotReadTheBodyResetsTheStreamAfterTheResponse() throws Exception {
        with((request, response) -> response.send("early"), wire -> {
            wire.post(1, "/").data(1, false, "part");
            assertThat(wire.response(1)).isEqualTo("200 early");
            assertThat(wire.await(FrameWire.RST_STREAM, 1).error()).isEqualTo(NO_ERROR);
            assertThat(wire.data(1, true, "rest").get(3, "/").response(3)).isEqualTo("200 early");
        });
    }

    @Test
    void aBodyThatIsTooLargeGets413() throws Exception {
        try (Site site = Site.of(ECHO, HttpOptions.DEFAULTS.maxBody(10));
                FrameWire wire = FrameWire.to(site.port())) {
            wire.post(1, "/", "content-length", "11");
            assertThat(wire.response(1)).startsWith("413 ");
            wire.post(3, "/").data(3, true, "x".repeat(11));
            assertThat(wire.response(3)).startsWith("413 ");
            assertThat(wire.get(5, "/").response(5)).startsWith("200 ");
        }
    }

    @Test
    void requestsAboveTheLimitOfTheServerGet503() throws Exception {
        var go = new CompletableFuture<Void>();
        try (Site site = Site.of(
                        (request, response) -> {
                            var _ = Jevent.await(go);
                            response.send("served");
                        },
                        HttpOptions.DEFAULTS.maxRequests(1));
                FrameWire wire = FrameWire.to(site.port())) {
            wire.get(1, "/").get(3, "/");
            assertThat(wire.response(3)).startsWith("503 ");
            go.complete(null);
            assertThat(wire.response(1)).isEqualTo("200 served");
        }
    }

    @Test
    void aFailureEndsItsStreamOnly() throws Exception {
        try (Site site = Site.of((request, response) -> {
                    switch (request.path()) {
                        case "/early" -> throw new IllegalStateException("early");
                        case "/late" -> {
                            response.write("part");
                            throw new IllegalStateException("late");
                        }
                        default -> response.send("fine");
                    }
                });
                FrameWire wire = FrameWire.to(site.port())) {
            wire.get(1, "/early").get(3, "/late").get(5, "/");
            assertThat(wire.response(1)).startsWith("500 ");
            assertThat(wire.response(3)).isEqualTo("200 part[RST_STREAM " + INTERNAL_ERROR + "]");
            assertThat(wire.response(5)).isEqualTo("200 fine");
            assertThat(site.failures).hasSize(2);
        }
    }

    @Test
    void aStreamThatTheClientResetsCancelsItsHandlerOnly() throws Exception {
        var end = new CompletableFuture<Throwable>();
        with(
                (request, response) -> {
                    if (request.path().equals("/")) {
                        response.send("fine");
                        return;
                    }
                    response.write("begun");
                    try {
                        new Event().await();
                    } catch (ClientGone gone) {
                        end.complete(gone);
                        throw gone;
                    }
                },
                wire -> {
                    wire.get(1, "/waits").await(FrameWire.DATA, 1);
                    wire.reset(1, CANCEL);
                    assertThat(end.get(1, TimeUnit.MINUTES)).isInstanceOf(ClientGone.class);
                    assertThat(wire.get(3, "/").response(3)).isEqualTo("200 fine");
                });
    }

    @Test
    void aResetEndsTheReadOfABodyAndTheWriteOfAResponse() throws Exception {
        var ends = new CompletableFuture<Throwable>();
        var writes = new CompletableFuture<Throwable>();
        with(
                (request, response) -> {
                    boolean reads = request.path().equals("/read");
                    response.write("begun");
                    try {
                        if (reads) {
                            var _ = request.bytes();
                        } else {
                            response.write(new byte[1_000_000]);
                        }
                    } catch (IOException e) {
                        (reads ? ends : writes).complete(e);
                        throw e;
                    }
                },
                wire -> {
                    wire.post(1, "/read").await(FrameWire.DATA, 1);
                    wire.reset(1, CANCEL);
                    assertThat(ends.get(1, TimeUnit.MINUTES)).hasMessageContaining("unexpected end");
                    wire.get(3, "/write").await(frame -> frame.type() == FrameWire.DATA && frame.payload().length > 5);
                    wire.reset(3, CANCEL);
                    assertThat(writes.get(1, TimeUnit.MINUTES)).hasMessageContaining("cannot be sent anything more");
                });
    }

    @Test
    void aClientThatLeavesCancelsAllHandlers() throws Exception {
        var ends = new LinkedBlockingQueue<Throwable>();
        with(
                (request, response) -> {
                    response.write("begun");
                    try {
                        new Event().await();
                    } catch (ClientGone gone) {
                        ends.add(gone);
                        throw gone;
                    }
                },
                wire -> {
                    wire.get(1, "/").get(3, "/").await(FrameWire.DATA, 3);
                    wire.leave();
                    assertThat(ends.take()).isInstanceOf(ClientGone.class);
                    assertThat(ends.take()).isInstanceOf(ClientGone.class);
                });
    }

    @Test
    void aHandlerWaitsForTheWindowOfItsStreamWhileOthersAreServed() throws Exception {
        with((request, response) -> response.send("x".repeat(request.path().equals("/large") ? 100_000 : 1)), wire -> {
            wire.window(0, 1_000_000).get(1, "/large");
            int got = 0;
            while (got < 65_535) {
                got += wire.await(FrameWire.DATA, 1).payload().length;
            }
            assertThat(got).isEqualTo(65_535);
            assertThat(wire.get(3, "/small").response(3)).isEqualTo("200 x");
            wire.window(1, 100);
            assertThat(wire.await(FrameWire.DATA, 1).payload()).hasSize(100);
            wire.window(1, 100_000);
            while (got < 100_000 - 100) {
                got += wire.await(FrameWire.DATA, 1).payload().length;
            }
            assertThat(got).isEqualTo(100_000 - 100);
        });
    }

    @Test
    void largeResponsesShareTheWindowOfTheConnection() throws Exception {
        with((request, response) -> response.send(new byte[200_000]), wire -> {
            wire.setting(4, 1_000_000).get(1, "/").get(3, "/");
            int[] got = new int[4];
            while (got[1] + got[3] < 65_535) {
                FrameWire.Frame frame = wire.await(FrameWire.DATA);
                got[frame.stream()] += frame.payload().length;
            }
            wire.window(0, 1_000_000);
            int[] more = new int[4];
            while (more[1] + more[3] < 120_000) {
                FrameWire.Frame frame = wire.await(FrameWire.DATA);
                more[frame.stream()] += frame.payload().length;
            }
            assertThat(more[1]).isBetween(40_000, 80_000);
            assertThat(more[3]).isBetween(40_000, 80_000);
        });
    }

    @Test
    void theWindowForABodyGrowsOnlyAsTheHandlerReads() throws Exception {
        var read = new CompletableFuture<Void>();
        with(
                (request, response) -> {
                    response.write("begun");
                    var _ = Jevent.await(read);
                    response.write("" + request.bytes().length);
                },
                wire -> {
                    wire.frame(FrameWire.SETTINGS, FrameWire.ACK, 0);
                    wire.post(1, "/").data(1, false, "x".repeat(16_000)).data(1, false, "x".repeat(16_000));
                    wire.frame(FrameWire.PING, 0, 0, new byte[8]);
                    assertThat(wire.await(frame ->
                                            frame.type() == FrameWire.PING || frame.type() == FrameWire.WINDOW_UPDATE)
                                    .type())
                            .isEqualTo(FrameWire.PING);
                    read.complete(null);
                    assertThat(wire.await(FrameWire.WINDOW_UPDATE, 1).number()).isEqualTo(32_000);
                    assertThat(wire.data(1, true, "x").response(1)).isEqualTo("200 begun32001");
                });
    }

    @Test
    void aBodyMayBeReadByAnotherThread() throws Exception {
        with(
                (request, response) -> {
                    var text = new CompletableFuture<String>();
                    Thread.ofPlatform().start(() -> {
                        try {
                            text.complete(new String(request.body().readAllBytes(), StandardCharsets.US_ASCII));
                        } catch (IOException e) {
                            text.completeExceptionally(e);
                        }
                    });
                    response.send(Jevent.await(text));
                },
                wire -> assertThat(wire.post(1, "/")
                                .data(1, false, "bo")
                                .data(1, true, "dy")
                                .response(1))
                        .isEqualTo("200 body"));
    }

    @Test
    void aServerThatStopsCompletesTheStreamsInFlight() throws Exception {
        var go = new CompletableFuture<Void>();
        try (Site site = Site.of((request, response) -> {
                    response.write("begun ");
                    var _ = Jevent.await(go);
                    response.write("done");
                });
                FrameWire wire = FrameWire.to(site.port())) {
            wire.get(1, "/").await(FrameWire.DATA, 1);
            var stopped = CompletableFuture.supplyAsync(() -> site.stop(Duration.ofMinutes(1)));
            FrameWire.Frame notice = wire.await(FrameWire.GOAWAY);
            assertThat(notice.number()).isEqualTo(Integer.MAX_VALUE);
            FrameWire.Frame ping = wire.get(3, "/").await(FrameWire.PING);
            wire.frame(FrameWire.PING, FrameWire.ACK, 0, ping.payload());
            FrameWire.Frame last = wire.await(FrameWire.GOAWAY);
            assertThat(last.number()).isEqualTo(3);
            assertThat(last.error()).isEqualTo(NO_ERROR);
            go.complete(null);
            assertThat(wire.response(3)).endsWith("done");
            assertThat(wire.end()).isEmpty();
            wire.leave();
            assertThat(stopped.get(1, TimeUnit.MINUTES).killed()).isZero();
        }
    }

    @Test
    void aConnectionWithoutStreamsEndsWhenTheServerStops() throws Exception {
        try (Site site = Site.of(ECHO);
                FrameWire wire = FrameWire.to(site.port())) {
            assertThat(wire.get(1, "/").response(1)).startsWith("200 ");
            var stopped = CompletableFuture.supplyAsync(() -> site.stop(Duration.ofMinutes(1)));
            assertThat(wire.end()).isEqualTo("GOAWAY 0");
            wire.leave();
            assertThat(stopped.get(1, TimeUnit.MINUTES).killed()).isZero();
        }
    }

    @Test
    void aServerThatDoesNotWaitKillsTheStreams() throws Exception {
        var end = new CompletableFuture<Throwable>();
        try (Site site = Site.of((request, response) -> {
                    response.write("begun");
                    try {
                        new Event().await();
                    } catch (Throwable t) {
                        end.complete(t);
                        throw t;
                    }
                });
                FrameWire wire = FrameWire.to(site.port())) {
            wire.get(1, "/").await(FrameWire.DATA, 1);
            var _ = site.stop(Duration.ZERO);
            assertThat(end.get(1, TimeUnit.MINUTES)).isInstanceOf(io.jevent.exceptions.GreenletExit.class);
            assertThat(wire.response(1)).isEqualTo("200 begun[RST_STREAM " + INTERNAL_ERROR + "]");
        }
    }

    @Test
    void theAccessLogHasALineForEachStream() throws Exception {
        try (Site site = Site.of(ECHO);
                FrameWire wire = FrameWire.to(site.port())) {
            wire.get(1, "/one").get(3, "/two");
            wire.response(1);
            wire.response(3);
            assertThat(site.log)
                    .extracting(AccessLog.Entry::request)
                    .containsExactlyInAnyOrder("GET /one HTTP/2.0", "GET /two HTTP/2.0");
        }
    }

    @Test
    void anUpgradeIsRefusedWithAnExplanation() throws Exception {
        try (Site site = Site.of((request, response) -> {
                    var _ = response.upgrade("other");
                });
                FrameWire wire = FrameWire.to(site.port())) {
            assertThat(wire.get(1, "/").response(1)).startsWith("500 ");
            assertThat(site.failures).first().asString().contains("HTTP/2 has no upgrade");
        }
    }
}
