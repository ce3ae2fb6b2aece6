// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.BlockingSwitchOutException;
import io.jevent.exceptions.LoopExit;
import io.jevent.hub.Hub;
import io.jevent.hub.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The order in which greenlets, callbacks, timers and links run. */
class OrderTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> trace = new ArrayList<>();

    private Runnable mark(Object label) {
        return () -> trace.add(label);
    }

    @Test
    void aSpawnedGreenletRunsNotBeforeItsSpawnerWaits() throws Exception {
        HubTesting.run(() -> {
            var child = Jevent.spawn(mark("child"));
            trace.add("spawner");
            child.join();
            trace.add("after");
            assertThat(trace).containsExactly("spawner", "child", "after");
        });
    }

    @Test
    void greenletsAndCallbacksShareOneQueueAndTimersComeAfterThem() throws Exception {
        HubTesting.run(() -> {
            var timed = Jevent.spawnLater(Duration.ZERO, mark("later"));
            var _ = Jevent.spawn(mark("spawn"));
            Jevent.spawnRaw(mark("raw"));
            Hub.current().runCallback(mark("callback"));
            var _ = Jevent.spawn(mark("spawn again"));
            timed.join();
            assertThat(trace).containsExactly("spawn", "raw", "callback", "spawn again", "later");
        });
    }

    @Test
    void aSleepOfZeroGoesToTheEndOfTheQueue() throws Exception {
        HubTesting.run(() -> {
            var greenlets = IntStream.range(0, 3)
                    .mapToObj(name -> Jevent.spawn(() -> {
                        for (int i = 0; i < 3; i++) {
                            trace.add("abc".charAt(name) + "" + i);
                            Jevent.sleep();
                        }
                    }))
                    .toList();
            Jevent.joinAll(greenlets);
            assertThat(trace).containsExactly("a0", "b0", "c0", "a1", "b1", "c1", "a2", "b2", "c2");
        });
    }

    @Test
    void whatBecomesReadyMeanwhileRunsInTheSameBatchBeforeTheTimers() throws Exception {
        HubTesting.run(() -> {
            var timer = Jevent.spawnLater(Duration.ZERO, mark("timer"));
            var _ = Jevent.spawn(() -> {
                trace.add("first");
                Hub.current().runCallback(() -> {
                    trace.add("second");
                    Hub.current().runCallback(mark("third"));
                });
            });
            timer.join();
            assertThat(trace).containsExactly("first", "second", "third", "timer");
        });
    }

    @Test
    void aGreenletThatAlwaysYieldsStarvesNoTimer() throws Exception {
        HubTesting.run(() -> {
            boolean[] stop = {false};
            Hub.current().schedule(Duration.ZERO, () -> stop[0] = true);
            int turns = 0;
            while (!stop[0]) {
                Jevent.sleep();
                turns++;
            }
            assertThat(turns).isLessThan(2000);
        });
    }

    @Test
    void aGreenletThatAlwaysYieldsStarvesNoMessageOfAnotherThread() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            boolean[] stop = {false};
            var sender = new Thread(() -> hub.runCallback(() -> stop[0] = true));
            sender.start();
            while (!stop[0]) {
                Jevent.sleep();
            }
            sender.join();
        });
    }

    @Test
    void timersFireByDeadline() throws Exception {
        HubTesting.run(() -> {
            for (int seconds : List.of(3, 1, 2)) {
                Hub.current().schedule(Duration.ofSeconds(seconds), mark(seconds));
            }
            Jevent.sleep(Duration.ofSeconds(4));
            assertThat(trace).containsExactly(1, 2, 3);
        });
    }

    @Test
    void timersOfTheSameMomentFireAsTheyWereStarted() throws Exception { // gevent promises no order
        HubTesting.run(() -> {
            var greenlets = IntStream.range(0, 50)
                    .mapToObj(i -> Jevent.spawnLater(SECOND, mark(i)))
                    .toList();
            Jevent.joinAll(greenlets);
            assertThat(trace).isEqualTo(IntStream.range(0, 50).boxed().toList());
        });
    }

    @Test
    void timersOfTheSameMomentFireAsTheyWereStartedAfterSomeWereCancelled() throws Exception {
        HubTesting.run(() -> {
            var timers = new ArrayList<Timer>();
            for (int i = 0; i < 100; i++) {
                timers.add(Hub.current().schedule(SECOND, mark(i)));
            }
            for (int i = 0; i < 100; i += 3) {
                assertThat(timers.get(i).cancel()).isTrue();
                assertThat(timers.get(i).cancel()).isFalse();
            }
            Jevent.sleep(SECOND);
            assertThat(trace)
                    .isEqualTo(IntStream.range(0, 100)
                            .filter(i -> i % 3 != 0)
                            .boxed()
                            .toList());
        });
    }

    @Test
    void whatATimerReadiesRunsBeforeATimerOfALaterMoment() throws Exception { // for a hub that is late as well
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            hub.schedule(SECOND, () -> hub.runCallback(mark("readied at 1")));
            hub.schedule(Duration.ofSeconds(2), mark("timer at 2"));
            Jevent.sleep(Duration.ofSeconds(3));
            assertThat(trace).containsExactly("readied at 1", "timer at 2");
        });
    }

    @Test
    void aSleepAsLongAsTheTimeoutAroundItCompletes() throws Exception {
        HubTesting.run(() -> {
            try (var timeout = Timeout.startNew(SECOND)) {
                Jevent.sleep(SECOND);
                trace.add("slept");
                assertThat(timeout.isPending()).isFalse();
            }
            Jevent.sleep();
            assertThat(trace).containsExactly("slept");
        });
    }

    @Test
    void anEventSetByATimerOfTheSameMomentBeatsTheTimeout() throws Exception { // in gevent the timeout wins
        HubTesting.run(() -> {
            var event = new Event();
            try (var _ = Timeout.startNew(SECOND)) {
                Hub.current().schedule(SECOND, event::set); // started after the timeout
                event.await();
                trace.add("set");
            }
            Jevent.sleep();
            assertThat(trace).containsExactly("set");
        });
    }

    @Test
    void theClockStandsStillWhileAnythingCanRun() throws Exception {
        HubTesting.run(() -> {
            long start = Hub.current().now();
            for (int i = 0; i < 5000; i++) {
                Jevent.sleep();
            }
            assertThat(Hub.current().now()).isEqualTo(start);
            Jevent.sleep(Duration.ofDays(1));
            assertThat(Hub.current().now()).isEqualTo(start + Duration.ofDays(1).toNanos());
        });
    }

    @Test
    void waitersWakeInTheOrderInWhichTheyBeganToWaitAndTheWakerGoesOn() throws Exception {
        HubTesting.run(() -> {
            var event = new Event();
            var result = new AsyncResult<Integer>();
            var greenlets = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                greenlets.add(Jevent.spawn(() -> {
                    event.await();
                    trace.add("event " + number);
                }));
                greenlets.add(Jevent.spawn(() -> {
                    result.join();
                    trace.add("result " + number);
                }));
            }
            Jevent.sleep();
            event.set();
            result.set(1);
            trace.add("waker");
            Jevent.joinAll(greenlets);
            assertThat(trace)
                    .containsExactly("waker", "event 0", "event 1", "event 2", "result 0", "result 1", "result 2");
        });
    }

    @Test
    void linksRunInTheHubInTurnWithWaitersAndOneThatFailsStopsNoOther() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            var failures = new ArrayList<Throwable>();
            hub.setErrorHandler((_, failure) -> failures.add(failure));
            var event = new Event();
            event.rawlink(() -> trace.add("first link, in " + hub.running()));
            var waiter = Jevent.spawn(() -> {
                event.await();
                trace.add("waiter");
            });
            Jevent.sleep();
            event.rawlink(() -> {
                throw new IllegalStateException("link");
            });
            event.rawlink(mark("last link"));
            event.set();
            trace.add("setter");
            waiter.join();
            Jevent.sleep();
            assertThat(trace).containsExactly("setter", "first link, in null", "waiter", "last link");
            assertThat(failures).hasSize(1).first().isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void aLinkRunsOnceAndMayBeTakenBack() throws Exception {
        HubTesting.run(() -> {
            var event = new Event();
            Runnable gone = mark("taken back");
            event.rawlink(mark("link"));
            event.rawlink(gone);
            event.unlink(gone);
            event.unlink(gone);
            event.set();
            event.clear();
            event.set();
            Jevent.sleep();
            assertThat(trace).containsExactly("link");
        });
    }

    @Test
    void aCallbackThatWaitsIsRefusedAndTheHubGoesOn() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            var failures = new ArrayList<Throwable>();
            hub.setErrorHandler((_, failure) -> failures.add(failure));
            hub.runCallback(() -> Jevent.sleep(SECOND));
            hub.runCallback(mark("next"));
            Jevent.sleep();
            assertThat(trace).containsExactly("next");
            assertThat(failures).singleElement().isInstanceOf(BlockingSwitchOutException.class);
            assertThat(failures.getFirst())
                    .hasMessageStartingWith("a blocking call in a callback of hub-")
                    .hasMessageEndingWith("spawn a greenlet there instead: Jevent.spawn(...)");
        });
    }

    @Test
    void aFailureStaysWithItsGreenletIsReportedOnceAndThrownToAllWhoAsk() throws Exception {
        HubTesting.run(() -> {
            var failures = new ArrayList<Throwable>();
            Hub.current().setErrorHandler((_, failure) -> failures.add(failure));
            var failure = new IOException("disk");
            var failed = Jevent.spawn(() -> {
                throw failure;
            });
            var other = Jevent.spawn(() -> {
                Jevent.sleep(SECOND);
                return "fine";
            });
            for (int i = 0; i < 2; i++) {
                try {
                    var _ = failed.result();
                } catch (Throwable t) {
                    trace.add(t);
                }
            }
            assertThat(trace)
                    .hasSize(2)
                    .doesNotHaveDuplicates()
                    .allSatisfy(t -> assertThat((Throwable) t).is(Copies.of(failure)));
            assertThat(failures).containsExactly(failure);
            assertThat(other.result()).isEqualTo("fine");
        });
    }

    @Test
    void aDeadEndIsRaisedInTheRootGreenletOnlyAndTheOthersStayBlocked() throws Exception {
        HubTesting.run(() -> {
            var never = new Event();
            var stuck = Jevent.spawn(() -> never.await());
            try {
                stuck.join();
            } catch (LoopExit e) {
                trace.add("LoopExit");
            }
            assertThat(stuck.waitingOn()).isSameAs(never);
            assertThat(trace).containsExactly("LoopExit");

            never.set(); // the hub is as usable as before
            stuck.join();
            assertThat(stuck.isSuccessful()).isTrue();
        });
    }
}
