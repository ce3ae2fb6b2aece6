// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.monkey.patch.Patch;
import io.jevent.testing.junit.HubTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.example.foreign.Clocks;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PatchTimeTest {

    @BeforeAll
    static void patch() {
        Monkey.patchTime();
    }

    @HubTest
    void anHourOfForeignSleepTakesNoTimeAndAllClocksAgree() throws Exception {
        List<Long> before = Clocks.all();
        long began = Hub.current().now();
        Clocks.sleepLong();
        List<Long> after = Clocks.all();
        assertThat(Hub.current().now() - began)
                .isEqualTo(Duration.ofSeconds(3601).toNanos());
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i) - before.get(i)).as("clock " + i).isBetween(3_601_000L, 3_601_001L);
        }
    }

    @HubTest
    void sleepersWakeInTheOrderOfTheirTimes() {
        var order = new ArrayList<Integer>();
        List<Greenlet<Void>> sleepers = new ArrayList<>();
        for (int i : new int[] {3, 1, 2}) {
            sleepers.add(Jevent.spawn(() -> {
                Clocks.sleep(i * 1000L);
                order.add(i);
                return null;
            }));
        }
        Jevent.joinAll(sleepers);
        assertThat(order).containsExactly(1, 2, 3);
    }

    @HubTest
    void aKillComesOutOfAForeignSleepAsItself() {
        var seen = new AtomicReference<Throwable>();
        Greenlet<Void> sleeper = Jevent.spawn(() -> {
            try {
                Clocks.sleep(1000);
            } catch (Throwable t) {
                seen.set(t);
                throw t;
            }
            return null;
        });
        Jevent.sleep(Duration.ofMillis(1));
        sleeper.kill();
        assertThat(seen.get()).isInstanceOf(GreenletExit.class);
    }

    @HubTest
    void aTimeoutEndsAForeignSleep() {
        long began = Hub.current().now();
        assertThatThrownBy(() -> {
                    try (var _ = Timeout.startNew(Duration.ofSeconds(2))) {
                        Clocks.sleep(60_000);
                    }
                })
                .isInstanceOf(Timeout.class);
        assertThat(Hub.current().now() - began).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @HubTest
    void anInterruptEndsAForeignSleepAsTheJdkHasIt() {
        var thread = new AtomicReference<Thread>();
        Greenlet<Boolean> sleeper = Jevent.spawn(() -> {
            thread.set(Thread.currentThread());
            assertThatThrownBy(() -> Clocks.sleep(1000))
                    .isInstanceOf(InterruptedException.class)
                    .hasMessage("sleep interrupted");
            return Thread.currentThread().isInterrupted();
        });
        Jevent.sleep(Duration.ofMillis(1));
        thread.get().interrupt();
        assertThat(sleeper.result()).isFalse();
        assertThat(Hub.current().now()).isLessThan(Duration.ofSeconds(1).toNanos());
    }

    @HubTest
    void anInterruptBeforeASleepEndsItAtOnce() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Clocks.sleep(1000)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @HubTest
    void theOriginalsAreStillThere() throws Exception {
        long virtual = Clocks.all().getFirst();
        Clocks.sleepLong();
        long original = Monkey.original(() -> Clocks.all().getFirst());
        assertThat(Clocks.all().getFirst() - virtual).isEqualTo(3_601_000L);
        assertThat(original).isNotEqualTo(Clocks.all().getFirst());
    }

    @Test
    void platformThreadsKeepTheClocksOfTheJdk() {
        long before = System.nanoTime() / 1_000_000;
        assertThat(Clocks.all().getFirst()).isBetween(before, before + TimeUnit.DAYS.toMillis(1));
    }

    @Test
    void itIsSaidWhatIsPatched() {
        assertThat(Monkey.isPatched(Patch.TIME)).isTrue();
        assertThat(Monkey.isPatched(Patch.SOCKET)).isFalse();
        assertThat(Monkey.patchTime()).as("patched again").isFalse();
        assertThat(Monkey.report()).contains("patched:\n  time ").contains("not patched:\n  socket ");
        assertThat(Monkey.report())
                .contains("\nno patch helps, these calls block the hub:\n  long computations\n")
                .contains("\n  synchronized and Object.wait while a native method");
    }
}
