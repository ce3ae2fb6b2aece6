// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.event.Event;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Sessions that end on the server. */
class EndedSessionsTest {

    private final Sessions sessions = Sessions.inMemory().cookie("__Host-s");
    private final CountDownLatch waits = new CountDownLatch(1);
    private final Event go = new Event();

    private Site site() {
        return Site.of(new Routes()
                .get("/in/{user}", (q, r) -> {
                    Session.current().set("user", q.variable("user"));
                    Session.current().renew();
                    r.send("in");
                })
                .get(
                        "/who",
                        (q, r) -> r.send("<" + Session.current().get("user").orElse("") + ">"))
                .get("/out", (q, r) -> {
                    Session.current().clear();
                    r.send("out");
                })
                .get("/slow", (q, r) -> {
                    waits.countDown();
                    go.await();
                    Session.current().set("page", "slow");
                    r.send("slow");
                })
                .get("/renew", (q, r) -> {
                    waits.countDown();
                    go.await();
                    Session.current().renew();
                    r.send("renewed");
                })
                .get("/end/{user}", (q, r) -> {
                    r.send("ended " + sessions.endAll("user", q.variable("user")));
                    go.set();
                })
                .filter(sessions));
    }

    private static String ask(Site site, String path, String cookie) throws IOException {
        try (var wire = new Wire(site.port())) {
            return wire.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + "\r\n\r\n")
                    .readResponse();
        }
    }

    private static String login(Site site, String user) throws IOException {
        String text = ask(site, "/in/" + user, "x=y");
        assertThat(text).contains("; Secure;");
        int at = text.indexOf("__Host-s=");
        return text.substring(at, text.indexOf(';', at));
    }

    @Test
    void allSessionsOfAUserEnd() throws IOException {
        try (Site site = site()) {
            String phone = login(site, "ann");
            String desk = login(site, "ann");
            String other = login(site, "bob");
            assertThat(ask(site, "/end/ann", "a=b")).endsWith("ended 2");
            assertThat(ask(site, "/who", phone)).endsWith("<>");
            assertThat(ask(site, "/who", desk)).endsWith("<>");
            assertThat(ask(site, "/who", other)).endsWith("<bob>");
        }
    }

    @Test
    void aCopyOfTheTokenIsUselessAfterTheLogout() throws IOException {
        try (Site site = site()) {
            String token = login(site, "ann");
            assertThat(ask(site, "/out", token)).contains("Max-Age=0");
            assertThat(ask(site, "/who", token)).endsWith("<>");
        }
    }

    private void endsWhile(String path) throws Exception {
        try (Site site = site();
                var wire = new Wire(site.port())) {
            String token = login(site, "ann");
            wire.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nCookie: " + token + "\r\n\r\n");
            waits.await();
            assertThat(ask(site, "/end/ann", "a=b")).endsWith("ended 1");
            String late = wire.readResponse();
            assertThat(late).contains("__Host-s=;", "Max-Age=0");
            assertThat(ask(site, "/who", token)).endsWith("<>");
        }
    }

    @Test
    void aRequestThatIsServedMeanwhileDoesNotBringItBack() throws Exception {
        endsWhile("/slow");
    }

    @Test
    void norDoesARenewal() throws Exception {
        endsWhile("/renew");
    }

    @Test
    void sessionsOfTheClientsCannotBeEnded() {
        Sessions signed = Sessions.signed(new byte[32]);
        assertThatThrownBy(() -> signed.endAll("user", "ann"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("inMemory");
    }
}
