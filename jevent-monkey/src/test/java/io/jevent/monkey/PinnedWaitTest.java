// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.hub.Occupant.Kind;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.Tracer;
import io.jevent.monitor.BlockingMonitor;
import io.jevent.monitor.BlockingReport;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import io.jevent.testing.junit.HubTest;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** The hub goes on while a greenlet that cannot leave its thread waits in the JDK. */
@SuppressWarnings({"restricted", "LockNotBeforeTry", "UnusedVariable"
}) // it calls native code; locks pass between greenlets
class PinnedWaitTest {

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final ReentrantLock HANDED_ON = new ReentrantLock();
    private static final Semaphore PERMITS = new Semaphore(0);
    private static volatile boolean initializing;

    @BeforeAll
    static void patch() {
        Monkey.patchAll();
    }

    /** Calls {@code body} from a native function: the C library's {@code bsearch} compares by it. */
    private static void inNativeCode(Runnable body) {
        try (var arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            MethodHandle bsearch = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("bsearch"),
                    FunctionDescriptor.of(
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.ADDRESS,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.ADDRESS));
            MethodHandle compare = MethodHandles.lookup()
                    .findStatic(
                            PinnedWaitTest.class,
                            "compare",
                            MethodType.methodType(int.class, Runnable.class, MemorySegment.class, MemorySegment.class))
                    .bindTo(body);
            MemorySegment comparator = linker.upcallStub(
                    compare,
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                    arena);
            MemorySegment one = arena.allocate(1);
            var _ = (MemorySegment) bsearch.invokeExact(one, one, 1L, 1L, comparator);
        } catch (Throwable t) {
            throw new AssertionError(t);
        }
    }

    @SuppressWarnings("UnusedMethod") // called by the native function
    private static int compare(Runnable body, MemorySegment key, MemorySegment element) {
        body.run();
        return 0;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static class Locking {
        static final boolean LOCKED;

        static {
            initializing = true;
            LOCK.lock();
            LOCKED = LOCK.isHeldByCurrentThread();
            LOCK.unlock();
        }
    }

    @HubTest(realTime = true)
    void initializerWaitsForTheLockOfAGreenlet() throws Exception {
        initializing = false;
        var owned = new Event();
        Greenlet<Void> owner = Jevent.spawn(() -> {
            LOCK.lock();
            owned.set();
            while (!initializing) {
                Jevent.sleep();
            }
            Jevent.sleep();
            LOCK.unlock();
        });
        owned.await();
        Greenlet<Boolean> initializer = Jevent.spawn(() -> Locking.LOCKED);
        assertThat(initializer.get()).isTrue();
        owner.get();
    }

    static class LockingLater {
        static final boolean LOCKED;

        static {
            HANDED_ON.lock();
            LOCKED = HANDED_ON.isHeldByCurrentThread();
            HANDED_ON.unlock();
        }
    }

    @HubTest(realTime = true)
    void initializerWaitsForALockThatAGreenletGetsFirst() throws Exception {
        var held = new CountDownLatch(1);
        var queued = new CountDownLatch(1);
        Thread holder = Thread.ofPlatform().daemon().start(() -> {
            HANDED_ON.lock();
            held.countDown();
            await(queued);
            while (HANDED_ON.getQueueLength() < 2) {
                Thread.onSpinWait();
            }
            HANDED_ON.unlock();
        });
        held.await();
        Greenlet<Void> first = Jevent.spawn(() -> {
            HANDED_ON.lock();
            HANDED_ON.unlock();
        });
        Greenlet<Boolean> initializer = Jevent.spawn(() -> LockingLater.LOCKED);
        queued.countDown();
        assertThat(initializer.get()).isTrue();
        first.get();
        holder.join();
    }

    static class Acquiring {
        static final int PERMIT;

        static {
            PERMITS.acquireUninterruptibly();
            PERMIT = 1;
        }
    }

    @HubTest(realTime = true)
    void initializerWaitsForWhatOnlyAGreenletCanDo() throws Exception {
        Greenlet<Integer> initializer = Jevent.spawn(() -> Acquiring.PERMIT);
        Greenlet<Void> other = Jevent.spawn(() -> PERMITS.release());
        assertThat(initializer.get()).isEqualTo(1);
        other.get();
    }

    @HubTest(realTime = true)
    void othersRunAndSocketsAreServedDuringANativeCall() throws Exception {
        var latch = new CountDownLatch(1);
        try (StreamListener listener =
                StreamListener.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            Greenlet<Void> server = Jevent.spawn(() -> {
                try (StreamSocket peer = listener.accept()) {
                    ByteBuffer buffer = ByteBuffer.allocate(1);
                    while (peer.read(buffer.clear()) > 0) {
                        peer.write(buffer.flip());
                    }
                }
                return null;
            });
            var thread = new AtomicReference<Thread>();
            Greenlet<Void> pinned = Jevent.spawn(() -> inNativeCode(() -> {
                thread.set(Thread.currentThread());
                await(latch);
                assertThat(Hub.current().isCurrent()).isTrue();
            }));
            Greenlet<Integer> client = Jevent.spawn(() -> {
                int echoed = 0;
                try (StreamSocket socket = StreamSocket.connect(listener.localAddress())) {
                    ByteBuffer one = ByteBuffer.allocate(1);
                    for (int i = 0; i < 100; i++) {
                        socket.write(one.clear());
                        echoed += socket.read(one.clear());
                        Jevent.sleep(Duration.ofNanos(1000));
                    }
                }
                return echoed;
            });
            assertThat(client.get()).isEqualTo(100);
            assertThat(pinned.isDead()).isFalse();
            latch.countDown();
            pinned.get();
            server.get();
        }
    }

    /** Counts the greenlets of a hub that run; plain fields, for one at a time is what is shown. */
    private static final class Section {
        private int inside;
        private long passages;

        void pass() {
            int before = inside++;
            passages++;
            Thread.onSpinWait();
            assertThat(before).isZero();
            inside--;
        }
    }

    @HubTest(realTime = true)
    void oneGreenletRunsAtATimeThroughNestedPinsAndManyHandOvers() throws Exception {
        var section = new Section();
        var done = new boolean[1];
        var wanted = new ArrayList<CountDownLatch>();
        var pinned = new ArrayList<Greenlet<Void>>();
        for (int i = 0; i < 5; i++) {
            pinned.add(Jevent.spawn(() -> {
                for (int round = 0; round < 10; round++) {
                    inNativeCode(() -> {
                        section.pass();
                        var latch = new CountDownLatch(1);
                        wanted.add(latch);
                        await(latch);
                        section.pass();
                    });
                    Jevent.sleep();
                    section.pass();
                }
            }));
        }
        Greenlet<Void> releaser = Jevent.spawn(() -> {
            int turn = 0;
            while (!done[0]) {
                section.pass();
                if (!wanted.isEmpty() && ++turn % 50 == 0) {
                    CountDownLatch next = wanted.remove(turn % wanted.size());
                    if (turn % 100 == 0) {
                        next.countDown();
                    } else {
                        Thread.ofPlatform().start(next::countDown);
                    }
                }
                Jevent.sleep();
            }
        });
        Greenlet<Void> ticker = Jevent.spawn(() -> {
            while (!done[0]) {
                section.pass();
                Jevent.sleep(Duration.ofNanos(10_000));
            }
        });
        Jevent.joinAllOrThrow(pinned);
        done[0] = true;
        releaser.get();
        ticker.get();
        assertThat(section.inside).isZero();
        assertThat(section.passages).isGreaterThan(150);
    }

    @HubTest(realTime = true)
    void aKillAndATimeoutReachAPinnedGreenlet() {
        for (boolean kill : new boolean[] {true, false}) {
            var interrupted = new boolean[1];
            Greenlet<Void> pinned = Jevent.spawn(() -> {
                Runnable waits = () -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted[0] = true;
                    }
                };
                if (kill) {
                    inNativeCode(waits);
                } else {
                    try (var _ = Timeout.startNew(Duration.ofMillis(1))) {
                        inNativeCode(waits);
                    }
                }
                return null;
            });
            Jevent.sleep();
            if (kill) {
                pinned.kill();
                assertThat(pinned.exit()).isNotNull();
            } else {
                assertThatThrownBy(pinned::get).hasCauseInstanceOf(Timeout.class);
            }
            assertThat(interrupted[0]).isTrue();
            assertThat(pinned.isDead()).isTrue();
        }
    }

    @HubTest
    void theVirtualClockGoesOnDuringANativeCall() throws Exception {
        var latch = new CountDownLatch(1);
        Greenlet<Void> pinned = Jevent.spawn(() -> inNativeCode(() -> await(latch)));
        Greenlet<Void> sleeper = Jevent.spawn(() -> {
            Jevent.sleep(Duration.ofHours(1));
            latch.countDown();
        });
        pinned.get();
        sleeper.get();
        assertThat(Hub.current().now())
                .isGreaterThanOrEqualTo(Duration.ofHours(1).toNanos());
    }

    @Test
    @org.junit.jupiter.api.Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void aHubEndsWhileAStandInDrives() throws Exception {
        var ended = new boolean[2];
        Thread thread = Thread.ofPlatform().start(() -> {
            try (Hub hub = Hub.open()) {
                var latch = new CountDownLatch(1);
                var _ = Jevent.spawn(() -> {
                    try {
                        new Event().await();
                    } finally {
                        inNativeCode(() -> await(latch));
                        ended[0] = hub.isClosing();
                    }
                });
                var _ = Jevent.spawn(() -> {
                    try {
                        new Event().await();
                    } finally {
                        Jevent.sleep();
                        latch.countDown();
                        ended[1] = hub.isClosing();
                    }
                });
                Jevent.sleep();
            }
        });
        thread.join();
        assertThat(ended).containsExactly(true, true);
    }

    @HubTest(realTime = true)
    void aTracerIsToldThatThePinnedGreenletIsOff() throws Exception {
        var seen = new ArrayList<String>();
        var latch = new CountDownLatch(1);
        Greenlet<Void> pinned = Jevent.spawn(() -> inNativeCode(() -> await(latch)));
        Greenlet<Void> other = Jevent.spawn(() -> latch.countDown());
        pinned.setName("pinned");
        other.setName("other");
        Hub.current().setTracer(new Tracer() {
            @Override
            public void switchedIn(RawGreenlet greenlet) {
                seen.add(greenlet.name() + " in");
            }

            @Override
            public void switchedOut(RawGreenlet greenlet, @Nullable Object waitingOn) {
                seen.add(greenlet.name() + " out");
            }
        });
        pinned.get();
        other.get();
        Hub.current().setTracer(null);
        seen.removeIf(each -> !each.startsWith("pinned") && !each.startsWith("other"));
        assertThat(seen).containsExactly("pinned in", "pinned out", "other in", "other out", "pinned in", "pinned out");
    }

    /** A compiler may keep the carrier of a greenlet in a register, across a switch that changes it. */
    @HubTest(realTime = true)
    void aGreenletGoesOnOnAnotherThreadInCompiledCode() throws Exception {
        Hub hub = Hub.current();
        var switches = new long[1];
        var done = new boolean[1];
        Greenlet<Void> hot = Jevent.spawn(() -> {
            while (!done[0]) {
                assertThat(hub.isCurrent()).isTrue();
                switches[0]++;
                Jevent.sleep();
            }
        });
        for (int round = 0; round < 3; round++) {
            sleepUntil(switches, switches[0] + 30_000);
            var permits = new Semaphore(0);
            Greenlet<Void> pinned = Jevent.spawn(() -> inNativeCode(permits::acquireUninterruptibly));
            sleepUntil(switches, switches[0] + 30_000);
            permits.release();
            pinned.get();
        }
        done[0] = true;
        hot.get();
    }

    private static void sleepUntil(long[] count, long end) {
        while (count[0] < end) {
            Jevent.sleep();
        }
    }

    static class SetByAThread {
        static final int VALUE;

        static {
            PERMITS.acquireUninterruptibly();
            VALUE = 1;
        }
    }

    /**
     * Another greenlet that needs the class would hold the hub, inside of the JVM, and so keep the first from going on.
     */
    @HubTest(realTime = true)
    void anInitializerThatAThreadWakesIsNotLeft() throws Exception {
        Thread waker = Thread.ofPlatform().start(() -> {
            while (!PERMITS.hasQueuedThreads()) {
                Thread.onSpinWait();
            }
            long end = System.nanoTime() + 100_000_000; // several times the delay of a stand-in
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            PERMITS.release();
        });
        Greenlet<Integer> initializer = Jevent.spawn(() -> SetByAThread.VALUE);
        Greenlet<Integer> user = Jevent.spawn(() -> SetByAThread.VALUE);
        assertThat(initializer.get() + user.get()).isEqualTo(2);
        waker.join();
    }

    @Test
    @org.junit.jupiter.api.Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void theMonitorReportsAPinnedGreenletThatKeepsTheMainGreenletWaiting() throws Exception {
        var permits = new Semaphore(0);
        var report = new AtomicReference<BlockingReport>();
        Consumer<BlockingReport> listener = each -> {
            boolean waits = !each.cause().isEmpty(); // and not still on its way to the semaphore
            if (each.holder().kind() == Kind.PINNED && waits) {
                report.set(each);
                permits.release();
            }
        };
        try (var _ = BlockingMonitor.start(Duration.ofMillis(10), listener)) {
            Jevent.run(() -> {
                Greenlet<Void> pinned = Jevent.spawn(() -> inNativeCode(permits::acquireUninterruptibly));
                pinned.setName("pinned");
                Jevent.sleep();
                return null;
            });
        }
        assertThat(report.get().toString())
                .startsWith("pinned has held hub-")
                .contains("its main greenlet is ready and cannot run")
                .contains("It waits for java.util.concurrent.Semaphore$NonfairSync@")
                .contains("It is pinned by a call of the foreign function API");
    }

    @Test
    @org.junit.jupiter.api.Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void theEndOfAProgramKillsAGreenletThatIsPinnedToTheThreadOfItsHub() throws Exception {
        var interrupted = new boolean[1];
        Jevent.run(() -> {
            var _ = Jevent.spawn(() -> inNativeCode(() -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted[0] = true;
                }
            }));
            Jevent.sleep();
            return null;
        });
        assertThat(interrupted[0]).isTrue();
    }

    /** The greenlet stays where it is, on a daemon thread; the hub ends without it. */
    @Test
    @org.junit.jupiter.api.Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void aHubEndsWithoutAGreenletThatWaitsForGoodOnAStandIn() throws Exception {
        var first = new CountDownLatch(1);
        var never = new Semaphore(0);
        Greenlet<Void> stuck;
        try (Hub hub = Hub.open()) {
            hub.setErrorStream(null);
            Greenlet<Void> onHome = Jevent.spawn(() -> inNativeCode(() -> await(first)));
            stuck = Jevent.spawn(() -> inNativeCode(never::acquireUninterruptibly));
            var _ = Jevent.spawn(() -> {
                while (!never.hasQueuedThreads()) {
                    Jevent.sleep();
                }
                first.countDown();
            });
            onHome.get();
            hub.close(Duration.ofMillis(1));
        }
        assertThat(stuck.isDead()).isTrue();
        assertThat(stuck.exit()).isInstanceOf(GreenletExit.class);
        never.release();
    }
}
