// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.BlockingSwitchOutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Timers that repeat, and the start of a timer anew. */
class TimerTest {

    private final List<Object> log = new ArrayList<>();
    private final List<Timer> made = new ArrayList<>();

    private static Duration seconds(double number) {
        return Duration.ofMillis((long) (number * 1000));
    }

    private static double now() {
        return Hub.current().now() / 1e9;
    }

    private void tick() {
        log.add(now());
    }

    private Timer repeating(double first, double interval, Runnable work) {
        Timer timer = Hub.current().schedule(seconds(first), work).every(seconds(interval));
        made.add(timer);
        return timer;
    }

    @Test
    void theFirstCallComesAfterTheDelayAndTheLaterOnesInEachInterval() throws Exception {
        HubTesting.run(() -> {
            Timer timer = repeating(0.5, 2, this::tick);
            assertThat(timer.isPending()).isTrue();
            Jevent.sleep(seconds(7));
            assertThat(log).containsExactly(0.5, 2.5, 4.5, 6.5);
            assertThat(timer.isPending()).isTrue();
            assertThat(timer.cancel()).isTrue();
            assertThat(timer.cancel()).isFalse();
            Jevent.sleep(seconds(9));
            assertThat(log).hasSize(4);
        });
    }

    @Test
    void aDelayOfZeroCallsInTheNextTurn() throws Exception {
        HubTesting.run(() -> {
            repeating(0, 1, this::tick);
            assertThat(log).isEmpty();
            Jevent.sleep(seconds(2.5));
            assertThat(log).containsExactly(0.0, 1.0, 2.0);
        });
    }

    @Test
    void itsOwnCallbackCancelsIt() throws Exception {
        HubTesting.run(() -> {
            repeating(1, 1, () -> {
                tick();
                if (log.size() == 3) {
                    assertThat(made.get(0).cancel()).isTrue();
                    assertThat(made.get(0).isPending()).isFalse();
                }
            });
            Hub.current().join();
            assertThat(log).containsExactly(1.0, 2.0, 3.0);
        });
    }

    @Test
    void aCallbackThatThrowsIsReportedAndTheTimerGoesOn() throws Exception {
        HubTesting.run(() -> {
            var reported = new ArrayList<Throwable>();
            Hub.current().setErrorHandler((_, failure) -> reported.add(failure));
            repeating(1, 1, () -> {
                tick();
                if (log.size() == 2) {
                    throw new IllegalStateException("tick");
                }
            });
            Jevent.sleep(seconds(3.5));
            assertThat(log).containsExactly(1.0, 2.0, 3.0);
            assertThat(reported).hasSize(1).first().isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void theCallsOfALateHubAreOneAndItsLaterOnesKeepTheirTimes() throws Exception {
        HubTesting.run(() -> {
            repeating(1, 1, () -> {
                tick();
                if (log.size() == 2) {
                    advance(3.5);
                }
            });
            Jevent.sleep(seconds(8.5));
            assertThat(log).containsExactly(1.0, 2.0, 5.5, 6.0, 7.0, 8.0);
        });
    }

    @Test
    void aLateHubDoesNotCallTwiceAtTheMomentOfACall() throws Exception {
        HubTesting.run(() -> {
            repeating(1, 1, () -> {
                tick();
                if (log.size() == 1) {
                    advance(2);
                }
            });
            Jevent.sleep(seconds(4.5));
            assertThat(log).containsExactly(1.0, 3.0, 4.0);
        });
    }

    private static void advance(double time) {
        ((VirtualTimeLoop) Hub.current().loop()).advance(seconds(time));
    }

    @Test
    void againCountsTheIntervalFromTheEndOfTheCallback() throws Exception {
        HubTesting.run(() -> {
            repeating(1, 1, () -> {
                tick();
                advance(0.25);
                made.get(0).again();
            });
            Jevent.sleep(seconds(4.1));
            assertThat(log).containsExactly(1.0, 2.25, 3.5);
        });
    }

    @Test
    void againPutsOffATimerAndStartsOneThatFiredOrWasCancelled() throws Exception {
        HubTesting.run(() -> {
            Timer timer = Hub.current().schedule(seconds(2), this::tick);
            Jevent.sleep(seconds(1.5));
            timer.again();
            Jevent.sleep(seconds(1.5));
            assertThat(log).isEmpty();
            Jevent.sleep(seconds(1));
            assertThat(log).containsExactly(3.5);
            timer.again();
            assertThat(timer.cancel()).isTrue();
            timer.again();
            Hub.current().join();
            assertThat(log).containsExactly(3.5, 6.0);
            assertThat(timer.isPending()).isFalse();
        });
    }

    @Test
    void aCallThatWaitsInForeignCodeIsNotOvertakenByTheNext() throws Exception {
        HubTesting.run(() -> {
            var latch = new CountDownLatch(1);
            repeating(1, 1, () -> {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    log.add(e);
                }
                tick();
            });
            Jevent.sleep(seconds(3.5));
            assertThat(log).isEmpty();
            latch.countDown();
            Jevent.sleep(seconds(1));
            assertThat(log).containsExactly(3.5, 4.0);
        });
    }

    @Test
    void aCallbackMustNotWaitButMaySpawn() throws Exception {
        HubTesting.run(() -> {
            var failures = new ArrayList<Throwable>();
            Hub.current().setErrorHandler((_, failure) -> failures.add(failure));
            var once = Hub.current().schedule(seconds(1), () -> new Event().await());
            repeating(1, 1, () -> {
                var _ = Jevent.spawn(() -> {
                    Jevent.sleep(seconds(0.25));
                    tick();
                });
            });
            Jevent.sleep(seconds(2.5));
            assertThat(log).containsExactly(1.25, 2.25);
            assertThat(once.isPending()).isFalse();
            assertThat(failures).hasSize(1).first().isInstanceOf(BlockingSwitchOutException.class);
        });
    }

    @Test
    void ofEqualTimesTheOneThatWasStartedFirstIsCalledFirst() throws Exception {
        HubTesting.run(() -> {
            repeating(1, 1, () -> log.add("first"));
            repeating(2, 1, () -> log.add("second"));
            Jevent.sleep(seconds(2.5));
            assertThat(log).containsExactly("first", "first", "second");
        });
    }

    @Test
    void aDirectCallbackRunsOnTheThreadOfTheHub() throws Exception {
        HubTesting.run(() -> {
            repeating(1, 1, (DirectCallback) () -> log.add(Thread.currentThread()));
            Jevent.sleep(seconds(2.5));
            assertThat(log)
                    .containsExactly(Hub.current().carrier(), Hub.current().carrier());
        });
    }

    @Test
    void badIntervalsAreRefused() throws Exception {
        HubTesting.run(() -> {
            Timer timer = Hub.current().schedule(seconds(1), this::tick);
            assertThatThrownBy(() -> timer.every(Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("interval must be positive");
            assertThatThrownBy(() -> timer.every(seconds(-1))).isInstanceOf(IllegalArgumentException.class);
            assertThat(timer.every(Duration.ofSeconds(Long.MAX_VALUE)).every(seconds(3)))
                    .isSameAs(timer);
            Jevent.sleep(seconds(4.5));
            assertThat(log).containsExactly(1.0, 4.0);
            timer.cancel();
            assertThatThrownBy(() -> timer.every(seconds(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("right after schedule");
        });
    }

    @Test
    void theEndOfTheHubEndsIt() throws Exception {
        HubTesting.run(() -> {
            repeating(1, 1, this::tick);
            Jevent.sleep(seconds(1.5));
        });
        assertThat(log).containsExactly(1.0);
    }
}
