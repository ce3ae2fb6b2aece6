// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.backplane.Backplane;
import io.jevent.queue.Queue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A backplane between two nodes of Pekko's. */
@Tag("realtime")
class ClusterBackplaneTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private static String next(TestNode node, Queue<String> heard) throws Exception {
        return node.call(_ -> heard.get(LONG).orElseThrow());
    }

    /** Options with which a subscription is known to the other node soon. */
    private static ClusterOptions quick() {
        return ClusterOptions.create().pekko("pekko.cluster.pub-sub.gossip-interval = 20ms");
    }

    /** Publishes until the other node hears it: then the subscription there is known here. */
    private static void meet(TestNode node, Backplane from, Queue<String> own, Queue<String> other) throws Exception {
        node.call(_ -> {
            do {
                from.publish("news", "hello");
                assertThat(own.get(LONG)).contains("hello");
            } while (other.get(Duration.ZERO).isEmpty());
            return null;
        });
    }

    @Test
    void messagesReachBothNodesInTheOrderOfTheirPublisher() throws Exception {
        try (var first = TestNode.start(quick());
                var second = TestNode.start(quick().seeds(first.cluster().address()))) {
            var here = new Queue<String>();
            var there = new Queue<String>();
            Backplane a = first.call(Cluster::backplane);
            Backplane b = second.call(Cluster::backplane);
            first.call(_ -> a.subscribe("news", message -> here.put(new String(message, UTF_8))));
            second.call(_ -> b.subscribe("news", message -> there.put(new String(message, UTF_8))));
            meet(first, a, here, there);
            meet(second, b, there, here);
            first.call(_ -> {
                for (int i = 0; i < 100; i++) {
                    a.publish("news", "a" + i);
                }
                return null;
            });
            for (Queue<String> heard : List.of(here, there)) {
                for (int i = 0; i < 100; i++) {
                    String text = next(first, heard);
                    while (text.equals("hello")) {
                        text = next(first, heard);
                    }
                    assertThat(text).isEqualTo("a" + i);
                }
            }
            assertThatThrownBy(() -> a.publish("news", new byte[128 * 1024]))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("maxMessageSize");
            a.publish("news", new byte[127 * 1024]);
            assertThat(next(second, there)).as("the largest that is taken").hasSize(127 * 1024);
            second.call(cluster -> {
                cluster.close();
                return null;
            });
            assertThatThrownBy(() -> b.publish("news", "late"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be published");
            a.close();
        }
    }
}
