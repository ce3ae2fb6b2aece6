// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.tls.DevelopmentCertificate;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
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
                .storageInMemory()
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
        untilBothHear(here, there);
        first.call(cluster -> {
            cluster.<Order>topic("news").publish(new Where());
            return null;
        });
        assertThat(upToWhere(there)).endsWith(new Where());
        Order afterIt = first.call(_ -> here.get());
        assertThat(afterIt).isEqualTo(new Where());
        here.close();
        there.close();
    }

    /**
     * Publishes at the first node until the second one hears it, as a new subscription is known after about a second;
     * each round ends when the message has come back here.
     *
     * @return the number of messages
     */
    private static int untilBothHear(Subscription<Order> here, Subscription<Order> there) throws Exception {
        return first.call(cluster -> {
            Topic<Order> news = cluster.topic("news");
            int sent = 0;
            do {
                var message = new Fail("n" + sent++);
                news.publish(message);
                assertThat(here.get()).isEqualTo(message);
            } while (there.get(Duration.ZERO).isEmpty());
            return sent;
        });
    }

    private static List<Order> upToWhere(Subscription<Order> messages) throws Exception {
        return first.call(_ -> {
            List<Order> all = new ArrayList<>();
            do {
                all.add(messages.get());
            } while (!all.getLast().equals(new Where()));
            return all;
        });
    }

    @Test
    void aSlowSubscriberOfAnotherNodeMissesTheOldestAndCountsThem() throws Exception {
        Subscription<Order> here =
                first.call(cluster -> cluster.<Order>topic("news").subscribe());
        Subscription<Order> fast =
                second.call(cluster -> cluster.<Order>topic("news").subscribe());
        untilBothHear(here, fast);
        first.call(cluster -> {
            cluster.<Order>topic("news").publish(new Where());
            return null;
        });
        upToWhere(fast); // nothing of before is on its way any more
        Subscription<Order> slow =
                second.call(cluster -> cluster.<Order>topic("news").subscribe(2));
        // both subscribers of a node get what it receives, and it receives the messages in their order
        int published = first.call(cluster -> {
            int n = 0;
            while (slow.missed() < 3) {
                cluster.<Order>topic("news").publish(new Echo("", List.of(n++), Map.of()));
                assertThat(fast.get()).isNotNull();
            }
            cluster.<Order>topic("news").publish(new Where());
            return n + 1;
        });
        List<Order> got = upToWhere(slow);
        assertThat(got.size() + slow.missed())
                .as("received and counted as missed")
                .isEqualTo(published);
        assertThat(got).as("the newest").hasSizeLessThanOrEqualTo(3);
        here.close();
        fast.close();
        slow.close();
    }

    private static <T> void await(TestNode node, Subscription<T> states, T wanted) throws Exception {
        T last = node.call(_ -> {
            T state = states.get();
            while (!state.equals(wanted)) {
                state = states.get();
            }
            return state;
        });
        assertThat(last).isEqualTo(wanted);
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
        await(second, there.changes(), 7L);
        try (Subscription<Set<String>> names = lobby.changes()) {
            await(second, names, Set.of("ann", "bob"));
            here.leave("ann");
            await(second, names, Set.of("bob"));
        }
        assertThat(lobby.members()).containsExactly("bob");
    }

    @Test
    void anIdleActorLeavesPekkosMemory() throws Exception {
        int made = first.call(cluster -> {
            var left = new Event();
            var count = new AtomicInteger();
            Actors<Order, Object> idle = cluster.actors(
                    "idle",
                    _ -> new KeyedActor<Order, Object>() {
                        private final int number = count.incrementAndGet();

                        @Override
                        public Object receive(Order order) {
                            return number;
                        }

                        @Override
                        public void stopped() {
                            left.set();
                        }
                    },
                    ActorOptions.DEFAULT.withIdle(Duration.ofMillis(100)));
            idle.get("a").ask(new Where(), LIMIT);
            left.await();
            return (Integer) idle.get("a").ask(new Where(), LIMIT);
        });
        assertThat(made).isEqualTo(2);
    }

    /** Counts the messages that come out of turn; the state is the program's, so it outlives the actor. */
    private record Turn(AtomicInteger last, AtomicInteger wrong, Event left) implements KeyedActor<Integer, Integer> {

        @Override
        public Integer receive(Integer number) {
            if (number != last.getAndSet(number) + 1) {
                wrong.incrementAndGet();
            }
            return number;
        }

        @Override
        public void stopped() {
            left.set();
        }
    }

    @Test
    void messagesStayInOrderWhenAnActorLeavesTheMemoryAndReturns() throws Exception {
        var turn = new Turn(new AtomicInteger(), new AtomicInteger(), new Event());
        first.call(cluster -> {
            Actors<Integer, Integer> actors = cluster.actors(
                    "turn",
                    _ -> turn,
                    ActorOptions.DEFAULT.withIdle(Duration.ofMillis(1)).withMailbox(10_000));
            ActorRef<Integer, Integer> actor = actors.get("a");
            int number = 0;
            for (int life = 0; life < 20; life++) {
                turn.left().clear();
                int begun = number + 1;
                for (int i = 0; i < 1000; i++) { // many are on Pekko's way when the first one creates the actor
                    number++;
                    actor.tell(number);
                }
                while (turn.last().get() < begun) {
                    Jevent.sleep();
                }
                for (int i = 0; i < 50; i++) { // these change from Pekko's way to that of the hub
                    number++;
                    actor.tell(number);
                    Jevent.sleep();
                }
                number++;
                assertThat(actor.ask(number, LIMIT)).isEqualTo(number);
                turn.left().await();
            }
            return number;
        });
        assertThat(turn.wrong()).hasValue(0);
    }

    @Test
    void aTellThatIsNotAllowedIsDroppedAndCounted() throws Exception {
        String key = remoteKey();
        long before = first.cluster().report().dropped();
        assertThatThrownBy(() -> ask(first, key, new Unknown())).isInstanceOf(MessageRefusedException.class);
        assertThat(first.cluster().report().dropped()).isEqualTo(before);
        first.call(_ -> {
            ACTORS.get(first).get(key).tell(new Unknown());
            return ACTORS.get(first).get(key).ask(new Where(), LIMIT);
        });
        assertThat(first.cluster().report().dropped()).isEqualTo(before + 1);
    }

    @Test
    void aReceiverRefusesAClassThatOnlyTheSenderHasListed() throws Exception {
        TestNode third = TestNode.start(options(first.cluster().address()).allow(Unknown.class));
        try (third) {
            Actors<Object, Object> places =
                    third.call(cluster -> cluster.actors("place", _ -> new Place(cluster.address())));
            String own = third.cluster().address();
            String key = third.call(_ -> {
                for (int i = 0; ; i++) {
                    if (!places.get("key" + i).ask(new Where(), LIMIT).equals(own)) {
                        return "key" + i;
                    }
                }
            });
            long before = dropped();
            assertThatThrownBy(() -> third.call(_ -> places.get(key).ask(new Unknown(), LIMIT)))
                    .isInstanceOf(MessageRefusedException.class)
                    .hasMessageContaining(Unknown.class.getName());
            assertThat(dropped()).isEqualTo(before);
            third.call(_ -> {
                places.get(key).tell(new Unknown());
                return places.get(key).ask(new Where(), LIMIT);
            });
            assertThat(dropped()).isEqualTo(before + 1);
        }
    }

    private static long dropped() {
        return first.cluster().report().dropped() + second.cluster().report().dropped();
    }

    @Test
    void aNodeReportsItsMembersAndItsLoad() throws Exception {
        String key = remoteKey();
        ClusterReport report = first.cluster().report();
        assertThat(report.up()).isTrue();
        assertThat(report.members())
                .contains(
                        new ClusterReport.Member(first.cluster().address(), "Up", true),
                        new ClusterReport.Member(second.cluster().address(), "Up", true));
        assertThat(report.unreachable()).isEmpty();
        assertThat(report.toString())
                .startsWith("node " + first.cluster().address() + ", up, ")
                .contains("member " + second.cluster().address() + " Up\n", "actors only: 1, 0 messages waiting\n");
        Map<String, Integer> sizes = first.call(_ -> ACTORS.get(first).sizes(LIMIT));
        assertThat(sizes.get(second.cluster().address()))
                .as("with the actor of %s", key)
                .isEqualTo(ACTORS.get(second).size())
                .isPositive();
        Map<String, Integer> shards = first.call(_ -> ACTORS.get(first).shards(LIMIT))
                .get(second.cluster().address());
        assertThat(shards).hasSizeGreaterThan(1);
        assertThat(shards.values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(sizes.get(second.cluster().address()));
    }

    @Test
    void aNodeIsSeenByJmx() throws Exception {
        var name = new ObjectName("io.jevent:type=Cluster,address="
                + ObjectName.quote(first.cluster().address()));
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ClusterMXBean bean = JMX.newMXBeanProxy(server, name, ClusterMXBean.class);
        assertThat(bean.isUp()).isTrue();
        assertThat(bean.getMemberCount()).isGreaterThanOrEqualTo(2);
        assertThat(bean.getUnreachableCount()).isZero();
        assertThat(bean.getActorCount()).isPositive();
        assertThat(bean.getWaitingMessages()).isNotNegative();
        assertThat(bean.getDroppedMessages()).isNotNegative();
        assertThat(bean.report()).startsWith("node " + first.cluster().address());
    }

    /** Adds up, by stored events. */
    private static final class Total extends DurableActor<Integer, Integer, Integer> {
        private int sum;

        @Override
        public Integer receive(Integer n) {
            if (n == 0) {
                throw new IllegalStateException("forget");
            }
            persist(n);
            return sum;
        }

        @Override
        protected void apply(Integer n) {
            sum += n;
        }
    }

    @Test
    void aDurableActorReadsItsEventsAgain() throws Exception {
        int sum = first.call(cluster -> {
            Actors<Integer, Integer> totals = cluster.durable("total", _ -> new Total());
            for (int i = 0; i < 3; i++) {
                totals.get("a").ask(5, LIMIT);
            }
            try {
                totals.get("a").ask(0, LIMIT);
                throw new AssertionError("it must fail");
            } catch (ActorFailedException _) {
                return totals.get("a").ask(1, LIMIT);
            }
        });
        assertThat(sum).isEqualTo(16);
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
            assertThat(cluster).hasToString("cluster node " + cluster.address());
            assertThatThrownBy(() -> cluster.durable("none", _ -> new Total()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("storage");
            assertThatThrownBy(() -> cluster.actors("echo", _ -> message -> message))
                    .isInstanceOf(IllegalArgumentException.class);
            Greenlet<?> end = Jevent.spawn(cluster::awaitEnd);
            Jevent.sleep();
            assertThat(end.isReady()).isFalse();
            cluster.close();
            end.join();
            assertThat(cluster.isUp()).isFalse();
            assertThatThrownBy(() -> echo.get("a").tell("late")).isInstanceOf(ClusterClosedException.class);
            return Hub.current();
        });
    }
}
