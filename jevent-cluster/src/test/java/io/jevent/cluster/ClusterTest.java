// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.hub.Hub;
import io.jevent.tls.DevelopmentCertificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes over TLS, each with its own hub, on loopback. */
class ClusterTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** A message. */
    sealed interface Order {}

    /** Where am I. */
    record Where() implements Order {}

    /** Echoes. */
    record Echo(String text, List<Integer> numbers, Map<String, Duration> times) implements Order {}

    /** Sleeps. */
    record Nap(Duration time) implements Order {}

    /** Fails. */
    record Fail(String why) implements Order {}

    /** Replies with something large. */
    record Large(int size) implements Order {}

    /** Not on the list. */
    record Unknown() {}

    private static DevelopmentCertificate certificate;
    private static TestNode first;
    private static TestNode second;
    private static final Map<TestNode, Actors<Object, Object>> ACTORS = new HashMap<>();
    private static final Map<TestNode, ActorRef<Order, Object>> SINGLETON = new HashMap<>();

    private static final class Place implements KeyedActor<Object, Object> {
        private final String address;

        Place(String address) {
            this.address = address;
        }

        @Override
        public Object receive(Object message) {
            return switch (message) {
                case Where _ -> address;
                case Nap(Duration time) -> {
                    Jevent.sleep(time);
                    yield address;
                }
                case Fail(String why) -> throw new IllegalStateException(why);
                case Large(int size) -> "x".repeat(size);
                default -> message;
            };
        }
    }

    static ClusterOptions options(String... seeds) {
        return ClusterOptions.create()
                .seeds(seeds)
                .allow(Order.class)
                .maxMessageSize(10_000)
                .joinLimit(LIMIT)
                .tls(certificate.identity(), certificate.trust());
    }

    @BeforeAll
    static void start() throws Exception {
        certificate = DevelopmentCertificate.create();
        first = TestNode.start(options());
        second = TestNode.start(options(first.cluster().address()));
        for (TestNode node : List.of(first, second)) {
            ACTORS.put(node, node.call(cluster -> cluster.actors("place", _ -> new Place(cluster.address()))));
            SINGLETON.put(
                    node, node.call(cluster -> cluster.<Order, Object>singleton("only", _ -> _ -> cluster.address())));
        }
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    private static Object ask(TestNode from, String key, Object message) throws Exception {
        return from.call(_ -> ACTORS.get(from).get(key).ask(message, LIMIT));
    }

    /** A key whose actor is on the other node than the first. */
    private static String remoteKey() throws Exception {
        for (int i = 0; ; i++) {
            if (ask(first, "key" + i, new Where()).equals(second.cluster().address())) {
                return "key" + i;
            }
        }
    }

    @Test
    void eachKeyIsOnOneNodeAndBothNodesFindIt() throws Exception {
        Set<Object> nodes = new TreeSet<>();
        for (int i = 0; i < 40; i++) {
            Object at = ask(first, "some" + i, new Where());
            assertThat(ask(second, "some" + i, new Where())).isEqualTo(at);
            nodes.add(at);
        }
        assertThat(nodes)
                .containsExactlyInAnyOrder(
                        first.cluster().address(), second.cluster().address());
        assertThat(ACTORS.get(first).size() + ACTORS.get(second).size()).isGreaterThanOrEqualTo(40);
    }

    @Test
    void recordsCrossUnchanged() throws Exception {
        var message = new Echo("é\u0000", List.of(1, 2), Map.of("a", Duration.ofMillis(3)));
        assertThat(ask(first, remoteKey(), message)).isEqualTo(message);
    }

    @Test
    void whatIsTooLargeOrNotAllowedFailsTheAsk() throws Exception {
        String key = remoteKey();
        assertThatThrownBy(() -> ask(first, key, new Echo("x".repeat(20_000), List.of(), Map.of())))
                .isInstanceOf(MessageRefusedException.class)
                .hasMessageContaining("10000 bytes");
        assertThatThrownBy(() -> ask(first, key, new Unknown()))
                .isInstanceOf(MessageRefusedException.class)
                .hasMessageContaining("Unknown.class");
        assertThatThrownBy(() -> ask(first, key, new Large(20_000)))
                .isInstanceOf(MessageRefusedException.class)
                .hasMessageStartingWith("the reply: ");
        assertThat(ask(first, key, new Large(10))).isEqualTo("xxxxxxxxxx");
    }

    @Test
    void aFailureOfARemoteActorIsTheAskers() throws Exception {
        String key = remoteKey();
        assertThatThrownBy(() -> ask(first, key, new Fail("told to")))
                .isInstanceOf(ActorFailedException.class)
                .hasMessage("actor place/" + key + " failed: java.lang.IllegalStateException: told to");
    }

    @Test
    void aTimeoutEndsAnAskOfARemoteActor() throws Exception {
        String key = remoteKey();
        assertThatThrownBy(() -> first.call(
                        _ -> ACTORS.get(first).get(key).ask(new Nap(Duration.ofMillis(300)), Duration.ofMillis(20))))
                .hasRootCauseInstanceOf(Timeout.class);
        assertThat(ask(first, key, new Where())).isEqualTo(second.cluster().address());
    }

    @Test
    void theSingletonIsOnTheOldestNode() throws Exception {
        for (TestNode node : List.of(first, second)) {
            Object at = node.call(_ -> SINGLETON.get(node).ask(new Where(), LIMIT));
            assertThat(at).isEqualTo(first.cluster().address());
        }
    }

    @Test
    void aTopicReachesBothNodes() throws Exception {
        Subscription<Order> here =
                first.call(cluster -> cluster.<Order>topic("news").subscribe());
        Subscription<Order> there =
                second.call(cluster -> cluster.<Order>topic("news").subscribe());
        // a new subscription becomes known in about a second: publish until it has
        int sent = first.call(cluster -> {
            int n = 0;
            while (there.get(Duration.ofMillis(50)).isEmpty()) {
                cluster.<Order>topic("news").publish(new Fail("n" + n++));
            }
            cluster.<Order>topic("news").publish(new Where());
            return n;
        });
        assertThat(sent).isPositive();
        Order last = first.call(_ -> {
            Order next = there.get();
            while (!next.equals(new Where())) {
                next = there.get();
            }
            return next;
        });
        assertThat(last).isEqualTo(new Where());
        Order earliest = first.call(_ -> here.get());
        assertThat(earliest).isEqualTo(new Fail("n0"));
        here.close();
        there.close();
    }

    @Test
    void countersAndPresenceReachBothNodes() throws Exception {
        Counter there = second.call(cluster -> cluster.counter("visits"));
        Presence lobby = second.call(cluster -> cluster.presence("lobby"));
        Presence here = first.call(cluster -> {
            cluster.counter("visits").add(3);
            Presence presence = cluster.presence("lobby");
            presence.enter("ann");
            return presence;
        });
        there.add(4);
        lobby.enter("bob");
        second.call(_ -> {
            while (there.value() != 7 || lobby.members().size() != 2) {
                Jevent.sleep(Duration.ofMillis(20));
            }
            return null;
        });
        assertThat(lobby.members()).containsExactly("ann", "bob");
        here.leave("ann");
        second.call(_ -> {
            while (lobby.members().size() != 1) {
                Jevent.sleep(Duration.ofMillis(20));
            }
            return null;
        });
        assertThat(lobby.members()).containsExactly("bob");
    }

    @Test
    void anIdleActorLeavesPekkosMemory() throws Exception {
        int size = first.call(cluster -> {
            Actors<Order, Object> idle =
                    cluster.actors("idle", _ -> _ -> "here", ActorOptions.DEFAULT.withIdle(Duration.ofMillis(100)));
            idle.get("a").ask(new Where(), LIMIT);
            while (idle.size() > 0) {
                Jevent.sleep(Duration.ofMillis(20));
            }
            return idle.size();
        });
        assertThat(size).isZero();
    }

    @Test
    void aNodeThatIsNotTrustedCannotJoin() throws Exception {
        var stranger = DevelopmentCertificate.create();
        ClusterOptions options = options(first.cluster().address())
                .tls(stranger.identity(), stranger.trust())
                .joinLimit(Duration.ofSeconds(3));
        assertThatThrownBy(() -> TestNode.start(options))
                .isInstanceOf(ClusterClosedException.class)
                .hasMessageContaining("could be joined");
    }

    @Test
    void aNodeAloneNeedsNoOptionsAndEndsWithItsHub() throws Exception {
        Jevent.run(() -> {
            Cluster cluster = Cluster.start(ClusterOptions.create());
            Actors<String, String> echo = cluster.actors("echo", _ -> message -> message);
            assertThat(echo.get("a").ask("hello", LIMIT)).isEqualTo("hello");
            assertThat(cluster.address()).startsWith("127.0.0.1:");
            assertThat(cluster.isUp()).isTrue();
            cluster.close();
            assertThat(cluster.isUp()).isFalse();
            assertThatThrownBy(() -> echo.get("a").tell("late")).isInstanceOf(ClusterClosedException.class);
            return Hub.current();
        });
    }
}
