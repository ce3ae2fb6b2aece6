// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {

    private static final byte[] KEY =
            "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private static Site counting(Sessions sessions) {
        return Site.of(new Routes()
                .get("/", (q, r) -> {
                    int n = Session.current().get("n").map(Integer::valueOf).orElse(0) + 1;
                    Session.current().set("n", Integer.toString(n));
                    r.send("visit " + n);
                })
                .get("/look", (q, r) -> r.send(Session.current().get("n").orElse("nothing")))
                .get("/login", (q, r) -> {
                    Session.current().renew();
                    Session.current().set("user", "ann; \u00e9=");
                    r.send("hello");
                })
                .get(
                        "/user",
                        (q, r) -> r.send(
                                Session.of(q).get("user").orElse("nobody").length() + ""))
                .get("/logout", (q, r) -> {
                    Session.current().clear();
                    r.send("bye");
                })
                .filter(sessions));
    }

    private static String ask(Site site, String path, String cookie) throws IOException {
        try (Wire wire = site.wire()) {
            String header = cookie.isEmpty() ? "" : "Cookie: a=b; " + cookie + "; c=d\r\n";
            return wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + header + "\r\n")
                    .readAll();
        }
    }

    private static String cookieOf(String answer) {
        int at = answer.indexOf("Set-Cookie: ");
        return at < 0 ? "" : answer.substring(at + 12, answer.indexOf(';', at));
    }

    private static Sessions of(String kind) {
        return kind.equals("memory") ? Sessions.inMemory() : Sessions.signed(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "signed"})
    void aClientIsRememberedByItsCookie(String kind) throws IOException {
        try (Site site = counting(of(kind))) {
            String first = ask(site, "/", "");
            assertThat(first).endsWith("visit 1").contains("; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax\r\n");
            String second = ask(site, "/", cookieOf(first));
            assertThat(second).endsWith("visit 2");
            assertThat(ask(site, "/", cookieOf(second))).endsWith("visit 3");
            assertThat(ask(site, "/look", cookieOf(second))).doesNotContain("Set-Cookie");
            assertThat(ask(site, "/", "")).endsWith("visit 1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "signed"})
    void aLoginGetsANewCookieAndALogoutDropsIt(String kind) throws IOException {
        try (Site site = counting(of(kind))) {
            String before = cookieOf(ask(site, "/", ""));
            String after = cookieOf(ask(site, "/login", before));
            assertThat(after).isNotEqualTo(before);
            assertThat(ask(site, "/user", after)).endsWith("\r\n\r\n7");
            assertThat(ask(site, "/look", after)).endsWith("\r\n\r\n1");
            String out = ask(site, "/logout", after);
            assertThat(out).contains("Set-Cookie: session=; Path=/; Max-Age=0;");
            if (kind.equals("memory")) {
                assertThat(ask(site, "/look", before)).endsWith("nothing");
                assertThat(ask(site, "/look", after)).endsWith("nothing");
            }
        }
    }

    @Test
    void aForgedCookieIsIgnored() throws IOException {
        try (Site site = counting(Sessions.signed(KEY))) {
            String good = cookieOf(ask(site, "/", ""));
            assertThat(ask(site, "/look", good)).endsWith("\r\n\r\n1");
            for (int i = "session=".length(); i < good.length(); i++) {
                char other = good.charAt(i) == 'A' ? 'B' : 'A';
                String forged = good.substring(0, i) + other + good.substring(i + 1);
                // the last character of an encoded text has unused bits, but the signature is compared as text
                assertThat(ask(site, "/look", forged)).as(forged).endsWith("nothing");
            }
            for (String cookie : List.of("session=", "session=x", "session=..", "session=a.b", "session=a.b.c.d")) {
                assertThat(ask(site, "/look", cookie)).endsWith("nothing");
            }
        }
        try (Site site = counting(Sessions.inMemory())) {
            assertThat(cookieOf(ask(site, "/", "session=chosen")))
                    .isNotEqualTo("session=chosen")
                    .hasSize(8 + 43);
        }
    }

    @Test
    void aSessionEndsWhenItIsOld() throws IOException {
        try (Site site = counting(Sessions.inMemory().age(Duration.ofNanos(1)).cookie("id"))) {
            String answer = ask(site, "/", "");
            assertThat(answer).contains("Set-Cookie: id=").contains("Max-Age=0");
            assertThat(ask(site, "/look", cookieOf(answer))).endsWith("nothing");
        }
    }

    @Test
    void mistakesFailAtOnce() {
        assertThatThrownBy(() -> Sessions.signed(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a key needs at least 32 random bytes, but has 31");
        assertThatThrownBy(() -> Sessions.inMemory().age(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Sessions.inMemory().cookie("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(Session::current)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("main serves no request");
        assertThatThrownBy(() -> SetCookie.of("a", "b c")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SetCookie.of("a", "b").path("x")).isInstanceOf(IllegalArgumentException.class);
        assertThat(SetCookie.of("a", "b")
                        .secure(true)
                        .visibleToScripts()
                        .sameSiteOnly()
                        .path("/x"))
                .hasToString("a=b; Path=/x; Secure; SameSite=Strict");
    }

    @Test
    void withoutTheFilterThereAreNoSessions() throws IOException {
        try (Site site = Site.of((q, r) -> r.send(Session.current().toString()))) {
            assertThat(ask(site, "/", "")).startsWith("HTTP/1.1 500 ");
            assertThat(site.failures).singleElement().isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void theRequestIsReachableFromAnywhereInItsGreenletAndNowhereElse() throws IOException {
        try (Site site = Site.of((q, r) -> {
                    Jevent.sleep(Duration.ofMillis(1));
                    r.send(logic() + Jevent.spawn(SessionsTest::elsewhere).get());
                });
                Wire one = site.wire();
                Wire two = site.wire()) {
            for (int i = 0; i < 10; i++) {
                one.send("GET /one HTTP/1.1\r\nHost: a\r\n\r\n");
                two.send("GET /two HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(one.readResponse()).endsWith("Hello 127.0.0.1 for /one, none in another greenlet");
                assertThat(two.readResponse()).endsWith("Hello 127.0.0.1 for /two, none in another greenlet");
            }
        }
    }

    private static String logic() {
        return "Hello " + Request.current().remoteHost() + " for "
                + Request.current().path();
    }

    private static String elsewhere() {
        try {
            return Request.current().path();
        } catch (NoSuchElementException _) {
            return ", none in another greenlet";
        }
    }

    @Test
    void theLeastRecentlyUsedSessionsAreEvictedFirst() {
        var store = new MemorySessions();
        var age = Duration.ofHours(1);
        String first = store.save("", java.util.Map.of("n", "first"), age);
        String second = store.save("", java.util.Map.of("n", "second"), age);
        IntStream.range(0, 99_998).forEach(i -> store.save("", java.util.Map.of("n", "x"), age));
        assertThat(store.load(first, age)).containsEntry("n", "first");
        store.save("", java.util.Map.of("n", "one too many"), age);
        assertThat(store.load(first, age)).isNotEmpty();
        assertThat(store.load(second, age)).isEmpty();
    }
}
