// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.exceptions.LoopExit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Timers and sleeps that do not keep the hub alive. */
class BackgroundTimerTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<Object> log = new ArrayList<>();

    private void tick() {
        log.add(Hub.current().now() / 1_000_000_000);
    }

    private void cleanEverySecond() {
        while (true) {
            Jevent.sleep(SECOND, false);
            tick();
        }
    }

    @Test
    void theyFireAsLongAsTheHubRunsForOtherReasons() throws Exception {
        HubTesting.run(() -> {
            var _ = Jevent.spawn(this::cleanEverySecond);
            Hub.current().schedule(SECOND, () -> log.add("timer")).keepAlive(false);
            Jevent.sleep(SECOND.multipliedBy(3).plusMillis(500));
            assertThat(log).containsExactly("timer", 1L, 2L, 3L);
        });
    }

    @Test
    void theWaitForTheHubDoesNotWaitForThem() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            Timer beat = hub.schedule(SECOND, this::tick).every(SECOND).keepAlive(false);
            hub.schedule(SECOND.multipliedBy(2).plusMillis(500), () -> log.add("last"));
            hub.join();
            assertThat(log).containsExactly(1L, 2L, "last");
            assertThat(beat.isPending()).isTrue();
            assertThat(hub.join(HOUR)).isTrue();
            assertThat(log).hasSize(3);
        });
    }

    @Test
    void aSleeperDoesNotHoldUpTheWaitForTheHub() throws Exception {
        HubTesting.run(() -> {
            var cleaner = Jevent.spawn(this::cleanEverySecond);
            var joiner = Jevent.spawn(() -> cleaner.join());
            Hub.current().join();
            assertThat(log).isEmpty();
            assertThat(cleaner.isReady()).isFalse();
            assertThat(joiner.isReady()).isFalse();
            assertThat(Hub.current().join(Duration.ZERO)).isTrue();
        });
    }

    @Test
    void aDeadEndIsRecognizedInSpiteOfThem() throws Exception {
        HubTesting.run(() -> {
            var _ = Jevent.spawn(this::cleanEverySecond);
            Hub.current().schedule(SECOND, this::tick).every(SECOND).keepAlive(false);
            assertThatThrownBy(() -> new Event().await())
                    .isInstanceOf(LoopExit.class)
                    .hasMessageContaining("does not keep the hub alive");
            assertThat(log).isEmpty();
        });
    }

    @Test
    void theMainGreenletItselfIsNotKeptAliveByItsSleep() throws Exception {
        HubTesting.run(() -> {
            assertThatThrownBy(() -> Jevent.sleep(SECOND, false)).isInstanceOf(LoopExit.class);
            Jevent.sleep(Duration.ZERO, false); // yields
        });
    }

    @Test
    void aTimeoutKeepsTheHubAlive() throws Exception {
        HubTesting.run(() -> {
            var _ = Jevent.spawn(this::cleanEverySecond);
            assertThat(Timeout.silent(SECOND.plusMillis(500)).run(() -> new Event().await()))
                    .isFalse();
            assertThat(log).containsExactly(1L);
        });
    }

    @Test
    void keepAliveMayBeChangedAtAnyTime() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            Timer timer = hub.schedule(SECOND, this::tick).keepAlive(false).keepAlive(false);
            hub.join();
            assertThat(log).isEmpty();
            timer.keepAlive(true);
            hub.join();
            assertThat(log).containsExactly(1L);
            timer.keepAlive(false).again();
            hub.join();
            assertThat(log).hasSize(1);
            assertThat(timer.cancel()).isTrue();
            timer.keepAlive(true);
            hub.join();
            assertThat(log).hasSize(1);
        });
    }

    @Test
    void aKillEndsSuchASleep() throws Exception {
        HubTesting.run(() -> {
            var sleeper = Jevent.spawn(() -> {
                try {
                    Jevent.sleep(HOUR, false);
                } finally {
                    log.add("cleaned up");
                }
            });
            Jevent.sleep();
            sleeper.kill();
            assertThat(log).containsExactly("cleaned up");
        });
    }

    /** The main greenlet waits for another thread, which only a callback of the timer lets go on. */
    private void waitForThreadThatATimerReleases() throws InterruptedException {
        Hub hub = Hub.current();
        var released = new CountDownLatch(1);
        var event = new Event();
        Thread other = Thread.ofPlatform().start(() -> {
            try {
                assertThat(released.await(10, TimeUnit.MINUTES)).isTrue(); // could act, since its wait has a limit
            } catch (InterruptedException _) {
                return;
            }
            event.set();
        });
        hub.schedule(Duration.ofMillis(1), () -> log.add("first")).keepAlive(false);
        hub.schedule(Duration.ofMillis(20), released::countDown).keepAlive(false);
        event.await();
        assertThat(log).containsExactly("first");
        other.join();
    }

    @Test
    void theyFireWhileOnlyAnotherThreadCouldWakeTheHub() throws Exception {
        try (Hub _ = Hub.open()) {
            Jevent.run(() -> {
                waitForThreadThatATimerReleases();
                return null;
            });
        }
    }

    @Test
    void aVirtualClockJumpsToThemWhileOnlyAnotherThreadCouldWakeTheHub() throws Exception {
        HubTesting.run(this::waitForThreadThatATimerReleases);
    }

    @Test
    void theLimitOfAWaitForTheHubIsNotPassedByTheClockJumpingToThem() throws Exception {
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            var stop = new CountDownLatch(1);
            var event = new Event();
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    assertThat(stop.await(10, TimeUnit.MINUTES)).isTrue();
                } catch (InterruptedException _) {
                    return;
                }
                event.set();
            });
            var _ = Jevent.spawn(() -> event.await());
            hub.schedule(HOUR, stop::countDown).keepAlive(false);
            assertThat(hub.join(Duration.ofMillis(50))).isFalse();
            assertThat(hub.now()).isLessThan(HOUR.toNanos());
            stop.countDown();
            other.join();
            hub.join();
        }
    }

    @Test
    void theEndOfTheHubDoesNotWaitForThem() throws Exception {
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            hub.setErrorStream(null);
            var _ = Jevent.spawn(() -> {
                try {
                    Jevent.sleep(HOUR, false);
                } finally {
                    log.add("killed");
                    Jevent.sleep(HOUR, false); // nothing waits for this one
                    log.add("never");
                }
            });
            hub.schedule(SECOND, () -> log.add("timer")).every(SECOND).keepAlive(false);
            Jevent.sleep();
        }
        assertThat(log).containsExactly("killed");
    }
}
