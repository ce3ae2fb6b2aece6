// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.testing.junit.HubTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.example.foreign.Clocks;
import org.example.foreign.Workers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PatchThreadTest {

    @BeforeAll
    static void patch() {
        Monkey.patchTime();
        Monkey.patchThread("org.example");
    }

    @HubTest
    void aThreadThatAGreenletStartsIsAGreenlet() throws Exception {
        var ran = new AtomicReference<String>();
        Thread thread = Workers.thread(() -> ran.set(String.valueOf(CurrentGreenlet.get())), "worker");
        assertThat(Workers.isAlive(thread)).isFalse();
        assertThat(thread.getState()).isEqualTo(Thread.State.NEW);
        thread.start();
        assertThat(Workers.isAlive(thread)).isTrue();
        assertThat(ran.get()).as("before its starter waits").isNull();
        Workers.join(thread);
        assertThat(ran.get()).isEqualTo("worker");
        assertThat(Workers.isAlive(thread)).isFalse();
        assertThat(thread.getState()).isEqualTo(Thread.State.TERMINATED);
        assertThatThrownBy(thread::start).isInstanceOf(IllegalThreadStateException.class);
    }

    @HubTest
    void aSubclassOfThreadIsAGreenletToo() throws Exception {
        assertThat(Workers.subclassIsVirtual()).isTrue();
    }

    @HubTest
    void joiningHasItsLimitByTheHubsClock() throws Exception {
        Thread thread = Workers.thread(() -> sleepOrEnd(10_000), "sleeper");
        thread.start();
        assertThat(Workers.join(thread, 4000)).isFalse();
        assertThat(Hub.current().now()).isEqualTo(Duration.ofSeconds(4).toNanos());
        assertThat(Workers.join(thread, 0)).isTrue();
        assertThat(Hub.current().now()).isEqualTo(Duration.ofSeconds(10).toNanos());
    }

    @HubTest
    void interruptingItEndsWhatItWaitsFor() throws Exception {
        var ended = new AtomicReference<String>("no");
        Thread thread = Workers.thread(() -> ended.set(sleepOrEnd(10_000)), "sleeper");
        thread.start();
        Jevent.sleep(Duration.ofSeconds(1));
        thread.interrupt();
        Workers.join(thread);
        assertThat(ended.get()).isEqualTo("interrupted");
        assertThat(Hub.current().now()).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @HubTest
    void itsFailureGoesToItsHandler() throws Exception {
        var seen = new AtomicReference<Throwable>();
        Thread thread = Workers.thread(
                () -> {
                    throw new IllegalStateException("lost");
                },
                "failing");
        thread.setUncaughtExceptionHandler((_, e) -> seen.set(e));
        thread.start();
        Workers.join(thread);
        assertThat(seen.get()).hasMessage("lost");
    }

    @HubTest
    void theThreadsOfAPoolAreGreenletsAndDoNoMoreThanItMayAtOnce() throws Exception {
        try (ExecutorService pool = Workers.pool(2)) {
            List<Future<Boolean>> done = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                done.add(pool.submit(() -> {
                    Clocks.sleep(1000);
                    return CurrentGreenlet.get() != null;
                }));
            }
            for (Future<Boolean> one : done) {
                assertThat(one.get()).isTrue();
            }
            assertThat(Hub.current().now()).isEqualTo(Duration.ofSeconds(2).toNanos());
        }
    }

    @HubTest
    void shuttingAPoolDownInterruptsItsWorkers() throws Exception {
        ExecutorService pool = Workers.pool(1);
        Future<String> sleeper = pool.submit(() -> sleepOrEnd(100_000));
        Jevent.sleep(Duration.ofSeconds(1));
        pool.shutdownNow();
        assertThat(sleeper.get()).isEqualTo("interrupted");
        assertThat(pool.awaitTermination(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aPlatformThreadStartsPlatformThreads() throws Exception {
        var seen = new AtomicReference<Thread>();
        Thread thread = Workers.thread(() -> seen.set(Thread.currentThread()), "plain");
        thread.start();
        Workers.join(thread);
        assertThat(seen.get()).isSameAs(thread);
        assertThat(Workers.subclassIsVirtual()).isFalse();
        try (ExecutorService pool = Workers.pool(1)) {
            assertThat(pool.submit(() -> Thread.currentThread().isVirtual()).get())
                    .isFalse();
        }
    }

    @Test
    void onlyThePackagesNamedArePatched() {
        assertThat(new Thread(() -> {}).getClass()).isEqualTo(Thread.class);
        assertThatThrownBy(Monkey::patchThread)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("say in which packages threads become greenlets: patchThread(\"com.example\")");
        assertThat(Monkey.report()).contains("org.example");
    }

    private static String sleepOrEnd(long millis) {
        try {
            Clocks.sleep(millis);
            return "slept";
        } catch (InterruptedException e) {
            return "interrupted";
        }
    }
}
