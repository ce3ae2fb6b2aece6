// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

    private static final List<String> FILTERED = new ArrayList<>();
    private static Site site;

    @BeforeAll
    static void start() {
        site = Site.of(new Routes()
                .get("/", (q, r) -> r.send("root"))
                .get("/rooms", (q, r) -> r.send("rooms"))
                .get("/a b", (q, r) -> r.send("blank"))
                .get("/rooms/{room}", (q, r) -> r.send("room " + q.variable("room")))
                .post(
                        "/rooms/{room}",
                        (q, r) -> r.send("to " + q.variable("room") + " "
                                + q.form().first("text").orElse("?")))
                .get("/rooms/new", (q, r) -> r.send("new"))
                .get("/rooms/{room}/users/{user}", (q, r) -> r.send(q.variable("user") + "@" + q.variable("room")))
                .get("/tree/{path...}", (q, r) -> r.send("<" + q.variable("path") + ">"))
                .put("/thing", (q, r) -> r.send("put"))
                .delete("/thing", (q, r) -> r.send("delete"))
                .any("/any", (q, r) -> r.send(q.method()))
                .get("/wrong", (q, r) -> r.send(q.variable("nothing")))
                .filter((q, r, next) -> {
                    FILTERED.add("outer " + q.path());
                    r.header("X-Filter", "yes");
                    next.handle(q, r);
                })
                .filter((q, r, next) -> {
                    if (q.path().equals("/closed")) {
                        r.status(403).send("closed");
                    } else {
                        next.handle(q, r);
                    }
                }));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static String ask(String method, String target, String rest) throws IOException {
        return ask(site, method, target, rest);
    }

    @ParameterizedTest
    @CsvSource({
        "/, root",
        "/?x=y, root",
        "/rooms, rooms",
        "/rooms/lobby, room lobby",
        "/rooms/new, new",
        "/rooms/caf%C3%A9, room caf\u00c3\u00a9",
        "/rooms/a%2Fb, room a/b",
        "/rooms/a+b, room a+b",
        "/rooms/lobby/users/ann, ann@lobby",
        "/tree/, <>",
        "/tree/a, <a>",
        "/tree/a/b%20c, <a/b c>",
        "/a%20b, blank",
        "http://x/rooms, rooms",
        "http://x, root"
    })
    void aPathChoosesItsHandler(String target, String body) throws IOException {
        assertThat(ask("GET", target, "\r\n")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + body);
    }

    @ParameterizedTest
    @CsvSource({"/nowhere", "/rooms/", "/rooms/a/", "/rooms/a/users", "/tree", "/Rooms", "//rooms", "*"})
    void otherPathsAreNotFound(String target) throws IOException {
        String method = target.equals("*") ? "OPTIONS" : "GET";
        assertThat(ask(method, target, "\r\n")).startsWith("HTTP/1.1 404 Not Found\r\n");
    }

    @Test
    void otherMethodsAreNotAllowed() throws IOException {
        assertThat(ask("POST", "/rooms", "\r\n"))
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .contains("Allow: GET, HEAD, OPTIONS\r\n");
        assertThat(ask("OPTIONS", "/thing", "\r\n"))
                .startsWith("HTTP/1.1 204 ")
                .contains("Allow: DELETE, OPTIONS, PUT\r\n");
        assertThat(ask("HEAD", "/rooms", "\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-Length: 5\r\n")
                .endsWith("\r\n\r\n");
    }

    /** RFC 9110, 15.5.6: 405 only if no route of the path has the method, and Allow lists the methods of all. */
    @Test
    void theBestRouteIsOneThatHasTheMethod() throws IOException {
        var routes = new Routes()
                .post("/jobs/{kind}", (q, r) -> r.send("kind " + q.variable("kind")))
                .get("/jobs/{id}", (q, r) -> r.send("id " + q.variable("id")))
                .get("/f/{path...}", (q, r) -> r.send("path " + q.variable("path")))
                .post("/f/{name}", (q, r) -> r.send("name " + q.variable("name")))
                .get("/u/me", (q, r) -> r.send("me"))
                .put("/u/{id}", (q, r) -> r.send("put " + q.variable("id")))
                .get("/u/{id}", (q, r) -> r.send("user " + q.variable("id")))
                .get("/a b", (q, r) -> r.send("blank"))
                .delete("/{x}", (q, r) -> r.send("delete " + q.variable("x")));
        try (Site own = Site.of(routes)) {
            String[][] cases = {
                {"GET", "/jobs/7", "id 7"},
                {"POST", "/jobs/quick", "kind quick"},
                {"GET", "/f/a", "path a"},
                {"POST", "/f/a", "name a"},
                {"GET", "/u/me", "me"},
                {"PUT", "/u/me", "put me"},
                {"GET", "/u/you", "user you"},
                {"DELETE", "/a%20b", "delete a b"},
            };
            for (String[] one : cases) {
                assertThat(ask(own, one[0], one[1], "\r\n")).as(one[1]).endsWith("\r\n\r\n" + one[2]);
            }
            assertThat(ask(own, "HEAD", "/jobs/7", "\r\n")).contains("Content-Length: 4\r\n");
            assertThat(ask(own, "DELETE", "/u/me", "\r\n"))
                    .startsWith("HTTP/1.1 405 ")
                    .contains("\r\nAllow: GET, HEAD, OPTIONS, PUT\r\n");
            assertThat(ask(own, "OPTIONS", "/u/me", "\r\n"))
                    .startsWith("HTTP/1.1 204 ")
                    .contains("\r\nAllow: GET, HEAD, OPTIONS, PUT\r\n");
            assertThat(ask(own, "PUT", "/jobs/7", "\r\n")).contains("\r\nAllow: GET, HEAD, OPTIONS, POST\r\n");
        }
    }

    private static String ask(Site own, String method, String target, String rest) throws IOException {
        try (Wire wire = own.wire()) {
            return wire.send(method + " " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + rest)
                    .readAll();
        }
    }

    @Test
    void methodsHaveTheirOwnHandlers() throws IOException {
        assertThat(ask("PUT", "/thing", "\r\n")).endsWith("put");
        assertThat(ask("DELETE", "/thing", "\r\n")).endsWith("delete");
        assertThat(ask("BREW", "/any", "\r\n")).endsWith("BREW");
        assertThat(ask("POST", "/rooms/lobby", "Content-Length: 12\r\n\r\ntext=a+b%21c"))
                .endsWith("to lobby a b!c");
    }

    @Test
    void filtersAreAroundEverything() throws IOException {
        FILTERED.clear();
        assertThat(ask("GET", "/nowhere", "\r\n")).startsWith("HTTP/1.1 404 ");
        assertThat(ask("GET", "/closed", "\r\n"))
                .startsWith("HTTP/1.1 403 ")
                .contains("X-Filter: yes")
                .endsWith("closed");
        assertThat(FILTERED).containsExactly("outer /nowhere", "outer /closed");
    }

    @Test
    void aVariableThatTheRouteDoesNotHaveIsAMistake() throws IOException {
        site.failures.clear();
        assertThat(ask("GET", "/wrong", "\r\n")).startsWith("HTTP/1.1 500 ");
        assertThat(site.failures)
                .singleElement()
                .isInstanceOf(NoSuchElementException.class)
                .asString()
                .endsWith("the route of GET /wrong has no variable nothing, only []");
    }

    @Test
    void routesThatMakeNoSenseAreRefused() {
        var routes = new Routes().get("/a/{b}", (q, r) -> {});
        for (String path : List.of("a", "/{}", "/x{a}", "/{a}x", "/{a}/{a}", "/{a...}/b", "/{a", "/a}", "/{...}")) {
            assertThatThrownBy(() -> routes.get(path, (q, r) -> {}))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> routes.get("/a/{b}", (q, r) -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is a handler for GET /a/{b} already");
    }
}
