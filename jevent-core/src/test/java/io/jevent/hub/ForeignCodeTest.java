// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Greenlets that wait in code that is not jevent's, and threads of others that wait in jevent. */
class ForeignCodeTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static Greenlet<?> away(Callable<?> body) {
        Greenlet<?> greenlet = Jevent.spawn(body);
        Jevent.sleep();
        assertThat(greenlet.activity()).isEqualTo("parked outside of jevent");
        return greenlet;
    }

    private static Object forEver() throws InterruptedException {
        var monitor = new Object();
        synchronized (monitor) {
            while (true) {
                monitor.wait();
            }
        }
    }

    @Test
    void othersRunWhileOneWaitsInTheJdk() throws Exception {
        HubTesting.run(() -> {
            var queue = new LinkedBlockingQueue<String>();
            var taker = away(queue::take);
            queue.add("item");
            assertThat(taker.result()).isEqualTo("item");
        });
    }

    @Test
    void locksOfTheJdkKeepGreenletsOfOneHubApart() throws Exception {
        HubTesting.run(() -> {
            var lock = new ReentrantLock();
            List<String> trace = new ArrayList<>();
            var greenlets = new ArrayList<Greenlet<?>>();
            for (String name : List.of("a", "b", "c")) {
                greenlets.add(Jevent.spawn(() -> {
                    lock.lock();
                    try {
                        trace.add(name + " in");
                        Jevent.sleep(SECOND);
                        trace.add(name + " out");
                    } finally {
                        lock.unlock();
                    }
                }));
            }
            Jevent.joinAll(greenlets);
            assertThat(trace).containsExactly("a in", "a out", "b in", "b out", "c in", "c out");
        });
    }

    @Test
    @Tag("realtime")
    void aKillInterruptsTheWaitAndComesOutOfTheGreenletAsItself() throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((_, _) -> {});
            List<Supplier<Throwable>> causes =
                    List.of(() -> new GreenletExit("enough"), () -> new IOException("checked"));
            for (Supplier<Throwable> causeOfEach : causes) {
                for (Callable<?> wait : List.<Callable<?>>of(ForeignCodeTest::forEver, () -> {
                    Thread.sleep(Duration.ofHours(1));
                    return 1;
                })) {
                    Throwable cause = causeOfEach.get();
                    var victim = away(wait);
                    victim.kill(cause);
                    Throwable outcome = cause instanceof GreenletExit ? victim.exit() : victim.exception();
                    assertThat(outcome).isSameAs(cause);
                    assertThat(cause.getSuppressed()).isNotEmpty().allMatch(InterruptedException.class::isInstance);
                }
            }
        });
    }

    @Test
    void aKillIsNotReplacedByATimeoutThatInterruptsItsCleanUp() throws Exception {
        HubTesting.run(() -> {
            var within = Timeout.silent(SECOND);
            List<Callable<?>> blocks = List.of(
                    () -> {
                        try (var _ = Timeout.startNew(SECOND)) {
                            return cleanUpForEver();
                        }
                    },
                    () -> within.call(ForeignCodeTest::cleanUpForEver),
                    () -> Jevent.withTimeout(SECOND, "given", ForeignCodeTest::cleanUpForEver));
            for (Callable<?> block : blocks) {
                var kill = new GreenletExit("enough");
                var victim = away(() -> {
                    Object value = block.call();
                    Jevent.sleep();
                    return value;
                });
                victim.kill(kill);
                assertThat(victim.exception()).isNull();
                assertThat(victim.exit()).isSameAs(kill);
            }
        });
    }

    @Test
    void anOuterTimeoutIsNotReplacedByAnInnerOneThatInterruptsItsCleanUp() throws Exception {
        HubTesting.run(() -> {
            var outer = new Timeout(SECOND);
            assertThatThrownBy(() -> outer.call(() -> {
                        try (var _ = Timeout.startNew(SECOND.multipliedBy(2))) {
                            return cleanUpForEver();
                        }
                    }))
                    .isSameAs(outer);
            assertThatThrownBy(() -> outer.call(
                            () -> Timeout.silent(SECOND.multipliedBy(2)).call(ForeignCodeTest::cleanUpForEver)))
                    .satisfies(thrown -> assertThat(outer.isMine(thrown)).isTrue());
        });
    }

    /** Is interrupted twice, as a library is that closes its connection, and then meets a wait of jevent. */
    private static Object cleanUpForEver() {
        for (int i = 0; i < 2; i++) {
            while (!Thread.interrupted()) {
                LockSupport.park();
            }
        }
        Jevent.sleep();
        return "cleaned up";
    }

    @Test
    void theInterruptDoesNotOutliveItsKill() throws Exception {
        HubTesting.run(() -> {
            List<Object> trace = new ArrayList<>();
            var victim = away(() -> {
                LockSupport.park(); // ends with the interrupt and keeps its flag
                try {
                    Jevent.sleep();
                } catch (GreenletExit e) {
                    trace.add(e.getMessage());
                }
                trace.add(Thread.currentThread().isInterrupted());
                Jevent.sleep(SECOND);
                return "lived on";
            });
            victim.interrupt(new GreenletExit("enough"));
            assertThat(victim.result()).isEqualTo("lived on");
            assertThat(trace).containsExactly("enough", false);
        });
    }

    @Test
    void aStraySignalOfTheJdkWakesNobodyWhoWaitsInJevent() throws Exception {
        HubTesting.run(() -> {
            var event = new Event();
            var threads = new ArrayList<Thread>();
            var waiter = Jevent.spawn(() -> {
                threads.add(Thread.currentThread());
                event.await();
                return Thread.interrupted();
            });
            Jevent.sleep();
            LockSupport.unpark(threads.getFirst());
            threads.getFirst().interrupt();
            Jevent.sleep();
            assertThat(waiter.waitingOn()).isSameAs(event);
            event.set();
            assertThat(waiter.result()).isTrue();
        });
    }

    @Test
    void aVirtualThreadStartedByAGreenletRunsOnTheHubAndMayWaitInJevent() throws Exception {
        HubTesting.run(() -> {
            var event = new Event();
            List<Object> trace = new ArrayList<>();
            Thread stranger = Thread.ofVirtual().unstarted(() -> {
                event.await();
                trace.add("woken");
                trace.add(event.await(SECOND));
                event.clear();
                trace.add(event.await(SECOND));
            });
            stranger.start();
            Jevent.sleep();
            assertThat(trace).isEmpty();
            event.set();
            stranger.join();
            assertThat(trace).containsExactly("woken", true, false);
        });
    }

    @Test
    void anInterruptEndsTheWaitOfAVirtualThreadInJevent() throws Exception {
        HubTesting.run(() -> {
            List<Object> trace = new ArrayList<>();
            Thread stranger = Thread.ofVirtual().unstarted(() -> {
                try {
                    new Event().await();
                } catch (GreenletExit e) {
                    trace.add(e.getMessage());
                }
            });
            stranger.start();
            Jevent.sleep();
            stranger.interrupt();
            stranger.join();
            assertThat(trace).containsExactly("the virtual thread was interrupted in a wait of jevent");
        });
    }

    @Test
    void aGreenletJoinsAThreadOfTheProgram() throws Exception {
        HubTesting.run(() -> {
            var ran = new LinkedBlockingQueue<String>();
            var thread = new Thread(() -> ran.add("ran"));
            var joiner = Jevent.spawn(() -> {
                thread.join();
                return ran.poll(0, TimeUnit.SECONDS);
            });
            thread.start();
            assertThat(joiner.result()).isEqualTo("ran");
        });
    }

    @Test
    void aKillThatForeignCodeSwallowedIsWhatComesOutOfTheGreenlet() throws Exception {
        HubTesting.run(() -> {
            for (var exit : List.of(new GreenletExit(), new GreenletExit("why"))) {
                Greenlet<?> victim = away(() -> {
                    try {
                        return forEver();
                    } catch (InterruptedException e) {
                        return "went on as if nothing were";
                    }
                });
                victim.interrupt(exit);
                victim.join();
                assertThat(victim.exit()).isSameAs(exit);
                assertThat(victim.value()).isNull();
            }
            Greenlet<?> failing = away(() -> {
                try {
                    return forEver();
                } catch (InterruptedException e) {
                    return "went on";
                }
            });
            Hub.current().setErrorHandler((context, failure) -> {});
            var failure = new IllegalStateException("stop");
            failing.interrupt(failure);
            failing.join();
            assertThat(failing.exception()).isSameAs(failure);
        });
    }

    @Test
    void anInterruptedWaitOfAVirtualThreadLeavesNoTimer() throws Exception {
        HubTesting.run(() -> {
            var event = new Event();
            Thread stranger = Thread.startVirtualThread(() -> {
                try {
                    event.await(SECOND);
                } catch (GreenletExit e) {
                    Thread.currentThread().interrupt();
                }
            });
            Jevent.sleep();
            stranger.interrupt();
            stranger.join();
            long begin = Hub.current().now();
            Hub.current().join();
            assertThat(Hub.current().now()).isEqualTo(begin);
        });
    }
}
