// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.event.Event;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Filters around responses of every kind, and the error page. */
class FiltersTest {

    private static final ErrorPage JSON =
            (response, status, message) -> response.type("application/json").send("{\"status\":" + status + "}");

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private Routes routes() {
        return new Routes()
                .get("/ok", (q, r) -> r.send("ok"))
                .get("/404", (q, r) -> {
                    throw new HttpException(404, "nothing");
                })
                .get("/500", (q, r) -> {
                    r.header("X-Handler", "lost").header("X-Outer", "changed").cookie(SetCookie.of("a", "b"));
                    throw new IllegalStateException("a bug");
                })
                .get("/late", (q, r) -> {
                    r.write("some");
                    throw new IllegalStateException("too late for a status");
                })
                .post("/body", (q, r) -> r.send(q.text()))
                .filter((q, r, next) -> {
                    r.header("X-Outer", "yes");
                    r.beforeSend(() -> r.header("X-Seen", "status " + r.status()));
                    try {
                        next.handle(q, r);
                    } finally {
                        seen.add(q.path() + " " + r.status());
                    }
                })
                .filter((q, r, next) -> {
                    r.header("X-Inner", "yes");
                    if (q.parameter("closed").isPresent()) {
                        throw new HttpException(401).header("WWW-Authenticate", "Basic");
                    }
                    next.handle(q, r);
                });
    }

    private static String ask(Site site, String request) throws IOException {
        try (Wire wire = site.wire()) {
            return wire.send(request.replace("HTTP", "HTTP/1.1\r\nHost: a\r\nConnection: close"))
                    .readAll();
        }
    }

    private static void assertFiltered(String answer, int status) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("\r\nX-Outer: yes\r\n")
                .contains("\r\nX-Inner: yes\r\n")
                .contains("\r\nX-Seen: status " + status + "\r\n");
    }

    @Test
    void aFilterSeesAndDecoratesEveryResponse() throws IOException {
        try (Site site = Site.of(routes(), HttpOptions.DEFAULTS.errors(JSON).maxBody(10))) {
            assertFiltered(ask(site, "GET /ok HTTP\r\n\r\n"), 200);
            assertFiltered(ask(site, "GET /404 HTTP\r\n\r\n"), 404);
            assertFiltered(ask(site, "GET /500 HTTP\r\n\r\n"), 500);
            assertFiltered(ask(site, "GET /nowhere HTTP\r\n\r\n"), 404);
            assertFiltered(ask(site, "POST /ok HTTP\r\nContent-Length: 0\r\n\r\n"), 405);
            assertFiltered(ask(site, "OPTIONS /ok HTTP\r\n\r\n"), 204);
            assertFiltered(ask(site, "GET /ok?closed HTTP\r\n\r\n"), 401);
            assertFiltered(ask(site, "POST /body HTTP\r\nContent-Length: 11\r\n\r\n"), 413);
            assertFiltered(
                    ask(site, "POST /body HTTP\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n"),
                    413);
            assertFiltered(ask(site, "POST /body HTTP\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"), 400);

            assertThat(seen)
                    .containsExactly(
                            "/ok 200",
                            "/404 404",
                            "/500 500",
                            "/nowhere 404",
                            "/ok 405",
                            "/ok 204",
                            "/ok 401",
                            "/body 413",
                            "/body 413",
                            "/body 400");
        }
    }

    @Test
    void aRequestTooManyIsSeenToo() throws IOException {
        var go = new Event();
        var routes = routes().get("/wait", (q, r) -> go.await());
        try (Site site = Site.of(routes, HttpOptions.DEFAULTS.maxRequests(1));
                Wire first = site.wire()) {
            first.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            while (site.server().requests() < 1) {
                Thread.onSpinWait();
            }
            assertFiltered(ask(site, "GET /ok HTTP\r\n\r\n"), 503);
            go.set();
        }
    }

    @Test
    void allErrorResponsesOfTheServerUseTheErrorPage() throws IOException {
        try (Site site = Site.of(routes(), HttpOptions.DEFAULTS.errors(JSON).maxBody(10))) {
            String[] requests = {
                "GET /404 HTTP\r\n\r\n 404",
                "GET /500 HTTP\r\n\r\n 500",
                "POST /ok HTTP\r\nContent-Length: 0\r\n\r\n 405",
                "POST /body HTTP\r\nContent-Length: 11\r\n\r\n 413",
                "GET /ok HTTP\r\nHost: b\r\n\r\n 400",
                "GET /ok HTTP\r\nExpect: tea\r\n\r\n 417",
                "GET /ok HTTP\r\nX: " + "x".repeat(40_000) + "\r\n\r\n 431",
                "GET /" + "x".repeat(9000) + " HTTP\r\n\r\n 414",
                "CONNECT a:1 HTTP\r\n\r\n 501",
            };
            for (String line : requests) {
                String status = line.substring(line.length() - 3);
                assertThat(ask(site, line.substring(0, line.length() - 4)))
                        .startsWith("HTTP/1.1 " + status + " ")
                        .contains("\r\nContent-Type: application/json\r\n")
                        .endsWith("\r\n\r\n{\"status\":" + status + "}");
            }
        }
    }

    @Test
    void headersOfAFailedHandlerAreDroppedAndThoseOfFiltersAreKept() throws IOException {
        try (Site site = Site.of(routes())) {
            assertThat(ask(site, "GET /500 HTTP\r\n\r\n"))
                    .contains("\r\nX-Outer: yes\r\n")
                    .doesNotContain("X-Handler")
                    .doesNotContain("Set-Cookie");
            assertThat(ask(site, "GET /ok?closed HTTP\r\n\r\n")).contains("\r\nWWW-Authenticate: Basic\r\n");
        }
    }

    @Test
    void aFilterMayRespondInsteadOfAFailure() throws IOException {
        var routes = new Routes()
                .get("/", (q, r) -> {
                    r.header("X-Handler", "lost");
                    throw new IOException("no database");
                })
                .filter((q, r, next) -> {
                    try {
                        next.handle(q, r);
                    } catch (IOException e) {
                        r.status(503).send("later: " + e.getMessage());
                    }
                });
        try (Site site = Site.of(routes)) {
            assertThat(ask(site, "GET / HTTP\r\n\r\n"))
                    .startsWith("HTTP/1.1 503 ")
                    .doesNotContain("X-Handler")
                    .endsWith("later: no database");
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void aResponseThatHasBegunKeepsItsStatus() throws IOException {
        try (Site site = Site.of(routes())) {
            assertThat(ask(site, "GET /late HTTP\r\n\r\n")).endsWith("4\r\nsome\r\n");
            assertThat(seen).containsExactly("/late 200");
        }
    }

    @Test
    void errorPagesAreCompressedAndKnowTheRequest() throws IOException {
        ErrorPage page =
                (response, status, message) -> response.send(Request.current().path() + " " + message.repeat(200));
        var routes = new Routes().filter(new Compression()).filter(Sessions.inMemory());
        try (Site site = Site.of(routes, HttpOptions.DEFAULTS.errors(page))) {
            assertThat(ask(site, "GET /x HTTP\r\nAccept-Encoding: gzip\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ")
                    .contains("\r\nContent-Encoding: gzip\r\n");
            assertThat(ask(site, "GET /x HTTP\r\n\r\n"))
                    .contains("\r\nVary: Accept-Encoding\r\n")
                    .endsWith("/x " + "Not Found".repeat(200));
        }
    }

    @Test
    void anErrorPageThatFailsLeavesAnEmptyBody() throws IOException {
        ErrorPage page = (response, status, message) -> {
            response.header("Content-Length", "5");
            throw new IllegalStateException("no page");
        };
        try (Site site = Site.of(routes(), HttpOptions.DEFAULTS.errors(page))) {
            String answer = ask(site, "GET /404 HTTP\r\n\r\n");
            assertThat(answer)
                    .startsWith("HTTP/1.1 404 ")
                    .contains("X-Outer: yes")
                    .endsWith("Content-Length: 0\r\n\r\n");
            assertThat(site.failures).singleElement().hasToString("java.lang.IllegalStateException: no page");
        }
    }

    @Test
    void pagesOfOtherSitesChangeNothing() throws IOException {
        var routes = new Routes().any("/", (q, r) -> r.send("done")).filter(new SameOrigin());
        try (Site site = Site.of(routes)) {
            String post = "POST / HTTP\r\nContent-Length: 0\r\n";
            assertThat(ask(site, post + "\r\n")).endsWith("done");
            assertThat(ask(site, post + "Origin: http://a\r\n\r\n")).endsWith("done");
            assertThat(ask(site, post + "Origin: http://A:80\r\n\r\n")).endsWith("done");
            assertThat(ask(site, "GET / HTTP\r\nOrigin: http://evil.example\r\n\r\n"))
                    .endsWith("done");
            for (String origin : List.of(
                    "http://evil.example", "http://a:81", "https://a.evil.example", "null", "a", "http:", "%")) {
                assertThat(ask(site, post + "Origin: " + origin + "\r\n\r\n"))
                        .as(origin)
                        .startsWith("HTTP/1.1 403 ");
            }
        }
    }

    /**
     * RFC 9110, 12.5.3: the peer chooses the text, so it is parsed in linear time; quadratic time would be hours here.
     */
    @Test
    void aLongHeaderIsReadInLinearTime() {
        int many = 3_000_000;
        assertThat(acceptsGzip(List.of("a" + " ".repeat(many) + "b"))).isFalse();
        assertThat(acceptsGzip(List.of("a" + " ;".repeat(many) + "b"))).isFalse();
        assertThat(acceptsGzip(List.of("a;q=0." + "0".repeat(many) + "1, gzip")))
                .isTrue();
        assertThat(acceptsGzip(List.of("gzip;q=0." + "0".repeat(many)))).isFalse();
        assertThat(acceptsGzip(List.of(",".repeat(many) + "gzip"))).isTrue();
    }

    private static boolean acceptsGzip(java.util.List<String> lines) {
        return new Codings(lines).weightOf("gzip") > 0;
    }
}
