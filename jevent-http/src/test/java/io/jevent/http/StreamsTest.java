// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.queue.Queue;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Long-lived responses: events, streams, other protocols. */
class StreamsTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void eventsAreSentOneByOneAndTheirClientMayLeave() throws Exception {
        var news = new Queue<String>();
        var end = new CompletableFuture<Throwable>();
        try (Site site = Site.of((request, response) -> {
            EventStream events = response.events();
            events.retryAfter(Duration.ofSeconds(2));
            try {
                while (true) {
                    events.send(news.get());
                }
            } catch (ClientGone gone) {
                end.complete(gone);
                throw gone;
            }
        })) {
            try (Wire wire = site.wire()) {
                assertThat(wire.send(GET).readUntil("\r\n\r\n"))
                        .contains("\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n");
                assertThat(wire.readUntil("retry: 2000\n\n")).startsWith("3\r\n:\n\n\r\n");
                news.put("one\ntwo");
                assertThat(wire.readUntil("two\n\n")).endsWith("data: one\ndata: two\n\n");
                news.put("three");
                assertThat(wire.readUntil("three\n\n")).endsWith("data: three\n\n");
            }
            assertThat(end.get(10, TimeUnit.MINUTES)).isInstanceOf(ClientGone.class);
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void eventsHaveTypesAndIds() throws IOException {
        try (Site site = Site.of((request, response) -> {
                    EventStream events = response.events();
                    events.send("chat", "hello");
                    events.send("7", "chat", "again");
                    events.ping();
                    assertThatThrownBy(() -> events.send("a\nb", "c"))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("the event of an event is one line: a\nb");
                });
                Wire wire = site.wire()) {
            String all = wire.send("GET / HTTP/1.0\r\n\r\n").readAll();
            assertThat(all)
                    .endsWith("\r\n\r\n:\n\nevent: chat\ndata: hello\n\nid: 7\nevent: chat\ndata: again\n\n:\n\n");
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void aStreamBuffersSmallWrites() throws IOException {
        try (Site site = Site.of((request, response) -> {
                    OutputStream out = response.outputStream();
                    for (int i = 0; i < 100; i++) {
                        out.write('a');
                    }
                    out.flush();
                    out.write("b".repeat(9000).getBytes(StandardCharsets.US_ASCII));
                    out.write('c');
                    if (request.path().equals("/closed")) {
                        out.close();
                    }
                });
                Wire wire = site.wire()) {
            for (String path : new String[] {"/", "/closed"}) {
                wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\n");
                assertThat(wire.readChunks()).isEqualTo("[" + "a".repeat(100) + "][" + "b".repeat(9000) + "][c]\r\n");
            }
        }
    }

    @Test
    void aCompressedChunkCanBeReadBeforeTheNextIsWritten() throws IOException {
        var news = new Queue<String>();
        try (Site site = Site.of(new Routes().filter(new Compression()).get("/", (request, response) -> {
                    response.write(news.get());
                    response.write(news.get());
                }));
                Wire wire = site.wire()) {
            news.put("one");
            wire.send("GET / HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n");
            assertThat(wire.readUntil("\r\n\r\n")).contains("Content-Encoding: gzip");
            var in = new GZIPInputStream(wire.socket().getInputStream());
            assertThat(new String(in.readNBytes(3), StandardCharsets.US_ASCII)).isEqualTo("one");
            news.put("two");
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo("two");
        }
    }

    @Test
    void acceptedCodingsAreReadByTheRules() {
        assertThat(acceptsGzip(java.util.List.of("gzip"))).isTrue();
        assertThat(acceptsGzip(java.util.List.of("br", "deflate, GZIP;q=0.1"))).isTrue();
        assertThat(acceptsGzip(java.util.List.of("*"))).isTrue();
        assertThat(acceptsGzip(java.util.List.of("gzip;q=0"))).isFalse();
        assertThat(acceptsGzip(java.util.List.of("gzip;q=0.000, *"))).isFalse();
        assertThat(acceptsGzip(java.util.List.of("*;q=0"))).isFalse();
        assertThat(acceptsGzip(java.util.List.of("identity"))).isFalse();
        assertThat(acceptsGzip(java.util.List.of())).isFalse();
    }

    @Test
    void anotherProtocolTakesTheConnectionOver() throws IOException {
        try (Site site = Site.of((request, response) -> {
                    StreamSocket socket = response.header("X", "y").upgrade("shout");
                    for (byte[] words = socket.recv(100); words.length > 0; words = socket.recv(100)) {
                        socket.sendAll(new String(words, StandardCharsets.US_ASCII)
                                .toUpperCase(java.util.Locale.ROOT)
                                .getBytes(StandardCharsets.US_ASCII));
                    }
                });
                Wire wire = site.wire()) {
            wire.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: shout\r\n\r\nearly ");
            assertThat(wire.readUntil("\r\n\r\n"))
                    .isEqualTo(
                            "HTTP/1.1 101 Switching Protocols\r\nX: y\r\nUpgrade: shout\r\nConnection: Upgrade\r\n\r\n");
            assertThat(wire.readUntil(" ")).isEqualTo("EARLY ");
            assertThat(wire.send("hello.").readUntil(".")).isEqualTo("HELLO.");
            assertThat(wire.send("GET / HTTP/1.1.").readUntil("1.1.")).isEqualTo("GET / HTTP/1.1.");
            assertThat(wire.shutdownOutput().readAll()).isEmpty();
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void aClientThatDidNotAskForAnotherProtocolDoesNotGetIt() throws IOException {
        try (Site site = Site.of((request, response) -> response.upgrade("shout"));
                Wire wire = site.wire()) {
            assertThat(wire.send(GET).readAll()).startsWith("HTTP/1.1 500 ");
            assertThat(site.failures).singleElement().isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theRequestHasWhatTheClientSent() throws IOException {
        try (Site site = Site.of((request, response) -> response.send(String.join(
                        "|",
                        request.method(),
                        request.path(),
                        request.query(),
                        request.parameter("a").orElse("-"),
                        request.parameters().all("a").toString(),
                        request.parameters().names().toString(),
                        request.header("x-one").orElse("-"),
                        request.headers().all("X-One").toString(),
                        request.cookie("c").orElse("-"),
                        request.host(),
                        request.protocol(),
                        Boolean.toString(request.isSecure()),
                        request.form().first("f").orElse("-"),
                        request.toString())));
                Wire wire = site.wire()) {
            wire.send("POST http://site:80/p%41?a=1&b=&a=%32+3&&c HTTP/1.1\r\nHost: other\r\nX-One: 1\r\nx-one: 2\r\n"
                    + "Cookie: b=1; c=\"two\"\r\nContent-Length: 5\r\n\r\nf=%26");

            assertThat(wire.readResponse())
                    .endsWith(
                            "\r\n\r\nPOST|/pA|a=1&b=&a=%32+3&&c|1|[1, 2 3]|[a, b, c]|1|[1, 2]|two|site:80|HTTP/1.1|false|&|"
                                    + "POST http://site:80/p%41?a=1&b=&a=%32+3&&c");
        }
    }

    @Test
    void aRedirectHasALocation() throws IOException {
        try (Site site = Site.of((request, response) -> {
                    if (request.path().equals("/moved")) {
                        response.status(301);
                    }
                    response.cookie(SetCookie.of("a", "b")).redirect("/there");
                });
                Wire wire = site.wire()) {
            assertThat(wire.send(GET).readResponse())
                    .startsWith("HTTP/1.1 303 See Other\r\nSet-Cookie: a=b; Path=/; HttpOnly;")
                    .contains("Location: /there");
            assertThat(wire.send("GET /moved HTTP/1.1\r\nHost: a\r\n\r\n").readResponse())
                    .startsWith("HTTP/1.1 301 ");
        }
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        HttpOptions options = HttpOptions.DEFAULTS;
        assertThatThrownBy(() -> options.maxRequestLine(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxRequestLine must be at least 1: 0");
        assertThatThrownBy(() -> options.maxHeaders(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.maxHeaders(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.maxBody(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.maxRequests(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.headTimeout(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HttpException(200)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limitsCanBeChanged() throws IOException {
        try (Site site = Site.of(
                        (request, response) -> response.send(request.text()),
                        HttpOptions.DEFAULTS
                                .maxRequestLine(20)
                                .maxHeaders(2, 100)
                                .maxBody(3));
                Wire line = site.wire();
                Wire count = site.wire();
                Wire size = site.wire();
                Wire body = site.wire()) {
            assertThat(line.send("GET /12345678 HTTP/1.1\r\n").readAll()).startsWith("HTTP/1.1 414 ");
            assertThat(count.send("GET / HTTP/1.1\r\nA:1\r\nB:2\r\nHost:a\r\n\r\n")
                            .readAll())
                    .startsWith("HTTP/1.1 431 ");
            assertThat(size.send("GET / HTTP/1.1\r\nA:" + "1".repeat(100) + "\r\n")
                            .readAll())
                    .startsWith("HTTP/1.1 431 ");
            assertThat(body.send("PUT / HTTP/1.1\r\nHost:a\r\nContent-Length: 4\r\n\r\n")
                            .readAll())
                    .startsWith("HTTP/1.1 413 ");
        }
    }

    private static boolean acceptsGzip(java.util.List<String> lines) {
        return new Codings(lines).weightOf("gzip") > 0;
    }
}
