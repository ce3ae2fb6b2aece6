// SPDX-License-Identifier: Apache-2.0
package io.jevent.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.Occupant;
import io.jevent.hub.VirtualTimeLoop;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The monitor and a machine on which the start of a program, or a class, takes long. */
class StartUpReportTest {

    private static final Duration LIMIT = Duration.ofMillis(100);
    private final List<BlockingReport> told = new ArrayList<>();
    private final Consumer<BlockingReport> listener = told::add;
    private volatile boolean over;

    @TempDir
    private Path folder;

    private static long at(long milliseconds) {
        return Duration.ofMillis(milliseconds).toNanos();
    }

    @BeforeEach
    void listen() {
        BlockingMonitor.addListener(listener);
    }

    @AfterEach
    void listenNoMore() {
        BlockingMonitor.removeListener(listener);
    }

    @Test
    void theTimeBeforeTheFirstLineOfAProgramIsNotReportedHoweverLongItTakes() throws Exception {
        Path slow = folder.resolve("slow");
        assertThat(new ProcessBuilder("mkfifo", slow.toString()).start().waitFor())
                .isZero();
        var sampler = Thread.ofPlatform().unstarted(() -> {
            try (var monitor = new BlockingMonitor(LIMIT);
                    var end = new FileOutputStream(slow.toFile())) {
                while (!isReading()) {
                    Thread.onSpinWait();
                }
                for (long time = 0; time <= 100_000; time += 1000) {
                    monitor.sample(at(time));
                }
                end.write(1);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        sampler.start();
        try (var input = new FileInputStream(slow.toFile());
                Hub hub = Hub.open(new VirtualTimeLoop())) {
            hub.setErrorStream(null);
            Callable<Integer> loading = input::read; // without a line of this class on the stack, as when a class loads
            assertThat(Jevent.run(loading)).isEqualTo(1);
        }
        sampler.join();
        assertThat(told).isEmpty();
    }

    @Test
    void theFirstLineIsReportedAsAnyOther() throws Exception {
        runAndSample(this::spin, monitor -> {
            monitor.sample(at(0));
            monitor.sample(at(100));
        });
        assertThat(told).hasSize(1);
    }

    @Test
    void aClassThatLoadsIsReportedAfterFiveTimesTheLimit() throws Exception {
        var loader = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                spin();
                throw new ClassNotFoundException(name);
            }
        };
        runAndSample(
                () -> {
                    try {
                        Class.forName("Slow", true, loader);
                    } catch (ClassNotFoundException e) {
                        // it only had to take long
                    }
                },
                monitor -> {
                    monitor.sample(at(0));
                    monitor.sample(at(100));
                    monitor.sample(at(499));
                    assertThat(told).isEmpty();
                    monitor.sample(at(500));
                });
        assertThat(told).hasSize(1);
    }

    private static boolean isReading() {
        for (Hub hub : Hub.all()) {
            Occupant occupant = hub.occupant();
            if (occupant != null && isIn(occupant.thread(), "readBytes", "read0")) {
                return true;
            }
        }
        return false;
    }

    private void spin() {
        while (!over) {
            Thread.onSpinWait();
        }
    }

    /** Samples while {@code body}, which calls {@link #spin}, is in that call. */
    private void runAndSample(Runnable body, Consumer<BlockingMonitor> sampling) throws Exception {
        Thread[] spinning = new Thread[1];
        try (var monitor = new BlockingMonitor(LIMIT);
                Hub hub = Hub.open(new VirtualTimeLoop())) {
            hub.setErrorStream(null);
            var failure = new ArrayList<Throwable>();
            Thread sampler = Thread.ofPlatform().unstarted(() -> {
                while (!isIn(spinning[0], "spin")) {
                    Thread.onSpinWait();
                }
                try {
                    sampling.accept(monitor);
                } catch (Throwable t) {
                    failure.add(t);
                } finally {
                    over = true;
                }
            });
            Jevent.run(() -> {
                spinning[0] = Thread.currentThread();
                sampler.start();
                body.run();
            });
            sampler.join();
            assertThat(failure).isEmpty();
        }
    }

    private static boolean isIn(Thread thread, String... methods) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (List.of(methods).contains(frame.getMethodName())) {
                return true;
            }
        }
        return false;
    }
}
