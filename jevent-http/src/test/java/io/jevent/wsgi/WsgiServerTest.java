// SPDX-License-Identifier: Apache-2.0
package io.jevent.wsgi;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.event.Event;
import io.jevent.http.HttpOptions;
import io.jevent.http.Site;
import io.jevent.http.Wire;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WsgiServerTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final List<Map.Entry<String, String>> HTML = List.of(entry("Content-Type", "text/html"));

    private static Site serving(WsgiApplication application) {
        return Site.serving(
                options -> new WsgiServer(Addresses.parse("127.0.0.1:0"), application, options, ServerOptions.DEFAULTS),
                HttpOptions.DEFAULTS);
    }

    private static String ask(WsgiApplication application, String request) throws IOException {
        try (Site site = serving(application);
                Wire wire = site.wire()) {
            return wire.send(request).readAll();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aListIsSentWithItsLength() throws IOException {
        assertThat(ask(
                        (environ, start) -> {
                            start.start("200 OK", HTML);
                            return List.of(bytes("<p>Hello "), bytes(""), bytes("World</p>"));
                        },
                        GET))
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nDate: ")
                .endsWith("\r\nContent-Length: 18\r\n\r\n<p>Hello World</p>");
    }

    @Test
    void chunksThatAreProducedOneByOneAreSentOneByOne() throws IOException {
        var go = new Event();
        try (Site site = serving((environ, start) -> {
                    start.start("200 OK", HTML);
                    return BodyIterable.ofTexts(
                            Stream.of("<p>Hello", "", "World</p>").peek(piece -> {
                                if (piece.startsWith("World")) {
                                    go.await();
                                }
                            }));
                });
                Wire wire = site.wire()) {
            wire.send(GET);
            assertThat(wire.readUntil("<p>Hello\r\n")).endsWith("Transfer-Encoding: chunked\r\n\r\n8\r\n<p>Hello\r\n");
            go.set();
            assertThat(wire.readAll()).isEqualTo("9\r\nWorld</p>\r\n0\r\n\r\n");
        }
    }

    @Test
    void writeSendsAtOnceBeforeTheReturnedBody() throws IOException {
        assertThat(ask(
                        (environ, start) -> {
                            StartResponse.Write write = start.start("200 OK", HTML);
                            write.write(bytes("a"));
                            write.write(bytes("b"));
                            return List.of(bytes("c"));
                        },
                        GET))
                .endsWith("1\r\na\r\n1\r\nb\r\n1\r\nc\r\n0\r\n\r\n");
    }

    @Test
    void aLengthOfTheApplicationIsUsedAsItIs() throws IOException {
        assertThat(ask(
                        (environ, start) -> {
                            start.start("200 Fine", List.of(entry("Content-Length", "3")));
                            return BodyIterable.of(Stream.of(bytes("ab"), bytes("c")));
                        },
                        GET))
                .startsWith("HTTP/1.1 200 Fine\r\nContent-Length: 3\r\n")
                .endsWith("\r\n\r\nabc");
    }

    @Test
    void theEnvironHasTheKeysOfPep3333() throws IOException {
        var seen = new TreeMap<String, Object>();
        var shown = new ArrayList<String>();
        String answer = ask(
                (environ, start) -> {
                    seen.putAll(environ);
                    shown.add(environ.toString());
                    start.start("200 OK", HTML);
                    return List.of(environ.input().readAllBytes());
                },
                String.join(
                        "\r\n",
                        "POST /a%20b/caf%C3%A9?x=%20y HTTP/1.1",
                        "Host: h:1",
                        "Content-Type: t/p",
                        "Content-Length: 5",
                        "X-Twice: 1",
                        "X-Twice: 2",
                        "Cookie: a=1",
                        "Cookie: b=2",
                        "X_Bad: no",
                        "Connection: close",
                        "",
                        "hello"));
        assertThat(answer).endsWith("hello");
        assertThat(seen)
                .containsEntry("REQUEST_METHOD", "POST")
                .containsEntry("SCRIPT_NAME", "")
                .containsEntry("PATH_INFO", "/a b/caf\u00c3\u00a9")
                .containsEntry("QUERY_STRING", "x=%20y")
                .containsEntry("CONTENT_TYPE", "t/p")
                .containsEntry("CONTENT_LENGTH", "5")
                .containsEntry("SERVER_PROTOCOL", "HTTP/1.1")
                .containsEntry("GATEWAY_INTERFACE", "CGI/1.1")
                .containsEntry("SERVER_NAME", "127.0.0.1")
                .containsEntry("REMOTE_ADDR", "127.0.0.1")
                .containsEntry("HTTP_HOST", "h:1")
                .containsEntry("HTTP_X_TWICE", "1,2")
                .containsEntry("HTTP_COOKIE", "a=1; b=2")
                .containsEntry("wsgi.url_scheme", "http")
                .containsEntry("wsgi.version", List.of(1, 0))
                .containsEntry("wsgi.multithread", false)
                .containsEntry("wsgi.input_terminated", true)
                .containsKeys("SERVER_PORT", "REMOTE_PORT", "wsgi.errors", "wsgi.input")
                .doesNotContainKeys("HTTP_X_BAD", "HTTP_CONTENT_LENGTH", "HTTP_CONTENT_TYPE");
        assertThat(shown.get(0))
                .matches(
                        "Environ\\{HTTP_HOST=h:1, REMOTE_ADDR=127\\.0\\.0\\.1, REMOTE_PORT=\\d+, \\(hidden keys: \\d+\\)}");
    }

    @Test
    void startResponseMayBeCalledAgainWithAnErrorUntilSomethingIsSent() throws IOException {
        assertThat(ask(
                        (environ, start) -> {
                            start.start("200 OK", HTML);
                            start.start("500 Oops", List.of(entry("X", "y")), new IllegalStateException("oops"));
                            return List.of(bytes("sorry"));
                        },
                        GET))
                .startsWith("HTTP/1.1 500 Oops\r\nX: y\r\n")
                .doesNotContain("text/html")
                .endsWith("sorry");
    }

    /** An iterable that records whether it was closed. */
    private static final class Closing implements Iterable<byte[]>, AutoCloseable {
        int closed;
        private final RuntimeException failure;

        Closing(RuntimeException failure) {
            this.failure = failure;
        }

        @Override
        public Iterator<byte[]> iterator() {
            if (failure != null) {
                throw failure;
            }
            return List.of(bytes("x")).iterator();
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void theReturnedBodyIsClosedExactlyOnce() throws IOException {
        for (Closing pieces : List.of(new Closing(null), new Closing(new IllegalStateException("x")))) {
            ask(
                    (environ, start) -> {
                        start.start("200 OK", HTML);
                        return pieces;
                    },
                    GET);
            assertThat(pieces.closed).isEqualTo(1);
        }
    }

    @Test
    void aViolationOfTheRulesGets500() throws IOException {
        Map<String, WsgiApplication> broken = new TreeMap<>();
        broken.put("The application did not call startResponse()", (environ, start) -> List.of(bytes("x")));
        broken.put("The 204 No Content response must have no body", (environ, start) -> {
            start.start("204 No Content", List.of());
            return List.of(bytes("x"));
        });
        broken.put("The 204 No Content response must have no body, but Content-Length is 5", (environ, start) -> {
            start.start("204 No Content", List.of(entry("Content-Length", "5")));
            return BodyIterable.of(Stream.empty());
        });
        broken.put("The 304 Not Modified response must have no body", (environ, start) -> {
            start.start("304 Not Modified", List.of(entry("Content-Length", "1")));
            return BodyIterable.of(Stream.of(bytes("x")));
        });
        broken.put("the status of a response is 200 to 599: 101", (environ, start) -> {
            start.start("101 Switching Protocols", List.of(entry("Connection", "close")))
                    .write(bytes(""));
            return List.of(bytes("up"));
        });
        broken.put("a response has one Content-Length", (environ, start) -> {
            start.start("200 OK", List.of(entry("Content-Length", "1"), entry("Content-Length", "2")));
            return List.of(bytes("x"));
        });
        broken.put(
                "startResponse was called before: a second call needs the error that is its reason",
                (environ, start) -> {
                    start.start("200 OK", HTML);
                    start.start("200 OK", HTML);
                    return List.of();
                });
        broken.put("a status is three digits, a space and a reason phrase: OK", (environ, start) -> {
            start.start("OK", HTML);
            return List.of();
        });
        broken.put("reason of the status must be one line", (environ, start) -> {
            start.start("200 O\r\nK: x", HTML);
            return List.of();
        });
        broken.put("X must be one line of Latin-1 characters", (environ, start) -> {
            start.start("200 OK", List.of(entry("X", "\u20ac")));
            return List.of();
        });
        broken.put("not the name of a header", (environ, start) -> {
            start.start("200 OK", List.of(entry("X\r\nY", "z")));
            return List.of();
        });
        for (Map.Entry<String, WsgiApplication> one : broken.entrySet()) {
            try (Site site = serving(one.getValue());
                    Wire wire = site.wire()) {
                assertThat(wire.send(GET).readAll())
                        .as(one.getKey())
                        .startsWith("HTTP/1.1 500 ")
                        .endsWith("\r\n\r\nInternal Server Error");
                assertThat(site.failures).singleElement().asString().contains(one.getKey());
            }
        }
    }

    /** RFC 9110, 8.6: a 304 may have the Content-Length of the content that it stands for; gevent refuses it. */
    @Test
    void aResponseWithoutContentMayHaveTheLengthThatItsStatusAllows() throws IOException {
        assertThat(ask(
                        (environ, start) -> {
                            start.start(
                                    "304 Not Modified", List.of(entry("Content-Length", "5"), entry("ETag", "\"x\"")));
                            return List.of();
                        },
                        GET))
                .startsWith("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nETag: \"x\"\r\n")
                .endsWith("\r\n\r\n");
        assertThat(ask(
                        (environ, start) -> {
                            start.start("204 No Content", List.of(entry("Content-Length", "0")));
                            return List.of();
                        },
                        GET))
                .startsWith("HTTP/1.1 204 No Content\r\n")
                .doesNotContain("Content-Length");
    }

    @Test
    void anApplicationThatFailsAfterItsFirstChunkLeavesTheResponseIncomplete() throws IOException {
        assertThat(ask(
                        (environ, start) -> {
                            start.start("200 OK", HTML);
                            Iterator<byte[]> good = List.of(bytes("x")).iterator();
                            return () -> new Iterator<>() {
                                @Override
                                public boolean hasNext() {
                                    return true;
                                }

                                @Override
                                public byte[] next() {
                                    return good.next();
                                }
                            };
                        },
                        GET))
                .endsWith("\r\n\r\n1\r\nx\r\n");
    }

    @Test
    void theValidatorAcceptsAGoodApplication() throws IOException {
        try (Site site = serving(new WsgiValidator((environ, start) -> {
                    start.start("200 OK", HTML).write(bytes("a"));
                    return List.of(bytes("b"));
                }));
                Wire wire = site.wire()) {
            assertThat(wire.send(GET).readAll()).endsWith("1\r\na\r\n1\r\nb\r\n0\r\n\r\n");
            assertThat(site.failures).isEmpty();
        }
    }

    private static WsgiApplication starting(String status, String... headers) {
        return (environ, start) -> {
            var lines = new ArrayList<Map.Entry<String, String>>();
            for (int i = 0; i < headers.length; i += 2) {
                lines.add(entry(headers[i], headers[i + 1]));
            }
            start.start(status, lines);
            return List.of(bytes("x"));
        };
    }

    @Test
    void theValidatorNamesTheBrokenRule() throws IOException {
        Map<String, WsgiApplication> broken = new TreeMap<>();
        broken.put("Status codes must be three characters: x", starting("x", "Content-Type", "t/p"));
        broken.put("Status code is invalid: 099", starting("099 OK", "Content-Type", "t/p"));
        broken.put(
                "The status string should be a three-digit integer followed by",
                starting("200", "Content-Type", "t/p"));
        broken.put("No Content-Type header found in headers: []", starting("200 OK"));
        broken.put("Content-Type header found in a 204", starting("204 No Content", "Content-Type", "t/p"));
        broken.put("The Status header cannot be used", starting("200 OK", "Status", "200"));
        broken.put("Bad header name: a:b", starting("200 OK", "a:b", "c"));
        broken.put("Names may not end in '-' or '_': a-", starting("200 OK", "a-", "c"));
        broken.put("Bad header value: \u0001 (bad char)", starting("200 OK", "a", "\u0001"));
        broken.put(
                "The header is the server's own, not the application's: Connection",
                starting("200 OK", "Connection", "close"));
        broken.put("The application must return an iterable", (environ, start) -> null);
        broken.put("a chunk came before startResponse was called", (environ, start) -> List.of(bytes("x")));
        broken.put("startResponse has not yet been called", (environ, start) -> List.of());
        broken.put("The chunks of a body must be bytes", (environ, start) -> {
            start.start("200 OK", HTML);
            return Collections.singletonList((byte[]) null);
        });
        for (Map.Entry<String, WsgiApplication> one : broken.entrySet()) {
            try (Site site = serving(new WsgiValidator(one.getValue()));
                    Wire wire = site.wire()) {
                assertThat(wire.send(GET).readAll()).as(one.getKey()).startsWith("HTTP/1.1 500 ");
                assertThat(site.failures)
                        .singleElement()
                        .isInstanceOf(AssertionError.class)
                        .asString()
                        .contains(one.getKey());
            }
        }
    }

    @Test
    void theValidatorChecksTheServerToo() {
        var environ = new Environ();
        environ.put("REQUEST_METHOD", "GET");
        var validator = new WsgiValidator((e, s) -> List.of());
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> validator.call(environ, (a, b, c) -> piece -> {})))
                .isInstanceOf(AssertionError.class)
                .hasMessage("Environment missing required key: SERVER_NAME");
    }
}
