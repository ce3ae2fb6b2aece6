// SPDX-License-Identifier: Apache-2.0
package io.jevent.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import io.jevent.hub.Occupant.Kind;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.internal.report.Stacks;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever holds the thread of a hub, the blocking monitor names it and what it waits for. */
@Timeout(60)
class BlockingHoldersTest {

    private static final Duration LIMIT = Duration.ofMillis(100);
    private static final ReentrantLock LOCK = new ReentrantLock();

    private final List<BlockingReport> told = new ArrayList<>();
    private final Consumer<BlockingReport> listener = told::add;
    private final AtomicBoolean sampled = new AtomicBoolean();

    @BeforeEach
    void listen() {
        BlockingMonitor.addListener(listener);
    }

    @AfterEach
    void listenNoMore() {
        BlockingMonitor.removeListener(listener);
    }

    /** Takes samples by the clock of a monitor whose limit has passed, as soon as {@code held} is so. */
    private Thread sampleWhen(BooleanSupplier held) {
        return Thread.ofPlatform().start(() -> {
            while (!held.getAsBoolean()) {
                Thread.onSpinWait();
            }
            try (var monitor = new BlockingMonitor(LIMIT)) {
                monitor.sample(0);
                monitor.sample(LIMIT.toNanos());
            } finally {
                sampled.set(true);
            }
        });
    }

    private static void run(Hub hub, Runnable body) {
        hub.setErrorStream(null);
        Jevent.run(body);
    }

    private void spinUntilSampled() {
        while (!sampled.get()) {
            Thread.onSpinWait();
        }
    }

    private BlockingReport report() {
        assertThat(told).hasSize(1);
        return told.getFirst();
    }

    /** Has a callback hold the hub until the monitor has looked. */
    private void holdBy(Runnable callback, AtomicBoolean holding) throws Exception {
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            run(hub, () -> {
                hub.runCallback(callback);
                Jevent.sleep();
            });
        }
        assertThat(holding).isTrue();
        assertThat(report().stack())
                .extracting(StackTraceElement::getMethodName)
                .contains("spinUntilSampled");
    }

    @Test
    void aCallback() throws Exception {
        var holding = new AtomicBoolean();
        Thread sampler = sampleWhen(holding::get);
        holdBy(
                () -> {
                    holding.set(true);
                    spinUntilSampled();
                },
                holding);
        sampler.join();
        assertThat(report().holder()).isEqualTo(new BlockingReport.Holder(Kind.CALLBACK, "a callback", null));
    }

    @Test
    void theHubsOwnCode() throws Exception {
        var holding = new AtomicBoolean();
        Thread sampler = sampleWhen(holding::get);
        holdBy(
                (DirectCallback) () -> {
                    holding.set(true);
                    spinUntilSampled();
                },
                holding);
        sampler.join();
        assertThat(report().holder().kind()).isEqualTo(Kind.HUB);
        assertThat(report().toString()).startsWith("the loop of hub-");
    }

    @Test
    void aVirtualThreadOfALibrary() throws Exception {
        var holding = new AtomicBoolean();
        Thread sampler = sampleWhen(holding::get);
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            run(hub, () -> {
                Thread.startVirtualThread(() -> {
                    holding.set(true);
                    spinUntilSampled();
                });
                Jevent.sleep();
            });
        }
        sampler.join();
        assertThat(report().holder().kind()).isEqualTo(Kind.FOREIGN_THREAD);
        assertThat(report().holder().name()).startsWith("a library's virtual thread VirtualThread[");
        assertThat(report().greenlet()).isNull();
    }

    /** Its initializer waits for a lock. */
    private static final class PinnedByItsInitializer {
        static {
            LOCK.lock();
            try {
                Thread.onSpinWait();
            } finally {
                LOCK.unlock();
            }
        }

        private PinnedByItsInitializer() {}

        static void use() {}
    }

    @Test
    void aGreenletThatIsPinnedInAWaitForALock() throws Exception {
        var locked = new CountDownLatch(1);
        Thread owner = Thread.ofPlatform().name("owner of the lock").start(() -> {
            LOCK.lock();
            try {
                locked.countDown();
                spinUntilSampled();
            } finally {
                LOCK.unlock();
            }
        });
        locked.await();
        Thread sampler = sampleWhen(() -> LOCK.hasQueuedThreads());
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            run(hub, PinnedByItsInitializer::use);
        }
        owner.join();
        sampler.join();
        assertThat(report().holder().kind()).isEqualTo(Kind.GREENLET);
        assertThat(report().toString())
                .contains("It waits for java.util.concurrent.locks.ReentrantLock$NonfairSync@")
                .contains("The lock belongs to thread owner of the lock (" + owner.threadId() + "):")
                .contains("BlockingHoldersTest.spinUntilSampled")
                .contains("It is pinned by the initializer of class " + PinnedByItsInitializer.class.getName())
                .contains("To do: have that class initialized before");
    }

    @Test
    void theMainThreadWaitingForALockThatAGreenletHolds() throws Exception {
        var lock = new ReentrantLock();
        var release = new Event();
        Thread sampler = sampleWhen(lock::hasQueuedThreads);
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            hub.setErrorStream(null);
            Greenlet<?> holder = Jevent.spawn(() -> {
                lock.lock();
                try {
                    release.await();
                } finally {
                    lock.unlock();
                }
            });
            holder.setName("holder");
            Jevent.sleep();
            Thread main = Thread.currentThread();
            Thread rescue = Thread.ofPlatform().start(() -> {
                spinUntilSampled();
                main.interrupt();
            });
            try {
                lock.lockInterruptibly();
            } catch (InterruptedException _) {
                // what the rescue is for
            }
            rescue.join();
            release.set();
            holder.join();
        }
        sampler.join();
        assertThat(report().holder().kind()).isEqualTo(Kind.MAIN);
        assertThat(report().toString())
                .startsWith("main greenlet of hub-")
                .contains("The lock belongs to holder of this hub, which cannot run:")
                .contains("To do: in code that runs on the hub's own thread take no lock that greenlets hold;"
                        + " with Jevent.run(...) the main program is a greenlet itself.");
    }

    @Test
    void itReportsThoughTheHolderHasTheLockOfTheErrorStream() throws Exception {
        var holding = new AtomicBoolean();
        Thread sampler = sampleWhen(holding::get);
        var standardError = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        try (Hub hub = Hub.open(new VirtualTimeLoop())) {
            hub.setErrorStream(standardError);
            Jevent.run(() -> {
                var spinning = new Object() {
                    @Override
                    public String toString() {
                        holding.set(true);
                        while (told.isEmpty() && sampler.isAlive()) {
                            Thread.onSpinWait();
                        }
                        return "";
                    }
                };
                standardError.printf("%s", spinning);
            });
        }
        sampler.join();
        assertThat(report().holder().kind()).isEqualTo(Kind.GREENLET);
    }

    @Test
    void loadingIsTold() {
        var loading = new StackTraceElement("com.example.Main", "<clinit>", null, 1);
        var working = new StackTraceElement("com.example.Main", "main", null, 1);
        assertThat(Stacks.isLoading(new StackTraceElement[] {working, loading})).isTrue();
        assertThat(Stacks.isLoading(new StackTraceElement[] {working})).isFalse();
    }

    @Test
    void theStartOfAProgramIsNotReported() {
        var ofJdk = new StackTraceElement("app", "java.base", "25", "java.lang.Class", "forName0", null, -2);
        var ofJevent = new StackTraceElement("io.jevent.cli.MainMethod", "invoke", null, 1);
        var ofProgram = new StackTraceElement("com.example.Main", "main", null, 1);
        assertThat(Stacks.isOfJdkAndLibrary(new StackTraceElement[] {ofJdk, ofJevent}))
                .isTrue();
        assertThat(Stacks.isOfJdkAndLibrary(new StackTraceElement[] {ofJdk, ofProgram, ofJevent}))
                .isFalse();
    }
}
