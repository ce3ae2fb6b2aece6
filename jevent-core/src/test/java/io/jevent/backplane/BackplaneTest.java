// SPDX-License-Identifier: Apache-2.0
package io.jevent.backplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A backplane of one process, and the subscriptions that all backplanes have. */
class BackplaneTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    /** Notes what it receives. */
    private static final class Ear implements Backplane.Receiver {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void message(byte[] message) {
            heard.add(new String(message, UTF_8));
        }

        @Override
        public void gap() {
            heard.add("GAP");
        }
    }

    /** Lets all greenlets run that can. */
    private static void settle() {
        for (int i = 0; i < 10; i++) {
            Jevent.sleep();
        }
    }

    @Test
    void allSubscriptionsOfAChannelReceiveItsMessagesInOrder() throws Exception {
        Jevent.run(() -> {
            try (Backplane backplane = Backplane.local()) {
                var one = new Ear();
                var two = new Ear();
                var other = new Ear();
                assertThat(backplane.subscribe("a", one).await(LONG)).isTrue();
                assertThat(backplane.subscribe("a", two).await(LONG)).isTrue();
                assertThat(backplane.subscribe("b", other).await(LONG)).isTrue();
                backplane.publish("a", "1");
                backplane.publish("a", "2");
                backplane.publish("b", "3");
                backplane.publish("c", "nobody");
                settle();
                assertThat(one.heard).containsExactly("1", "2");
                assertThat(two.heard).containsExactly("1", "2");
                assertThat(other.heard).containsExactly("3");
            }
            return null;
        });
    }

    @Test
    void aReceiverThatIsTooSlowMissesTheOldestAndSeesAGapFirst() throws Exception {
        Jevent.run(() -> {
            try (Backplane backplane = Backplane.local()) {
                var ear = new Ear();
                BackplaneSubscription subscription = backplane.subscribe("a", ear);
                for (int i = 0; i < 1003; i++) {
                    backplane.publish("a", "" + i); // never switches, so nothing is received yet
                }
                assertThat(subscription.missed()).isEqualTo(3);
                settle();
                assertThat(ear.heard).hasSize(1001).startsWith("GAP", "3", "4").endsWith("1002");
                backplane.publish("a", "next");
                settle();
                assertThat(ear.heard).endsWith("1002", "next");
            }
            return null;
        });
    }

    @Test
    void aReceiverThatThrowsEndsItsOwnSubscriptionOnly() throws Exception {
        Jevent.run(() -> {
            Hub.current().setErrorStream(null);
            try (Backplane backplane = Backplane.local()) {
                var ear = new Ear();
                backplane.subscribe("a", _ -> {
                    throw new IOException("I cannot");
                });
                backplane.subscribe("a", ear);
                backplane.publish("a", "1");
                settle();
                backplane.publish("a", "2");
                settle();
                assertThat(ear.heard).containsExactly("1", "2");
                assertThat(backplane).hasToString("backplane of this process");
            }
            return null;
        });
    }

    @Test
    void whatWaitsIsReceivedAfterTheEndAndNothingElse() throws Exception {
        Jevent.run(() -> {
            Backplane backplane = Backplane.local();
            var ear = new Ear();
            BackplaneSubscription subscription = backplane.subscribe("a", ear);
            backplane.publish("a", "1");
            backplane.close();
            subscription.close();
            settle();
            assertThat(ear.heard).containsExactly("1");
            assertThatThrownBy(() -> backplane.publish("a", "2")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> backplane.subscribe("a", ear)).isInstanceOf(IllegalStateException.class);
            return null;
        });
    }

    @Test
    void aLossIsToldToTheReceiversOfItsChannelEvenWithoutAMessage() throws Exception {
        Jevent.run(() -> {
            var log = new ArrayList<String>();
            var subscribers = new Subscribers(new Subscribers.Channels() {
                @Override
                public void opened(String channel) {
                    log.add("+" + channel);
                }

                @Override
                public void closed(String channel) {
                    log.add("-" + channel);
                }
            });
            var ear = new Ear();
            var other = new Ear();
            BackplaneSubscription first = subscribers.add("a", ear);
            BackplaneSubscription second = subscribers.add("a", ear);
            subscribers.add("b", other);
            assertThat(first.await(Duration.ZERO)).isFalse();
            subscribers.connected("a");
            assertThat(first.await(Duration.ZERO)).isTrue();
            assertThat(subscribers.add("a", other).await(Duration.ZERO)).isTrue();
            subscribers.disconnected();
            assertThat(second.await(Duration.ZERO)).isFalse();
            subscribers.lost("b");
            settle();
            assertThat(other.heard).containsExactly("GAP");
            assertThat(ear.heard).isEmpty();
            first.close();
            subscribers.close();
            assertThat(log).containsExactlyInAnyOrder("+a", "+b", "-a", "-b");
            return null;
        });
    }
}
