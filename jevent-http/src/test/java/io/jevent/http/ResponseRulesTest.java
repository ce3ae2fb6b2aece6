// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The responses that RFC 9110 and RFC 9112 allow: the handler that creates any other one gets an exception. */
class ResponseRulesTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static String answerOf(Handler handler) throws IOException {
        try (Site site = Site.of(handler);
                Wire wire = site.wire()) {
            String answer = wire.send(GET).readUntil("\r\n\r\n");
            assertThat(site.failures).isEmpty();
            return answer;
        }
    }

    /** RFC 9110, 8.6. */
    @Test
    void aResponseHasOneLengthWhichIsANumber() throws IOException {
        answerOf((request, response) -> {
            response.addHeader("Content-Length", "1");
            assertThatThrownBy(() -> response.addHeader("content-length", "2"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("a response has one Content-Length");
            for (String value : new String[] {"-1", "abc", "", "+1", "1, 1", "99999999999999999999"}) {
                assertThatThrownBy(() -> response.header("Content-Length", value))
                        .as(value)
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> new HttpException(400).header("Content-Length", "3"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> new HttpException(400).header("Transfer-Encoding", "chunked"))
                    .isInstanceOf(IllegalArgumentException.class);
            response.send("x");
        });
    }

    /** RFC 9110, 6.5.1. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length",
                "Transfer-Encoding",
                "Host",
                "Content-Encoding",
                "content-type",
                "Content-Range",
                "Trailer",
                "Set-Cookie",
                "Connection",
                "Date",
                "Cache-Control",
                "WWW-Authenticate",
                "Location"
            })
    void aHeaderThatAClientNeedsBeforeTheBodyIsNoTrailer(String name) throws IOException {
        answerOf((request, response) -> {
            assertThatThrownBy(() -> response.trailer(name, "1"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name);
            response.send("x");
        });
    }

    /** RFC 9110, 15.2: an interim response is followed by a final one. */
    @Test
    void aFinalResponseHasAFinalStatus() throws IOException {
        answerOf((request, response) -> {
            for (int status : new int[] {100, 101, 103, 199, 99, 600, 999}) {
                assertThatThrownBy(() -> response.status(status))
                        .as("%d", status)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("the status of a response is 200 to 599: " + status);
            }
            response.send("x");
        });
    }

    /** RFC 9110, 15.3.5, 15.3.6 and 15.4.5. */
    @Test
    void aResponseWithoutContentIsRefusedOne() throws IOException {
        for (int status : new int[] {204, 205, 304}) {
            for (boolean whole : new boolean[] {true, false}) {
                try (Site site = Site.of((request, response) -> {
                            response.status(status);
                            if (whole) {
                                response.send("x");
                            } else {
                                response.write("x");
                            }
                        });
                        Wire wire = site.wire()) {
                    assertThat(wire.send(GET).readResponse()).startsWith("HTTP/1.1 500 ");
                    assertThat(site.failures)
                            .singleElement()
                            .asString()
                            .contains("The " + status + " response must have no body");
                }
            }
        }
        assertThat(answerOf((request, response) -> response.status(205).end())).contains("\r\nContent-Length: 0\r\n");
        assertThat(answerOf((request, response) ->
                        response.status(204).header("Content-Length", "0").end()))
                .doesNotContain("Content-Length");
        assertThat(answerOf((request, response) ->
                        response.status(304).header("Content-Length", "5").end()))
                .contains("\r\nContent-Length: 5\r\n");
    }

    /** RFC 9110, 7.6.1 and 7.8. */
    @Test
    void theOptionsOfAConnectionAreKept() throws IOException {
        assertThat(answerOf((request, response) ->
                        response.status(426).header("Upgrade", "websocket").send("x")))
                .contains("\r\nUpgrade: websocket\r\n")
                .contains("\r\nConnection: Upgrade\r\n")
                .doesNotContain("close");
        assertThat(answerOf((request, response) -> response.header("Connection", "keep-alive, X-Hop")
                        .header("X-Hop", "1")
                        .send("x")))
                .contains("\r\nConnection: X-Hop\r\n")
                .doesNotContain("close");
        try (Site site = Site.of((request, response) ->
                        response.header("Connection", "X-Hop, Close").send("x"));
                Wire wire = site.wire()) {
            assertThat(wire.send(GET).readAll())
                    .contains("\r\nConnection: X-Hop\r\n")
                    .contains("\r\nConnection: close\r\n");
        }
    }

    /** RFC 9112, 9.6: the last response of a connection has the header {@code Connection: close}. */
    @Test
    void theLastResponseOfAConnectionAnnouncesTheClose() throws IOException {
        String[] requests = {
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000000\r\n\r\n" + "x".repeat(100_000),
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "BAD\r\n",
        };
        try (Site site = Site.of((request, response) -> response.send("ok"))) {
            for (String request : requests) {
                try (Wire wire = site.wire()) {
                    assertThat(wire.send(request).readAll())
                            .startsWith("HTTP/1.1 ")
                            .contains("\r\nConnection: close\r\n");
                }
            }
            try (Wire wire = site.wire()) {
                wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
                assertThat(wire.readResponse()).doesNotContain("Connection").endsWith("ok");
            }
        }
    }

    /** RFC 9110, 15.5.16. */
    @Test
    void onlyAFormIsReadAsAForm() throws IOException {
        try (Site site = Site.of((request, response) -> response.send("fields " + request.form()))) {
            String[] types = {
                "multipart/form-data; boundary=b",
                "application/json",
                "text/plain",
                "application/x-www-form-urlencodedx"
            };
            for (String type : types) {
                assertThat(post(site, "Content-Type: " + type + "\r\n"))
                        .startsWith("HTTP/1.1 415 Unsupported Media Type\r\n")
                        .contains("\r\nAccept: application/x-www-form-urlencoded\r\n");
            }
            assertThat(post(site, "Content-Type: Application/X-WWW-Form-Urlencoded ; charset=utf-8\r\n"))
                    .endsWith("fields {a=[b]}");
            assertThat(post(site, "")).endsWith("fields {a=[b]}");
        }
    }

    private static String post(Site site, String headers) throws IOException {
        try (Wire wire = site.wire()) {
            return wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n" + headers
                            + "\r\na=b")
                    .readAll();
        }
    }

    /** RFC 9112, 2.2 and 3: a malformed request line is refused without a wait for the rest. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP %\r\n",
                "hello\r\n",
                "GET /\r\n",
                "GET / HTTP/1.1\n",
                "GET  / HTTP/1.1\r\n",
                "/ GET HTTP/1.1\r\n",
                "GET / HTTP/1.1 x\r\n",
                "GET /%zz HTTP/1.1\r\n",
                "GET nowhere HTTP/1.1\r\n"
            })
    void aMalformedRequestLineAloneIsRefusedAtOnce(String line) throws IOException {
        try (Site site = Site.of(
                        (request, response) -> response.send("ok"),
                        HttpOptions.DEFAULTS.headTimeout(java.time.Duration.ofDays(1)));
                Wire wire = site.wire();
                Wire slow = site.wire()) {
            assertThat(wire.send(line).readAll()).startsWith("HTTP/1.1 400 Bad Request\r\n");
            for (int i = 0; i < line.length(); i++) {
                slow.send(line.substring(i, i + 1));
            }
            assertThat(slow.readAll()).startsWith("HTTP/1.1 400 Bad Request\r\n");
        }
    }
}
