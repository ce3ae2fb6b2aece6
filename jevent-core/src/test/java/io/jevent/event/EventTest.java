// SPDX-License-Identifier: Apache-2.0
package io.jevent.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Events: waiters, links, other threads. */
class EventTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> trace = new ArrayList<>();

    @Test
    void waitsUntilItIsSetAndNotAtAllWhenItIs() throws Exception {
        HubTesting.run(() -> {
            var event = new Event();
            assertThat(event.isSet() || event.isReady()).isFalse();
            assertThat(event.await(Duration.ZERO)).isFalse();
            assertThat(event.await(SECOND)).isFalse();
            assertThat(Hub.current().now()).isEqualTo(SECOND.toNanos());
            event.set();
            long switches = Hub.current().switches();
            event.await();
            assertThat(event.await(SECOND)).isTrue();
            assertThat(event.await(Duration.ZERO)).isTrue();
            assertThat(Hub.current().switches()).isEqualTo(switches);
            event.clear();
            assertThat(event.isSet()).isFalse();
        });
    }

    @Test
    void wakesAllWhoWaitedEvenIfItIsClearedAtOnce() throws Exception {
        HubTesting.run(() -> {
            var event = new Event();
            for (int i = 0; i < 3; i++) {
                int number = i;
                var _ = Jevent.spawn(() -> trace.add(number + " " + event.await(SECOND)));
            }
            Jevent.sleep();
            event.set();
            event.clear();
            assertThat(event.await(SECOND)).as("one that comes later waits").isFalse();
            assertThat(trace).containsExactly("0 true", "1 true", "2 true");
        });
    }

    @Test
    void doesNotLetALateComerOvertakeThoseWhoAreBeingWoken() throws Exception {
        HubTesting.run(() -> {
            var event = new Event();
            var _ = Jevent.spawn(() -> {
                event.await();
                trace.add("waiter");
            });
            Jevent.sleep();
            var late = Jevent.spawn(() -> {
                event.await();
                trace.add("late");
            });
            event.set();
            late.join();
            assertThat(trace).containsExactlyInAnyOrder("waiter", "late");
        });
    }

    @Test
    void callsALinkThatIsAddedWhenItIsSetAndOnlyOnce() throws Exception {
        HubTesting.run(() -> {
            var event = new Event();
            event.set();
            event.rawlink(() -> trace.add("link"));
            assertThat(trace).isEmpty();
            Jevent.sleep();
            event.clear();
            event.set();
            Jevent.sleep();
            assertThat(trace).containsExactly("link");
        });
    }

    @Test
    void isNamedInReportsWithItsState() throws Exception {
        HubTesting.run(() -> {
            var event = new Event();
            assertThat(event.toString()).matches("Event@[0-9a-f]+ \\(not set\\)");
            event.set();
            assertThat(event.toString()).matches("Event@[0-9a-f]+ \\(set\\)");
            assertThat(event.wokenBy()).isEqualTo("a set()");
            assertThatThrownBy(() -> event.await(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeout must not be negative: PT-1S");
        });
    }

    @Test
    void isSetByAnyThreadForGreenletsOfSeveralHubsAndForPlainThreads() throws Exception {
        for (int round = 0; round < 50; round++) {
            var event = new Event();
            var woken = new AtomicInteger();
            var waiting = new ArrayList<Thread>();
            for (int i = 0; i < 3; i++) {
                var thread = new Thread(() -> {
                    try (Hub _ = Hub.current()) {
                        var a = Jevent.spawn(() -> event.await());
                        event.await();
                        a.join();
                        woken.incrementAndGet();
                    }
                });
                waiting.add(thread);
                thread.start();
            }
            waiting.add(Thread.ofVirtual().start(() -> {
                event.await();
                woken.incrementAndGet();
            }));
            event.set();
            for (Thread thread : waiting) {
                thread.join(30_000);
            }
            assertThat(woken).hasValue(4);
        }
    }

    @Test
    void aWaitForASetEventReturnsBeforeThoseThatItWokeHaveRun() throws Exception { // gevent: after them
        HubTesting.run(() -> {
            var event = new Event();
            for (int i = 1; i <= 2; i++) {
                int number = i;
                var _ = Jevent.spawn(() -> {
                    event.await();
                    trace.add(number);
                });
            }
            Jevent.sleep();
            event.set();
            event.await();
            trace.add(3);
            Jevent.sleep();
            assertThat(trace).containsExactly(3, 1, 2);
        });
    }
}
