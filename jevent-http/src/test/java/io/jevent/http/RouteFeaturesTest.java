// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.event.Event;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mounts, converters, exception handlers, limits and the template of routes. */
class RouteFeaturesTest {

    /** An exception of an application. */
    private static class NoSuchOrder extends Exception {
        private static final long serialVersionUID = 1L;

        NoSuchOrder(String id) {
            super("no order " + id);
        }
    }

    private static String ask(Site site, String method, String target, String rest) throws IOException {
        try (var wire = new Wire(site.port())) {
            return wire.send(method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + rest)
                    .readAll();
        }
    }

    private static String get(Site site, String target) throws IOException {
        return ask(site, "GET", target, "\r\n");
    }

    @Test
    void patchIsAMethodOfItsOwn() throws IOException {
        try (Site site = Site.of(new Routes().patch("/a", (q, r) -> r.send("patched " + q.text())))) {
            assertThat(ask(site, "PATCH", "/a", "Content-Length: 1\r\n\r\nx")).endsWith("patched x");
            assertThat(ask(site, "GET", "/a", "\r\n")).contains(" 405 ", "Allow: OPTIONS, PATCH\r\n");
        }
    }

    @Test
    void routesAreMountedUnderAPrefixWithTheirFilters() throws IOException {
        List<String> seen = new CopyOnWriteArrayList<>();
        var orders = new Routes()
                .get("/", (q, r) -> r.send("orders of " + q.variable("shop")))
                .get("/{id}", (q, r) -> r.send("order " + q.variable("id") + " of " + q.variable("shop")))
                .post("/fail", (q, r) -> {
                    throw new NoSuchOrder("7");
                })
                .onException(NoSuchOrder.class, (e, q, r) -> r.status(404).send(e.getMessage()))
                .filter((q, r, next) -> {
                    seen.add("inner " + q.route().orElse("-"));
                    next.handle(q, r);
                });
        var routes = new Routes()
                .get("/", (q, r) -> r.send("home"))
                .mount("/shops/{shop}/orders", orders)
                .filter((q, r, next) -> {
                    seen.add("outer " + q.route().orElse("-"));
                    next.handle(q, r);
                    seen.add("then " + r.status());
                });
        try (Site site = Site.of(routes)) {
            assertThat(get(site, "/")).endsWith("home");
            assertThat(get(site, "/shops/tea/orders/")).endsWith("orders of tea");
            assertThat(get(site, "/shops/tea/orders/9")).endsWith("order 9 of tea");
            assertThat(ask(site, "POST", "/shops/tea/orders/fail", "Content-Length: 0\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ")
                    .endsWith("no order 7");
            assertThat(get(site, "/nowhere")).startsWith("HTTP/1.1 404 ");
            assertThat(ask(site, "PUT", "/shops/tea/orders/9", "\r\n")).startsWith("HTTP/1.1 405 ");
            assertThat(seen)
                    .containsExactly(
                            "outer /",
                            "then 200",
                            "outer /shops/{shop}/orders/",
                            "inner /shops/{shop}/orders/",
                            "then 200",
                            "outer /shops/{shop}/orders/{id}",
                            "inner /shops/{shop}/orders/{id}",
                            "then 200",
                            "outer /shops/{shop}/orders/fail",
                            "inner /shops/{shop}/orders/fail",
                            "then 404",
                            "outer -",
                            "outer /shops/{shop}/orders/{id}");
            assertThat(site.failures).isEmpty();
        }
        var listed = new ArrayList<String>();
        routes.forEach((method, path) -> listed.add(method + " " + path));
        assertThat(listed)
                .containsExactlyInAnyOrder(
                        "GET /",
                        "GET /shops/{shop}/orders/",
                        "GET /shops/{shop}/orders/{id}",
                        "POST /shops/{shop}/orders/fail");
        assertThatThrownBy(() -> new Routes().mount("shops", orders)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "/rooms/:id, '{id}, not :id'",
        "/<int:id>, '{id}, not <int:id>'",
        "/files/*, '{name...} for the rest, not *'",
        "/files/**, 'not **'",
        "/a*b/c, 'not a*b'"
    })
    void theVariablesOfOtherLibrariesAreRefused(String path, String reason) {
        assertThatThrownBy(() -> new Routes().get(path, (q, r) -> r.send("")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(path);
    }

    private static Site converters() {
        return Site.of(new Routes().get("/days/{day}", (q, r) -> {
            DayOfWeek day = q.variable("day", Converter.ofEnum(DayOfWeek.class));
            int limit = q.parameter("limit", Converter.INT.only("a number from 1 to 100", n -> n > 0 && n <= 100))
                    .orElse(10);
            long since = q.header("X-Since", Converter.LONG).orElse(0L);
            r.send(day + " " + limit + " " + since + " "
                    + q.parameter("at", Converter.INSTANT).isPresent()
                    + q.parameter("on", Converter.DATE).isPresent()
                    + q.parameter("id", Converter.UNIQUE_ID).isPresent()
                    + q.parameter("x", Converter.DOUBLE).isPresent()
                    + q.parameter("b", Converter.BOOLEAN).isPresent());
        }));
    }

    @Test
    void parametersAreConverted() throws IOException {
        try (Site site = converters()) {
            assertThat(ask(site, "GET", "/days/monday?limit=7&x=1.5&b=true", "X-Since: 99\r\n\r\n"))
                    .endsWith("MONDAY 7 99 falsefalsefalsetruetrue");
            assertThat(
                            get(
                                    site,
                                    "/days/MONDAY?on=2026-01-31&at=2026-01-31T12:00:00Z&id=123e4567-e89b-12d3-a456-426614174000"))
                    .endsWith("MONDAY 10 0 truetruetruefalsefalse");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/days/someday | the path parameter \"day\" must be one of monday, tuesday, wednesday, thursday, friday, saturday, sunday",
                "/days/monday?limit=x | the query parameter \"limit\" must be a number from 1 to 100",
                "/days/monday?limit=101 | the query parameter \"limit\" must be a number from 1 to 100",
                "/days/monday?limit=99999999999 | the query parameter \"limit\" must be a number from 1 to 100",
                "/days/monday?at=now | the query parameter \"at\" must be a time, for example 2026-01-31T12:00:00Z",
                "/days/monday?on=2026-02-30 | the query parameter \"on\" must be a date, for example 2026-01-31",
                "/days/monday?id=1-1-1-1-1 | the query parameter \"id\" must be a UUID",
                "/days/monday?x=NaN | the query parameter \"x\" must be a number",
                "/days/monday?b=yes | the query parameter \"b\" must be true or false"
            })
    void aParameterThatCannotBeConvertedIsNamed(String target, String message) throws IOException {
        try (Site site = converters()) {
            assertThat(get(site, target)).startsWith("HTTP/1.1 400 ").endsWith("\r\n\r\n" + message);
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void aHeaderThatCannotBeConvertedIsNamed() throws IOException {
        try (Site site = converters()) {
            assertThat(ask(site, "GET", "/days/monday", "X-Since: soon\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ")
                    .endsWith("the header \"X-Since\" must be a whole number");
        }
    }

    @Test
    void theMostSpecificExceptionHandlerIsChosen() throws IOException {
        var routes = new Routes()
                .get("/order", (q, r) -> {
                    r.header("X-Half", "done");
                    throw new NoSuchOrder("1");
                })
                .get("/state", (q, r) -> {
                    throw new IllegalStateException("s");
                })
                .get("/bound", (q, r) -> {
                    throw new IndexOutOfBoundsException("b");
                })
                .get("/own", (q, r) -> {
                    throw new HttpException(402, "pay");
                })
                .get("/sent", (q, r) -> {
                    r.write("x");
                    throw new IllegalStateException("s");
                })
                .post("/large", (q, r) -> r.send(q.text()))
                .get("/other", (q, r) -> {
                    throw new IOException("disk");
                })
                .onException(Exception.class, (e, q, r) -> {
                    throw new HttpException(400, "some " + e.getMessage());
                })
                .onException(NoSuchOrder.class, (e, q, r) -> r.status(404).send(e.getMessage()))
                .onException(RuntimeException.class, (e, q, r) -> {
                    throw e;
                })
                .onException(IllegalStateException.class, (e, q, r) -> r.send("was " + r.status()));
        try (Site site = Site.of(routes, HttpOptions.DEFAULTS.maxBody(10))) {
            assertThat(get(site, "/order"))
                    .startsWith("HTTP/1.1 404 ")
                    .doesNotContain("X-Half")
                    .endsWith("no order 1");
            assertThat(get(site, "/state")).startsWith("HTTP/1.1 200 ").endsWith("was 200");
            assertThat(get(site, "/own")).startsWith("HTTP/1.1 402 ").endsWith("pay");
            assertThat(get(site, "/other")).startsWith("HTTP/1.1 400 ").endsWith("some disk");
            assertThat(ask(site, "POST", "/large", "Transfer-Encoding: chunked\r\n\r\nb\r\n12345678901\r\n0\r\n\r\n"))
                    .startsWith("HTTP/1.1 413 ");
            assertThat(site.failures).isEmpty();
            assertThat(get(site, "/bound")).startsWith("HTTP/1.1 500 ");
            assertThat(get(site, "/sent")).startsWith("HTTP/1.1 200 ").doesNotContain("\r\n0\r\n");
            assertThat(site.failures).hasSize(2);
        }
    }

    @Test
    void aRouteHasItsOwnLimitOfTheBody() throws IOException {
        Handler length = (q, r) -> r.send("got " + q.bytes().length);
        var routes = new Routes()
                .on("POST", "/small", RouteOptions.DEFAULTS.maxBody(4), length)
                .on("POST", "/large/{name}", RouteOptions.DEFAULTS.maxBody(100), length)
                .post("/usual", length);
        String large = "x".repeat(50);
        String chunked = "Transfer-Encoding: chunked\r\n\r\n32\r\n" + large + "\r\n0\r\n\r\n";
        String known = "Content-Length: 50\r\n\r\n" + large;
        try (Site site = Site.of(routes, HttpOptions.DEFAULTS.maxBody(20))) {
            for (String body : List.of(chunked, known)) {
                assertThat(ask(site, "POST", "/large/a", body)).endsWith("got 50");
                assertThat(ask(site, "POST", "/usual", body)).startsWith("HTTP/1.1 413 ");
                assertThat(ask(site, "POST", "/nowhere", body)).containsAnyOf("HTTP/1.1 413 ", "HTTP/1.1 404 ");
            }
            for (String body : List.of(
                    "Content-Length: 5\r\n\r\n12345", "Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n")) {
                assertThat(ask(site, "POST", "/small", body)).startsWith("HTTP/1.1 413 ");
            }
            assertThat(ask(site, "POST", "/small", "Content-Length: 4\r\n\r\n1234"))
                    .endsWith("got 4");
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void aRouteHasATimeout() throws IOException {
        var routes = new Routes()
                .on("GET", "/slow", RouteOptions.DEFAULTS.timeout(Duration.ofMillis(1)), (q, r) -> new Event().await())
                .get("/state", (q, r) -> r.send("state"));
        try (Site site = Site.of(routes)) {
            assertThat(get(site, "/slow")).startsWith("HTTP/1.1 503 ").endsWith("the request took longer than 1 ms");
            assertThat(get(site, "/state")).endsWith("state");
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void actionsRunWhenTheResponseHasEndedAlsoIfItFails() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        var done = new CountDownLatch(4);
        Handler handler = (q, r) -> {
            q.afterwards(() -> {
                order.add("first " + q.path());
                done.countDown();
            });
            q.afterwards(() -> {
                order.add("second " + q.path());
                done.countDown();
                throw new IllegalStateException("the other one runs all the same");
            });
            if (q.path().equals("/fail")) {
                throw new HttpException(400);
            }
            r.send("ok");
        };
        try (Site site = Site.of(handler)) {
            get(site, "/a");
            get(site, "/fail");
            done.await();
            assertThat(order).containsExactly("second /a", "first /a", "second /fail", "first /fail");
        }
    }

    @Test
    void aRequestHasAnId() throws IOException {
        Handler handler = (q, r) -> {
            String first = q.id();
            q.header("X-Request-Id").ifPresent(q::setId);
            r.send(first + " " + q.id());
        };
        try (Site site = Site.of(handler)) {
            assertThat(get(site, "/")).containsPattern("\r\n\r\n([0-9a-f]{16}) \\1$");
            assertThat(ask(site, "GET", "/", "X-Request-Id: a.b_c-1\r\n\r\n")).endsWith(" a.b_c-1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"", "caf\u00e9"})
    void anIdThatCouldForgeALogLineIsRefused(String id) {
        assertThatThrownBy(() -> Ids.check(id)).isInstanceOf(IllegalArgumentException.class);
    }
}
