// SPDX-License-Identifier: Apache-2.0
package io.jevent.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.Occupant;
import io.jevent.hub.VirtualTimeLoop;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BlockingMonitorTest {

    private static final Duration LIMIT = Duration.ofMillis(100);
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<BlockingReport> told = new ArrayList<>();

    /** A moment of the clock that the samples are told. */
    private static long at(long milliseconds) {
        return Duration.ofMillis(milliseconds).toNanos();
    }

    /** Takes samples on another thread while a greenlet of this hub runs, as the monitor's own thread would. */
    private void whileBlocked(Consumer<BlockingMonitor> sampling) throws Exception {
        Consumer<BlockingReport> listener = told::add;
        BlockingMonitor.addListener(listener);
        try (var monitor = new BlockingMonitor(LIMIT)) {
            HubTesting.run(() -> {
                Hub.current().setErrorStream(new PrintStream(printed, true, UTF_8));
                Jevent.joinAll(List.of(Jevent.spawn(() -> {
                    CurrentGreenlet.get().setName("hog");
                    var spinning = new AtomicBoolean();
                    spinUntilEndOf(
                            Thread.ofPlatform().start(() -> {
                                while (!spinning.get()) {
                                    Thread.onSpinWait();
                                }
                                sampling.accept(monitor);
                            }),
                            spinning);
                })));
            });
        } finally {
            BlockingMonitor.removeListener(listener);
        }
    }

    private static void spinUntilEndOf(Thread thread, AtomicBoolean spinning) {
        spinning.set(true);
        while (thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void reportsAGreenletThatHoldsItsHubLongerThanTheLimit() throws Exception {
        whileBlocked(monitor -> {
            monitor.sample(at(0));
            monitor.sample(at(99));
            assertThat(told).isEmpty();
            monitor.sample(at(100));
        });
        assertThat(told).hasSize(1);
        BlockingReport report = told.getFirst();
        assertThat(report.holder().name()).isEqualTo("hog");
        assertThat(report.holder().kind()).isEqualTo(Occupant.Kind.GREENLET);
        assertThat(report.cause()).isEmpty();
        assertThat(report.time()).isEqualTo(LIMIT);
        assertThat(report.stack()).extracting(StackTraceElement::getMethodName).contains("spinUntilEndOf");
        assertThat(printed.toString(UTF_8).lines().toList().getFirst())
                .startsWith("jevent: hog has held hub-")
                .endsWith(" for 100 ms without giving way; nobody else on it can run");
        assertThat(printed.toString(UTF_8)).contains("spinUntilEndOf").doesNotContain("io.jevent.hub.RawGreenlet.run");
    }

    @Test
    void reportsAgainEachTimeTheBlockingHasLastedTwiceAsLong() throws Exception {
        whileBlocked(monitor -> {
            for (long time = 0; time <= 1000; time += 25) {
                monitor.sample(at(time));
            }
        });
        assertThat(told).extracting(report -> report.time().toMillis()).containsExactly(100L, 200L, 400L, 800L);
    }

    @Test
    void goesOnWhenAListenerThrows() throws Exception {
        Consumer<BlockingReport> bad = _ -> {
            throw new IllegalStateException("listener is broken");
        };
        BlockingMonitor.addListener(bad);
        try {
            whileBlocked(monitor -> {
                monitor.sample(at(0));
                monitor.sample(at(100));
                monitor.sample(at(200));
            });
        } finally {
            BlockingMonitor.removeListener(bad);
        }
        assertThat(told).hasSize(2);
        assertThat(printed.toString(UTF_8)).contains("listener is broken");
    }

    @Test
    void doesNotReportAHubOnWhichGreenletsTakeTurns() throws Exception {
        var monitor = new BlockingMonitor(LIMIT);
        Consumer<BlockingReport> listener = told::add;
        BlockingMonitor.addListener(listener);
        try {
            HubTesting.run(() -> {
                for (int i = 0; i < 10; i++) {
                    monitor.sample(at(i * 200L));
                    Jevent.sleep(Duration.ZERO);
                }
            });
        } finally {
            BlockingMonitor.removeListener(listener);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void doesNotReportAHubThatSleepsOrAPlatformThreadThatDoesNotDriveItsHub() throws Exception {
        var monitor = new BlockingMonitor(LIMIT);
        Consumer<BlockingReport> listener = told::add;
        BlockingMonitor.addListener(listener);
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            monitor.sample(at(0));
            monitor.sample(at(1000));
            Thread sleeper = Thread.ofPlatform().unstarted(() -> {
                while (hub.occupant() != null) {
                    Thread.onSpinWait();
                }
                monitor.sample(at(2000));
                monitor.sample(at(3000));
                hub.release();
            });
            hub.retain();
            sleeper.start();
            Jevent.sleep(Duration.ofSeconds(1));
            sleeper.join();
        } finally {
            BlockingMonitor.removeListener(listener);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void watchesByItselfUntilItIsClosed() throws Exception {
        var reported = new CountDownLatch(1);
        var hubs = new ArrayList<Hub>();
        Consumer<BlockingReport> listener = report -> {
            if (hubs.contains(report.hub())) {
                reported.countDown();
            }
        };
        BlockingMonitor.addListener(listener);
        try (var _ = BlockingMonitor.start(Duration.ofMillis(4))) {
            HubTesting.run(() -> {
                hubs.add(Hub.current());
                Hub.current().setErrorStream(null);
                spinUntilEndOf(
                        Thread.ofPlatform().start(() -> {
                            try {
                                assertThat(reported.await(10, TimeUnit.MINUTES)).isTrue();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }),
                        new AtomicBoolean());
            });
        } finally {
            BlockingMonitor.removeListener(listener);
        }
        assertThat(reported.getCount()).isZero();
    }

    @Test
    void refusesALimitThatIsNoTimeAtAll() {
        assertThatThrownBy(() -> BlockingMonitor.start(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit must be longer than nothing: PT0S");
    }
}
