// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Responses as a client sees them. */
class HttpServerTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static String withoutDate(String answer) {
        return answer.replaceFirst(
                "Date: [A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT\r\n", "<date>");
    }

    @Test
    void aResponseHasTheApplicationsHeadersThenDateThenLength() throws IOException {
        try (Site site = Site.of(
                        (request, response) -> response.type("text/html").send("<p>Hello World</p>"));
                Wire wire = site.wire()) {
            wire.send(GET);

            assertThat(withoutDate(wire.readResponse()))
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n<date>Content-Length: 18\r\n\r\n"
                            + "<p>Hello World</p>");
        }
    }

    @Test
    void requestsOfOneConnectionAreServedOneAfterTheOther() throws IOException {
        try (Site site = Site.of((request, response) -> response.send(request.path()));
                Wire wire = site.wire()) {
            for (int i = 0; i < 100; i++) {
                wire.send("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(wire.readResponse()).endsWith("\r\n\r\n/" + i);
            }
        }
    }

    @Test
    void pipelinedRequestsGetResponsesInOrderThoughEarlierOnesTakeLonger() throws IOException {
        try (Site site = Site.of((request, response) -> {
                    Jevent.sleep(Duration.ofMillis(request.path().equals("/0") ? 50 : 0));
                    response.send(request.path());
                });
                Wire wire = site.wire()) {
            var all = new StringBuilder();
            IntStream.range(0, 500).forEach(i -> all.append("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n"));
            wire.send(all.toString());

            for (int i = 0; i < 500; i++) {
                assertThat(wire.readResponse()).endsWith("\r\n\r\n/" + i);
            }
        }
    }

    @Test
    void aResponseDoesNotWaitForTheNextOne() throws IOException {
        var go = new Event();
        try (Site site = Site.of((request, response) -> {
                    if (request.path().equals("/second")) {
                        go.await();
                    }
                    response.send(request.path());
                });
                Wire wire = site.wire()) {
            wire.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\nGET /second HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(wire.readResponse()).endsWith("/first");
            go.set();
            assertThat(wire.readResponse()).endsWith("/second");
        }
    }

    @Test
    void aResponseIsSentBeforeItsHandlerReturns() throws IOException {
        var go = new Event();
        try (Site site = Site.of((request, response) -> {
                    response.send("sent");
                    go.await();
                });
                Wire wire = site.wire()) {
            assertThat(wire.send(GET).readResponse()).endsWith("sent");
            go.set();
        }
    }

    @Test
    void aBodyWrittenInChunksIsSentInChunks() throws IOException {
        var go = new Event();
        try (Site site = Site.of((request, response) -> {
                    response.write("<p>Hello");
                    go.await();
                    response.write("");
                    response.write("World</p>");
                });
                Wire wire = site.wire()) {
            wire.send(GET);
            assertThat(withoutDate(wire.readUntil("<p>Hello\r\n")))
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n<date>"
                            + "Transfer-Encoding: chunked\r\n\r\n8\r\n<p>Hello\r\n");
            go.set();
            assertThat(wire.readUntil("0\r\n\r\n")).isEqualTo("9\r\nWorld</p>\r\n0\r\n\r\n");

            assertThat(wire.send(GET).readUntil("0\r\n\r\n")).endsWith("World</p>\r\n0\r\n\r\n");
        }
    }

    @Test
    void trailersFollowTheLastChunk() throws IOException {
        try (Site site = Site.of((request, response) -> {
                    response.write("x");
                    response.trailer("X-Sum", "17");
                });
                Wire wire = site.wire()) {
            assertThat(wire.send(GET).readUntil("17\r\n\r\n")).endsWith("1\r\nx\r\n0\r\nX-Sum: 17\r\n\r\n");
        }
    }

    @Test
    void trailersOfARequestCanBeReadAfterItsBody() throws IOException {
        try (Site site = Site.of((request, response) -> {
                    String text = request.text();
                    response.send(text + request.trailers().first("x-sum").orElse("?"));
                });
                Wire wire = site.wire()) {
            wire.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\nX-Sum: 9\r\n\r\n");

            assertThat(wire.readResponse()).endsWith("\r\n\r\nab9");
        }
    }

    @Test
    void aClientOfHttp10GetsTheEndOfTheConnectionForTheEndOfTheBody() throws IOException {
        try (Site site = Site.of((request, response) -> {
                    response.write("a");
                    response.write("b");
                });
                Wire wire = site.wire()) {
            wire.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

            assertThat(withoutDate(wire.readAll()))
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
                            + "Connection: close\r\n<date>\r\nab");
        }
    }

    @Test
    void aClientOfHttp10CanKeepTheConnection() throws IOException {
        try (Site site = Site.of((request, response) -> response.send("x"));
                Wire wire = site.wire()) {
            wire.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(wire.readResponse()).contains("\r\nConnection: keep-alive\r\n");
            wire.send("GET / HTTP/1.0\r\n\r\n");
            assertThat(wire.readAll()).contains("\r\nConnection: close\r\n");
        }
    }

    @Test
    void aResponseToHeadHasNoBodyButItsLength() throws IOException {
        try (Site site = Site.of((request, response) -> {
                    if (request.path().equals("/pieces")) {
                        response.write("abc");
                    } else {
                        response.send("hello");
                    }
                });
                Wire wire = site.wire()) {
            wire.send(
                    "HEAD / HTTP/1.1\r\nHost: a\r\n\r\nHEAD /pieces HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

            assertThat(withoutDate(withoutDate(wire.readAll())))
                    .isEqualTo(
                            "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n<date>Content-Length: 5\r\n\r\n"
                                    + "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n<date>"
                                    + "Transfer-Encoding: chunked\r\n\r\n");
        }
    }

    @Test
    void responsesWithoutABodyHaveNoLength() throws IOException {
        try (Site site = Site.of((request, response) -> response.status(204).end());
                Wire wire = site.wire()) {
            assertThat(withoutDate(wire.send(GET).readUntil("\r\n\r\n")))
                    .isEqualTo("HTTP/1.1 204 No Content\r\n<date>\r\n");
            assertThat(wire.send(GET).readUntil("\r\n\r\n")).startsWith("HTTP/1.1 204 ");
        }
    }

    @Test
    void aHandlerThatSendsNothingRespondsWithAnEmptyBody() throws IOException {
        try (Site site = Site.of((request, response) -> {});
                Wire wire = site.wire()) {
            assertThat(withoutDate(wire.send(GET).readResponse()))
                    .isEqualTo("HTTP/1.1 200 OK\r\n<date>Content-Length: 0\r\n\r\n");
        }
    }

    @Test
    void aClientThatExpectsAContinueGetsItWhenTheBodyIsRead() throws IOException {
        try (Site site = Site.of(
                        (request, response) -> response.send(request.path().equals("/read") ? request.text() : "no"));
                Wire wire = site.wire()) {
            wire.send("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(wire.readUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(wire.send("hi").readResponse()).endsWith("\r\n\r\nhi");

            wire.send("POST /other HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(wire.readAll()).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nno");
        }
    }

    @Test
    void theRestOfABodyThatAHandlerLeavesIsSkipped() throws IOException {
        try (Site site = Site.of((request, response) -> response.send("ok"));
                Wire wire = site.wire()) {
            wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(50_000));
            assertThat(wire.readResponse()).endsWith("ok");
            wire.send("x".repeat(50_000) + GET);
            assertThat(wire.readResponse()).endsWith("ok");
        }
    }

    @Test
    void aLargeBodyThatIsNotReadEndsTheConnection() throws IOException {
        try (Site site = Site.of((request, response) -> response.send("ok"));
                Wire wire = site.wire()) {
            wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n" + "x".repeat(600_000));

            assertThat(wire.readAll()).contains("\r\n\r\nok");
        }
    }

    @Test
    void aHandlerThatFailsGets500AndIsReported() throws IOException {
        var bug = new IllegalStateException("a bug");
        try (Site site = Site.of((request, response) -> {
                    response.header("X", "y");
                    throw bug;
                });
                Wire wire = site.wire()) {
            assertThat(withoutDate(wire.send(GET).readAll()))
                    .isEqualTo(
                            "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\nConnection: close\r\n<date>"
                                    + "Content-Length: 21\r\n\r\nInternal Server Error");
            assertThat(site.failures).containsExactly(bug);
        }
    }

    @Test
    void aHandlerThatFailsAfterItsFirstChunkLeavesTheResponseIncomplete() throws IOException {
        try (Site site = Site.of((request, response) -> {
                    response.write("some");
                    throw new IllegalStateException("a bug");
                });
                Wire wire = site.wire();
                Wire old = site.wire()) {
            assertThat(wire.send(GET).readAll()).endsWith("\r\n\r\n4\r\nsome\r\n");
            assertThat(old.send("GET / HTTP/1.0\r\n\r\n").readAll()).contains("Connection reset");
            assertThat(site.failures).hasSize(2);
        }
    }

    @Test
    void aStackOverflowOrATimeoutGets500Too() throws IOException {
        try (Site site = Site.of((request, response) -> {
            if (request.path().equals("/deep")) {
                deep(1);
            }
            try (Timeout _ = Timeout.startNew(Duration.ofMillis(5))) {
                Jevent.sleep(Duration.ofSeconds(10));
            }
        })) {
            for (String path : List.of("/deep", "/late")) {
                try (Wire wire = site.wire()) {
                    wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
                    assertThat(wire.readAll()).startsWith("HTTP/1.1 500 ");
                }
            }
        }
    }

    private static int deep(int n) {
        return n == 0 ? 0 : deep(n + 1) + deep(n + 2);
    }

    @Test
    void anHttpExceptionIsAResponseAndNoFailure() throws IOException {
        try (Site site = Site.of((request, response) -> {
                    throw new HttpException(409, "taken");
                });
                Wire wire = site.wire()) {
            assertThat(wire.send(GET).readResponse())
                    .startsWith("HTTP/1.1 409 Conflict\r\n")
                    .endsWith("\r\n\r\ntaken");
            assertThat(wire.send(GET).readResponse()).startsWith("HTTP/1.1 409 Conflict\r\n");
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void errorsUseTheErrorPageOfTheOptions() throws IOException {
        ErrorPage page = (response, status, message) ->
                response.type("application/json").send("{\"status\":" + status + ",\"message\":\"" + message + "\"}");
        try (Site site = Site.of(
                        (request, response) -> {
                            throw new HttpException(404);
                        },
                        HttpOptions.DEFAULTS.errors(page));
                Wire wire = site.wire();
                Wire bad = site.wire()) {
            assertThat(wire.send(GET).readResponse()).endsWith("{\"status\":404,\"message\":\"Not Found\"}");
            assertThat(bad.send("x\r\n\r\n").readAll()).endsWith("{\"status\":400,\"message\":\"Bad Request\"}");
        }
    }

    @Test
    void aBodyThatIsLongerThanItsLengthIsNotSent() throws IOException {
        try (Site site = Site.of((request, response) -> {
                    response.header("Content-Length", "3");
                    response.write("abc");
                    response.write("d");
                });
                Wire wire = site.wire()) {
            assertThat(wire.send(GET).readAll()).endsWith("\r\n\r\nabc");
            assertThat(site.failures)
                    .singleElement()
                    .hasToString("java.lang.IllegalStateException: the body is 1 bytes longer than its Content-Length");
        }
    }

    @Test
    void aBodyThatIsShorterThanItsLengthEndsTheConnection() throws IOException {
        try (Site site = Site.of((request, response) -> {
                    response.header("Content-Length", "5");
                    response.write("abc");
                });
                Wire wire = site.wire()) {
            assertThat(wire.send(GET).readAll()).endsWith("\r\n\r\nabc");
            assertThat(site.failures)
                    .singleElement()
                    .hasToString(
                            "java.lang.IllegalStateException: the body is 2 bytes shorter than its Content-Length");
        }
    }

    @Test
    void aHeaderCannotSmuggleAnother() throws IOException {
        try (Site site = Site.of((request, response) ->
                        response.header("X", request.parameter("x").orElse("")).send("ok"));
                Wire wire = site.wire()) {
            wire.send("GET /?x=a%0d%0aSet-Cookie:b HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(wire.readAll()).startsWith("HTTP/1.1 500 ").doesNotContain("Set-Cookie");
            assertThat(site.failures)
                    .singleElement()
                    .hasToString(
                            "java.lang.IllegalArgumentException: X must be one line of Latin-1 characters, but has the"
                                    + " character 0xd at 1: \"a\\u000d\\u000aSet-Cookie:b\"; encode it first");
        }
    }

    @Test
    void headersCannotBeChangedAfterTheHeadWasSent() throws IOException {
        var caught = new CompletableFuture<Void>();
        try (Site site = Site.of((request, response) -> {
                    response.write("x");
                    caught.complete(null);
                    assertThatThrownBy(() -> response.header("X", "y")).isInstanceOf(IllegalStateException.class);
                    assertThatThrownBy(() -> response.status(404))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage(
                                    "the head of the response was sent already; set its status and headers before the"
                                            + " first byte of its body");
                });
                Wire wire = site.wire()) {
            assertThat(wire.send(GET).readUntil("0\r\n\r\n")).endsWith("x\r\n0\r\n\r\n");
            assertThat(caught).isCompleted();
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void theLogHasTheFormatOfPywsgi() throws IOException {
        try (Site site = Site.of((request, response) -> response.send("x"));
                Wire wire = site.wire()) {
            String answer = wire.send("GET /a?b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .readAll();
            assertThat(site.log)
                    .singleElement()
                    .asString()
                    .matches("127\\.0\\.0\\.1 - - \\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d] \"GET /a\\?b"
                            + " HTTP/1\\.1\" 200 " + answer.length() + " \\d+\\.\\d{6}");
        }
    }

    @Test
    void moreRequestsThanAllowedGet503() throws IOException {
        var go = new Event();
        try (Site site = Site.of(
                        (request, response) -> {
                            go.await();
                            response.send("done");
                        },
                        HttpOptions.DEFAULTS.maxRequests(1));
                Wire first = site.wire();
                Wire second = site.wire()) {
            first.send(GET);
            while (site.server().requests() < 1) {
                Thread.onSpinWait();
            }
            assertThat(second.send(GET).readAll())
                    .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                    .contains("Connection: close");
            go.set();
            assertThat(first.readResponse()).endsWith("done");
            assertThat(first.send(GET).readResponse()).endsWith("done");
        }
    }
}
