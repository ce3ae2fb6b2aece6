// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.backplane.Backplane;
import io.jevent.backplane.BackplaneSubscription;
import io.jevent.exceptions.GreenletExit;
import io.jevent.testing.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LocalClusterTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Counts, sleeps as many seconds as a negative number tells, and fails at zero. */
    private static final class Sum implements KeyedActor<Integer, Integer> {
        private final List<String> log;
        private final String key;
        private int sum;

        Sum(String key, List<String> log) {
            this.key = key;
            this.log = log;
        }

        @Override
        public Integer receive(Integer n) throws IOException {
            if (n == 0) {
                throw new IOException("nothing to add");
            }
            if (n < 0) {
                Jevent.sleep(Duration.ofSeconds(-n));
            }
            sum += n;
            return sum;
        }

        @Override
        public void started() {
            log.add("+" + key);
        }

        @Override
        public void stopped() {
            log.add("-" + key);
        }
    }

    private interface Body {
        void run(Cluster cluster) throws Exception;
    }

    private static void inCluster(Body body) throws Exception {
        try (TestHub hub = TestHub.virtualTime().allowFailures()) {
            hub.run(() -> {
                try (Cluster cluster = Cluster.local()) {
                    body.run(cluster);
                }
                return null;
            });
        }
    }

    @Test
    void eachKeyHasItsOwnState() throws Exception {
        inCluster(cluster -> {
            var log = new ArrayList<String>();
            Actors<Integer, Integer> sums = cluster.actors("sum", key -> new Sum(key, log));
            sums.get("a").tell(1);
            assertThat(sums.get("a").ask(2, SECOND)).isEqualTo(3);
            assertThat(sums.get("b").ask(5, SECOND)).isEqualTo(5);
            assertThat(log).containsExactly("+a", "+b");
            assertThat(sums.size()).isEqualTo(2);
            assertThat(sums.name()).isEqualTo("sum");
            assertThat(sums.get("a")).hasToString("actor sum/a");
            assertThat(sums.get("a").key()).isEqualTo("a");
            assertThatThrownBy(() -> sums.get("")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> cluster.actors("sum", key -> new Sum(key, log)))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void aTimeoutEndsAnAskAndTheMessageIsHandledAllTheSame() throws Exception {
        inCluster(cluster -> {
            Actors<Integer, Integer> sums = cluster.actors("sum", key -> new Sum(key, new ArrayList<>()));
            assertThatThrownBy(() -> sums.get("a").ask(-5, SECOND)).isInstanceOf(Timeout.class);
            assertThat(sums.get("a").ask(1, Duration.ofSeconds(10))).isEqualTo(-4);
        });
    }

    @Test
    void aKillEndsAnAsk() throws Exception {
        inCluster(cluster -> {
            Actors<Integer, Integer> sums = cluster.actors("sum", key -> new Sum(key, new ArrayList<>()));
            Greenlet<Integer> asker = Jevent.spawn(() -> sums.get("a").ask(-5, Duration.ofMinutes(1)));
            Jevent.sleep(SECOND);
            asker.kill();
            assertThat(asker.exit()).isNotNull();
            assertThat(sums.get("a").ask(1, Duration.ofSeconds(10))).isEqualTo(-4);
        });
    }

    @Test
    void aFailureIsTheAskersAndTheNextMessageGetsANewState() throws Exception {
        inCluster(cluster -> {
            var log = new ArrayList<String>();
            Actors<Integer, Integer> sums = cluster.actors("sum", key -> new Sum(key, log));
            sums.get("a").tell(7);
            assertThatThrownBy(() -> sums.get("a").ask(0, SECOND))
                    .isInstanceOf(ActorFailedException.class)
                    .hasMessage("actor sum/a failed: java.io.IOException: nothing to add");
            assertThat(sums.get("a").ask(1, SECOND)).isEqualTo(1);
            assertThat(log).containsExactly("+a", "+a");
        });
    }

    @Test
    void anActorThatIsKilledFailsItsAsks() throws Exception {
        inCluster(cluster -> {
            Actors<String, String> actors = cluster.actors("mortal", _ -> message -> {
                if (message.equals("die")) {
                    throw new GreenletExit();
                }
                return message;
            });
            Greenlet<String> second = Jevent.spawn(() -> actors.get("a").ask("behind", SECOND));
            assertThatThrownBy(() -> actors.get("a").ask("die", SECOND))
                    .isInstanceOf(ActorFailedException.class)
                    .hasMessageContaining("ended without a reply");
            second.join();
            assertThat(actors.get("a").ask("again", SECOND)).isEqualTo("again");
        });
    }

    @Test
    void anIdleActorLeavesAndComesBack() throws Exception {
        inCluster(cluster -> {
            var log = new ArrayList<String>();
            Actors<Integer, Integer> sums = cluster.actors(
                    "sum", key -> new Sum(key, log), ActorOptions.DEFAULT.withIdle(Duration.ofSeconds(10)));
            assertThat(sums.get("a").ask(1, SECOND)).isEqualTo(1);
            Jevent.sleep(Duration.ofSeconds(9));
            assertThat(sums.get("a").ask(1, SECOND)).isEqualTo(2);
            Jevent.sleep(Duration.ofSeconds(9));
            assertThat(log).containsExactly("+a");
            Jevent.sleep(Duration.ofSeconds(2));
            assertThat(log).containsExactly("+a", "-a");
            assertThat(sums.size()).isZero();
            assertThat(sums.get("a").ask(1, SECOND)).isEqualTo(1);
        });
    }

    @Test
    void anActorThatWorksLongerThanTheIdleTimeIsNotIdle() throws Exception {
        inCluster(cluster -> {
            var log = new ArrayList<String>();
            Actors<Integer, Integer> sums =
                    cluster.actors("sum", key -> new Sum(key, log), ActorOptions.DEFAULT.withIdle(SECOND));
            assertThat(sums.get("a").ask(-30, Duration.ofMinutes(1))).isEqualTo(-30);
            assertThat(log).containsExactly("+a");
        });
    }

    @Test
    void messagesForAnActorThatIsLeavingWaitForTheNext() throws Exception {
        inCluster(cluster -> {
            var lives = new AtomicInteger();
            Actors<String, Integer> actors = cluster.actors(
                    "slow",
                    _ -> new KeyedActor<String, Integer>() {
                        @Override
                        public Integer receive(String message) {
                            return lives.get();
                        }

                        @Override
                        public void started() {
                            lives.incrementAndGet();
                        }

                        @Override
                        public void stopped() {
                            Jevent.sleep(SECOND);
                        }
                    },
                    new ActorOptions(SECOND, 2, false));
            assertThat(actors.get("a").ask("x", SECOND)).isEqualTo(1);
            Jevent.sleep(Duration.ofMillis(1500));
            List<Greenlet<Integer>> asks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                asks.add(Jevent.spawn(() -> actors.get("a").ask("y", Duration.ofSeconds(5))));
            }
            Jevent.joinAll(asks);
            assertThat(asks.get(0).value()).isEqualTo(2);
            assertThat(asks.get(1).value()).isEqualTo(2);
            assertThat(asks.get(2).exception()).isInstanceOf(MailboxFullException.class);
        });
    }

    @Test
    void aFullMailboxRefusesAsksAndDropsTells() throws Exception {
        inCluster(cluster -> {
            Actors<Integer, Integer> sums =
                    cluster.actors("sum", key -> new Sum(key, new ArrayList<>()), ActorOptions.DEFAULT.withMailbox(2));
            ActorRef<Integer, Integer> a = sums.get("a");
            a.tell(-1);
            Jevent.sleep();
            a.tell(1);
            a.tell(1);
            a.tell(100);
            assertThatThrownBy(() -> a.ask(1, SECOND))
                    .isInstanceOf(MailboxFullException.class)
                    .hasMessage("actor sum/a has 2 messages waiting and takes no more");
            assertThat(cluster.report().dropped()).isEqualTo(1);
            assertThat(cluster.report()).hasToString("""
                            node local, up, 1 dropped
                            member local Up
                            actors sum: 1, 2 messages waiting
                            """);
            Jevent.sleep(Duration.ofSeconds(2));
            assertThat(a.ask(10, SECOND)).isEqualTo(11);
            assertThat(cluster.report().actors()).containsExactly(new ClusterReport.ActorLoad("sum", 1, 0));
            assertThat(sums.sizes(SECOND)).isEqualTo(Map.of("local", 1));
            assertThat(sums.shards(SECOND)).isEqualTo(Map.of("local", Map.of("0", 1)));
        });
    }

    @Test
    void closingHandlesWhatWaitsAndStopsTheActors() throws Exception {
        var log = new ArrayList<String>();
        var answer = new ArrayList<Greenlet<Integer>>();
        inCluster(cluster -> {
            Actors<Integer, Integer> sums = cluster.actors("sum", key -> new Sum(key, log));
            answer.add(Jevent.spawn(() -> sums.get("a").ask(-3, Duration.ofMinutes(1))));
            Jevent.sleep();
            cluster.close();
            assertThat(cluster.isUp()).isFalse();
            assertThatThrownBy(() -> sums.get("a").tell(1)).isInstanceOf(ClusterClosedException.class);
            assertThatThrownBy(() -> cluster.topic("t").publish("x")).isInstanceOf(ClusterClosedException.class);
            assertThat(answer.getFirst().result()).isEqualTo(-3);
        });
        assertThat(log).containsExactly("+a", "-a");
    }

    @Test
    void aSingletonIsThereBeforeItsFirstMessage() throws Exception {
        inCluster(cluster -> {
            var log = new ArrayList<String>();
            ActorRef<Integer, Integer> only = cluster.singleton("only", key -> new Sum(key, log));
            Jevent.sleep();
            assertThat(log).containsExactly("+only");
            Jevent.sleep(Duration.ofHours(1));
            assertThat(only.ask(2, SECOND)).isEqualTo(2);
            assertThat(log).containsExactly("+only");
        });
    }

    @Test
    void anotherThreadMayTellAndAsk() throws Exception {
        inCluster(cluster -> {
            Actors<Integer, Integer> sums = cluster.actors("sum", key -> new Sum(key, new ArrayList<>()));
            var pool = new io.jevent.threadpool.ThreadPool(1);
            int sum = pool.apply(() -> {
                sums.get("a").tell(1);
                return sums.get("a").ask(2, SECOND);
            });
            assertThat(sum).isEqualTo(3);
            pool.close();
        });
    }

    @Test
    void aTopicReachesQueuesAndCallbacks() throws Exception {
        inCluster(cluster -> {
            Topic<String> news = cluster.topic("news");
            var called = new ArrayList<String>();
            Subscription<String> queue = cluster.<String>topic("news").subscribe(2);
            Subscription<String> callback = news.subscribe(called::add);
            news.publish("a");
            news.publish("b");
            news.publish("c");
            Jevent.sleep();
            assertThat(called).containsExactly("a", "b", "c");
            assertThat(queue.missed()).isEqualTo(1);
            assertThat(queue.get()).isEqualTo("b");
            assertThat(queue.get(SECOND)).contains("c");
            assertThat(queue.get(SECOND)).isEqualTo(Optional.empty());
            callback.close();
            news.publish("d");
            Jevent.sleep();
            assertThat(called).containsExactly("a", "b", "c");
            assertThat(queue).hasToString("subscription with 1 messages");
            queue.close();
            assertThat(queue).containsExactly("d");
        });
    }

    @Test
    void countersAndPresenceAreThoseOfTheCluster() throws Exception {
        inCluster(cluster -> {
            Counter visits = cluster.counter("visits");
            visits.add(3);
            visits.add(-1);
            assertThat(cluster.counter("visits").value()).isEqualTo(2);
            assertThat(visits).hasToString("counter 2");
            Presence lobby = cluster.presence("lobby");
            lobby.enter("ann");
            lobby.enter("ann");
            lobby.enter("bob");
            lobby.leave("ann");
            lobby.leave("cid");
            assertThat(lobby).hasToString("presence [ann, bob]");
            lobby.leave("ann");
            assertThat(cluster.presence("lobby").members()).containsExactly("bob");
        });
    }

    @Test
    void aSubscriptionHasTheNewestState() throws Exception {
        inCluster(cluster -> {
            Counter visits = cluster.counter("visits");
            Presence lobby = cluster.presence("lobby");
            lobby.enter("ann");
            try (Subscription<Long> values = visits.changes();
                    Subscription<Set<String>> names = lobby.changes()) {
                assertThat(values.get()).isZero();
                assertThat(names.get()).containsExactly("ann");
                visits.add(2);
                visits.add(3);
                lobby.enter("ann");
                assertThat(values.get(SECOND)).contains(5L);
                assertThat(names.get(SECOND)).isEmpty();
                lobby.enter("bob");
                assertThat(names.get(SECOND)).contains(Set.of("ann", "bob"));
            }
            visits.add(1);
            assertThat(visits.value()).isEqualTo(6);
        });
    }

    @Test
    void tellsInTheMailboxOfAKilledActorAreCounted() throws Exception {
        inCluster(cluster -> {
            Actors<String, String> mortal = cluster.actors("mortal", _ -> message -> {
                if (message.equals("die")) {
                    throw new GreenletExit();
                }
                return message;
            });
            mortal.get("a").tell("die");
            mortal.get("a").tell("one");
            mortal.get("a").tell("two");
            Jevent.sleep(SECOND);
            assertThat(cluster.report().dropped()).isEqualTo(2);
            assertThat(mortal.get("a").ask("three", SECOND)).isEqualTo("three");
        });
    }

    @Test
    void theEndOfAClusterCanBeAwaited() throws Exception {
        inCluster(cluster -> {
            Greenlet<?> waiting = Jevent.spawn(cluster::awaitEnd);
            Jevent.sleep(SECOND);
            assertThat(waiting.isReady()).isFalse();
            cluster.close();
            waiting.join();
            assertThat(cluster.isUp()).isFalse();
        });
    }

    @Test
    void aDurableActorKeepsItsStateWhenItLeaves() throws Exception {
        inCluster(cluster -> {
            Actors<Integer, Integer> accounts = cluster.durable("account", _ -> new Account());
            for (int i = 1; i <= 5; i++) {
                accounts.get("a").tell(i);
            }
            assertThat(accounts.get("a").ask(1, SECOND)).isEqualTo(16);
            Jevent.sleep(Duration.ofMinutes(5));
            assertThat(accounts.size()).isZero();
            assertThat(accounts.get("a").ask(1, SECOND)).isEqualTo(17);
            assertThatThrownBy(() -> accounts.get("a").ask(-1, SECOND)).isInstanceOf(ActorFailedException.class);
            assertThat(accounts.get("a").ask(1, SECOND)).isEqualTo(18);
        });
    }

    private static final class Account extends DurableActor<Integer, Integer, Integer> {
        private int sum;

        @Override
        public Integer receive(Integer n) {
            if (n < 0) {
                sum = 0; // not stored
                throw new IllegalArgumentException("negative");
            }
            persist(n);
            return sum;
        }

        @Override
        protected void apply(Integer n) {
            sum += n;
        }

        @Override
        protected Integer snapshot() {
            return sum;
        }

        @Override
        protected void restore(Object state) {
            sum = (Integer) state;
        }

        @Override
        protected int snapshotEvery() {
            return 3;
        }
    }

    @Test
    void aBackplaneBringsMessagesToItsChannelOnly() throws Exception {
        inCluster(cluster -> {
            var heard = new ArrayList<String>();
            try (Backplane backplane = cluster.backplane();
                    Backplane other = cluster.backplane();
                    Subscription<Object> topic = cluster.topic("news").subscribe()) {
                BackplaneSubscription subscription =
                        backplane.subscribe("news", message -> heard.add(new String(message, UTF_8)));
                assertThat(subscription.await(Duration.ZERO)).isTrue();
                other.publish("news", "1");
                other.publish("old", "2");
                other.publish("news", "3");
                Jevent.sleep(SECOND);
                assertThat(heard).containsExactly("1", "3");
                assertThat(topic.get(Duration.ZERO))
                        .as("a topic of the same name")
                        .isEmpty();
                subscription.close();
                other.publish("news", "4");
                Jevent.sleep(SECOND);
                assertThat(heard).hasSize(2);
            }
            Backplane late = cluster.backplane();
            cluster.close();
            assertThatThrownBy(() -> late.publish("news", "5"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("closed");
        });
    }
}
