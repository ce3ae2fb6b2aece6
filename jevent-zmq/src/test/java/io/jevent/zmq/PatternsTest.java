// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the messaging patterns on one hub. */
class PatternsTest {

    private static final String ANYWHERE = "tcp://127.0.0.1:*";

    @Test
    void requestsAndAnswersTakeTurns() throws Exception {
        var said = new ArrayList<String>();
        OnHub.run(context -> {
            var server = context.socket(ZmqType.REQ);
            var client = context.socket(ZmqType.REP);
            String at = server.bind(ANYWHERE);
            client.connect(at);
            var one = Jevent.spawn(() -> {
                for (int i = 1; i < 10; i++) {
                    server.send("Hello");
                    said.add("server " + i);
                    assertThat(server.recvString()).isEqualTo("World");
                }
            });
            var other = Jevent.spawn(() -> {
                for (int i = 1; i < 10; i++) {
                    assertThat(client.recvString()).isEqualTo("Hello");
                    said.add("client " + i);
                    client.send("World");
                }
            });
            Jevent.joinAllOrThrow(List.of(one, other));
        });
        var expected = new ArrayList<String>();
        for (int i = 1; i < 10; i++) {
            expected.add("server " + i);
            expected.add("client " + i);
        }
        assertThat(said).isEqualTo(expected);
    }

    @Test
    void aSubscriberReceivesWhatItSubscribedTo() throws Exception {
        OnHub.run(context -> {
            var publisher = context.socket(ZmqType.XPUB);
            var subscriber = context.socket(ZmqType.SUB);
            subscriber.connect(publisher.bind(ANYWHERE));
            subscriber.subscribe("a");
            assertThat(publisher.recv()).containsExactly(1, 'a');
            publisher.send("b1");
            publisher.send("a1");
            assertThat(subscriber.recvString()).isEqualTo("a1");
            subscriber.unsubscribe("a");
            subscriber.subscribe("b");
            assertThat(publisher.recv()).containsExactly(0, 'a');
            assertThat(publisher.recv()).containsExactly(1, 'b');
            publisher.send("a2");
            publisher.send("b2");
            assertThat(subscriber.recvString()).isEqualTo("b2");
        });
    }

    @Test
    void pushedMessagesAreDealtOutToAllEndpointsAndCollectedFromAll() throws Exception {
        OnHub.run(context -> {
            var push = context.socket(ZmqType.PUSH);
            push.options().onlyConnected(true);
            var left = context.socket(ZmqType.PULL);
            var right = context.socket(ZmqType.PULL);
            push.connect(left.bind(ANYWHERE));
            push.connect(right.bind(ANYWHERE));
            var results = context.socket(ZmqType.PULL);
            String collected = results.bind("inproc://results");
            for (var pull : List.of(left, right)) {
                var _ = Jevent.spawn(() -> {
                    try (var back = context.socket(ZmqType.PUSH)) {
                        back.connect(collected);
                        while (true) {
                            back.sendMultipart(List.of((pull == left ? "left" : "right").getBytes(UTF_8), pull.recv()));
                        }
                    }
                });
            }
            var workers = new java.util.TreeSet<String>();
            for (int i = 0; workers.size() < 2; i++) {
                push.send("work " + i);
                List<byte[]> result = results.recvMultipart();
                assertThat(new String(result.get(1), UTF_8)).isEqualTo("work " + i);
                workers.add(new String(result.get(0), UTF_8));
            }
            assertThat(workers).containsExactly("left", "right");
        });
    }

    @Test
    void aRouterAnswersWhomItWasAskedBy() throws Exception {
        OnHub.run(context -> {
            var router = context.socket(ZmqType.ROUTER);
            String at = router.bind(ANYWHERE);
            var clients = new ArrayList<ZmqSocket>();
            for (String name : List.of("ann", "bob")) {
                var dealer = context.socket(ZmqType.DEALER);
                dealer.options().identity(name);
                dealer.connect(at);
                dealer.send("I am " + name);
                clients.add(dealer);
            }
            for (int i = 0; i < 2; i++) {
                var asked = router.recvMultipart();
                router.sendMultipart(List.of(asked.get(0), "hello".getBytes(UTF_8), asked.get(1)));
            }
            for (var client : clients) {
                assertThat(client.recvString()).isEqualTo("hello");
                assertThat(client.hasMore()).isTrue();
                assertThat(client.recvString()).startsWith("I am ");
                assertThat(client.hasMore()).isFalse();
            }
        });
    }

    @Test
    void aPairTalksBothWays() throws Exception {
        OnHub.run(context -> {
            var one = context.socket(ZmqType.PAIR);
            var other = context.socket(ZmqType.PAIR);
            other.connect(one.bind("inproc://pair"));
            one.send("to the other");
            other.send("to the one");
            assertThat(one.recvString()).isEqualTo("to the one");
            assertThat(other.recvString()).isEqualTo("to the other");
            assertThat(one.recv(Duration.ofMillis(1))).isEmpty();
        });
    }
}
