// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.http.Routes;
import io.jevent.http.Session;
import io.jevent.http.SessionStore;
import io.jevent.http.Sessions;
import io.jevent.http.client.Reply;
import io.jevent.testing.TestHub;
import io.jevent.testing.http.TestClient;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sessions in a cluster: of one hub in virtual time, and of two nodes with an HTTP site each. */
class ClusterSessionsTest {

    private static final Duration AGE = Duration.ofHours(12);

    private interface Body {
        void run(Cluster cluster) throws Exception;
    }

    private static void inCluster(Body body) throws Exception {
        try (TestHub hub = TestHub.virtualTime()) {
            hub.run(() -> {
                try (Cluster cluster = Cluster.local()) {
                    body.run(cluster);
                }
                return null;
            });
        }
    }

    private static void aSessionLivesAndEnds(SessionStore store) {
        String token = store.save("", Map.of("user", "ann"), AGE);
        assertThat(store.load(token, AGE)).containsEntry("user", "ann");
        assertThat(store.save(token, Map.of("user", "bob"), AGE)).isEqualTo(token);
        assertThat(store.load(token, AGE)).containsEntry("user", "bob");
        assertThat(store.load("unknown", AGE)).isEmpty();
        assertThat(store.load("", AGE)).isEmpty();
        assertThat(store.drop("unknown")).isFalse();
        assertThat(store.drop("")).isFalse();
        assertThat(store.drop(token)).isTrue();
        assertThat(store.load(token, AGE)).isEmpty();
        assertThat(store.save(token, Map.of("user", "bob"), AGE))
                .as("an ended session does not come back")
                .isNull();
    }

    @Test
    void aSessionLivesFromItsFirstValueToItsEnd() throws Exception {
        inCluster(cluster -> aSessionLivesAndEnds(ClusterSessions.of(cluster)));
        inCluster(cluster -> aSessionLivesAndEnds(ClusterSessions.durable(cluster)));
    }

    @Test
    void aSessionEndsItsAgeAfterItsLastUse() throws Exception {
        inCluster(cluster -> {
            SessionStore store = ClusterSessions.of(cluster);
            String token = store.save("", Map.of("user", "ann"), AGE);
            Jevent.sleep(Duration.ofHours(11));
            assertThat(store.load(token, AGE)).isNotEmpty();
            Jevent.sleep(Duration.ofHours(11));
            assertThat(store.load(token, AGE)).isNotEmpty();
            Jevent.sleep(Duration.ofHours(13));
            assertThat(store.load(token, AGE)).isEmpty();
            assertThat(store.drop(token)).isFalse();
        });
    }

    @Test
    void allSessionsOfAUserEndTogether() throws Exception {
        inCluster(cluster -> {
            SessionStore store = ClusterSessions.of(cluster);
            for (int i = 0; i < 100; i++) {
                store.save("", Map.of("user", i % 10 == 0 ? "ann" : "bob"), AGE);
            }
            assertThat(store.dropAll("user", "ann")).isEqualTo(10);
            assertThat(store.dropAll("user", "ann")).isZero();
            assertThat(store.dropAll("user", "bob")).isEqualTo(90);
        });
    }

    @Test
    void aBucketKeepsTheMostRecentlyUsedAndForgetsTheOld() {
        var bucket = new SessionBucket();
        for (int i = 0; i <= SessionBucket.MOST; i++) {
            bucket.receive(new SessionMessage.Save("t" + i, true, Map.of("n", "" + i), AGE), bucket::apply);
            bucket.receive(new SessionMessage.Load("t0", AGE), bucket::apply);
        }
        assertThat(bucket.snapshot()).hasSize(SessionBucket.MOST);
        assertThat(bucket.receive(new SessionMessage.Load("t0", AGE), bucket::apply))
                .isEqualTo(Map.of("n", "0"));
        assertThat(bucket.receive(new SessionMessage.Load("t1", AGE), bucket::apply))
                .isEqualTo(Map.of());
    }

    @Test
    void sessionsThatAreTooOldMakeRoom() throws Exception {
        inCluster(_ -> {
            var bucket = new SessionBucket();
            bucket.receive(new SessionMessage.Save("old", true, Map.of("n", "1"), AGE), bucket::apply);
            Jevent.sleep(Duration.ofHours(13));
            bucket.receive(new SessionMessage.Save("new", true, Map.of("n", "2"), AGE), bucket::apply);
            assertThat(bucket.snapshot()).containsExactly(new SessionMessage.Save("new", true, Map.of("n", "2"), AGE));
        });
    }

    @Test
    void durableSessionsAreThereAgainWithAllChanges() {
        var first = new DurableSessionBucket();
        var journal = new MemoryJournal();
        first.recover(journal);
        for (int i = 0; i < 120; i++) { // a snapshot after 100 events
            first.receive(new SessionMessage.Save("t" + i, true, Map.of("n", "" + i), AGE));
        }
        first.receive(new SessionMessage.Drop("t7"));
        first.receive(new SessionMessage.Drop("t110"));
        var next = new DurableSessionBucket();
        next.recover(journal);
        assertThat(next.snapshot())
                .isEqualTo(first.snapshot())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(118);
    }

    private record Seen(String text, String cookie) {}

    /** The HTTP site of a node. */
    private record Site(TestNode node, SessionStore store) {

        static Site on(TestNode node) throws Exception {
            return new Site(node, node.call(ClusterSessions::of));
        }

        private Routes routes(Runnable duringChange) {
            return new Routes()
                    .get("/login", (_, response) -> {
                        Session.current().renew();
                        Session.current().set("user", "ann");
                        response.send("hello");
                    })
                    .get(
                            "/who",
                            (_, response) ->
                                    response.send(Session.current().get("user").orElse("nobody")))
                    .get("/change", (_, response) -> {
                        Session.current().set("theme", "dark");
                        duringChange.run();
                        response.send("changed");
                    })
                    .get("/logout", (_, response) -> {
                        Session.current().clear();
                        response.send("bye");
                    })
                    .filter(Sessions.in(store));
        }

        Seen get(String path, String cookie, Runnable duringChange) throws Exception {
            return node.call(_ -> {
                try (var client = new TestClient(routes(duringChange))) {
                    Reply reply = client.get(path).header("Cookie", cookie).send();
                    return new Seen(reply.text(), reply.header("Set-Cookie").orElse(""));
                }
            });
        }

        String who(String cookie) throws Exception {
            return get("/who", cookie, () -> {}).text();
        }
    }

    private static String login(Site site) throws Exception {
        String cookie = site.get("/login", "a=b", () -> {}).cookie();
        return cookie.substring(0, cookie.indexOf(';'));
    }

    @Test
    @Tag("realtime")
    void aLoginAtOneNodeIsValidAtTheOtherAndSoIsItsEnd() throws Exception {
        try (var first = TestNode.start(ClusterOptions.create());
                var second = TestNode.start(
                        ClusterOptions.create().seeds(first.cluster().address()))) {
            Site here = Site.on(first);
            Site there = Site.on(second);

            String cookie = login(here);
            assertThat(here.who(cookie)).isEqualTo("ann");
            assertThat(there.who(cookie)).isEqualTo("ann");
            there.get("/logout", cookie, () -> {});
            assertThat(here.who(cookie)).isEqualTo("nobody");

            String again = login(there);
            here.get("/change", again, () -> {
                try {
                    there.get("/logout", again, () -> {});
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(here.who(again)).as("ended while a request changed it").isEqualTo("nobody");
            assertThat(there.who(again)).isEqualTo("nobody");

            String one = login(here);
            String two = login(there);
            int ended = first.call(_ -> Sessions.in(here.store()).endAll("user", "ann"));
            assertThat(ended).isEqualTo(2);
            for (Site site : List.of(here, there)) {
                assertThat(site.who(one)).isEqualTo("nobody");
                assertThat(site.who(two)).isEqualTo("nobody");
            }
            second.call(cluster -> {
                cluster.close();
                return null;
            });
            assertThatThrownBy(() -> second.call(_ -> there.store().load("x", AGE)))
                    .isInstanceOf(UncheckedIOException.class);
        }
    }
}
