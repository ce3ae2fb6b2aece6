// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.exceptions.LoopExit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class VirtualTimeLoopTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTimeLoop loop = new VirtualTimeLoop();
    private final List<String> trace = new ArrayList<>();

    private void run(Runnable body) {
        try (Hub _ = Hub.open(loop)) {
            Jevent.run(body);
        }
    }

    private void run(Callable<?> body) throws Exception {
        try (Hub _ = Hub.open(loop)) {
            Jevent.run(body);
        }
    }

    private Runnable mark(String label) {
        return () -> trace.add(label + "@" + Duration.ofNanos(loop.now()).toMillis());
    }

    @Test
    void jumpsFromTimerToTimer() {
        run(() -> {
            Hub.current().schedule(SECOND, mark("a"));
            Hub.current().schedule(Duration.ofHours(1), mark("b"));
            Jevent.sleep(Duration.ofDays(1));
            assertThat(trace).containsExactly("a@1000", "b@3600000");
            assertThat(loop).hasToString("virtual-time loop at PT24H");
        });
    }

    @Test
    void theSettingGivesHubsThatAreOpenedWithoutALoopAVirtualClock() {
        System.setProperty("jevent.virtualTime", "true");
        try (Hub hub = Hub.open()) {
            Jevent.run(() -> Jevent.sleep(Duration.ofDays(1)));
            assertThat(hub.now()).isEqualTo(Duration.ofDays(1).toNanos());
        } finally {
            System.clearProperty("jevent.virtualTime");
        }
    }

    @Test
    void onlyAProvisionalLoopIsReplaced() {
        var provisional = new VirtualTimeLoop(new ParkingLoop(true));
        var chosen = new ParkingLoop(false);
        provisional.setReal(chosen);
        assertThat(provisional.real()).isSameAs(chosen);
        assertThatThrownBy(() -> provisional.setReal(new ParkingLoop(false)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has its loop for input and output already: the parking loop");
    }

    @Test
    void advancedByHandTheHubIsLateButInOrder() {
        run(() -> {
            Hub hub = Hub.current();
            hub.schedule(Duration.ofSeconds(2), mark("second"));
            hub.schedule(SECOND, () -> {
                trace.add("first");
                hub.runCallback(mark("readied by the first"));
            });
            loop.advance(Duration.ofSeconds(5));
            Jevent.idle();
            assertThat(trace).containsExactly("first", "readied by the first@5000", "second@5000");
        });
    }

    @Test
    void standsStillIfItDoesNotJumpAndMovesAsFarAsItIsAllowed() {
        run(() -> {
            loop.setAutoJump(false);
            var never = new Event();
            for (int i = 1; i <= 3; i++) {
                Hub.current().schedule(Duration.ofSeconds(i), mark("timer"));
            }
            assertThatThrownBy(() -> never.await())
                    .isInstanceOf(LoopExit.class)
                    .hasMessageContaining(
                            "timers are set, but the clock is moved by hand and nobody is left to move it");
            assertThat(loop.now()).isZero();
            assertThat(loop).hasToString("virtual-time loop at PT0S, moved by hand");
            loop.allow(Duration.ofMillis(2500));
            assertThatThrownBy(() -> never.await()).isInstanceOf(LoopExit.class);
            assertThat(trace).containsExactly("timer@1000", "timer@2000");
            loop.setAutoJump(true);
            loop.allow(SECOND);
            Jevent.sleep(Duration.ofHours(1));
            assertThat(trace).containsExactly("timer@1000", "timer@2000", "timer@3000");
        });
    }

    /** A loop with input that never comes; a thread sends a message while the hub looks for it, and ends. */
    private static final class MessageAtTheLastLook implements Loop {
        private final Runnable message;
        private int looks;

        MessageAtTheLastLook(Runnable message) {
            this.message = message;
        }

        @Override
        public boolean poll() {
            if (++looks == 2) { // the first look is followed by a wait
                try {
                    var thread = Thread.ofPlatform().start(message);
                    thread.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return false;
        }

        @Override
        public void block(long deadline, Outside outside) {}

        @Override
        public long now() {
            return 0;
        }

        @Override
        public boolean hasWork() {
            return true;
        }

        @Override
        public void wakeup() {}

        @Override
        public void close() {}
    }

    @Test
    void aMessageThatComesWhileTheHubLooksForWorkKeepsTheClockFromJumping() {
        var event = new Event();
        var late = new VirtualTimeLoop(new MessageAtTheLastLook(event::set));
        try (Hub _ = Hub.open(late)) {
            assertThat(event.await(Duration.ofSeconds(30))).isTrue();
            assertThat(late.now()).isZero();
        }
    }

    @Test
    @Tag("realtime")
    void workInAPoolThatAGreenletWaitsForHoldsTheClock() throws Exception {
        run(() -> {
            var go = new CountDownLatch(1);
            var working = new CountDownLatch(1);
            var answer = CompletableFuture.supplyAsync(() -> {
                working.countDown();
                while (go.getCount() > 0) {
                    Thread.onSpinWait();
                }
                return "answer";
            });
            // ends the work after the hub has looked at it several times
            Thread.ofPlatform().start(() -> {
                try {
                    working.await();
                    Thread.sleep(100);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                go.countDown();
            });
            assertThat(new Timeout(Duration.ofSeconds(30)).call(() -> answer.get()))
                    .isEqualTo("answer");
            assertThat(loop.now()).isZero();
            return null;
        });
    }

    @Test
    void greenletsThatWaitForEachOtherInTheJdkDoNotHoldTheClock() throws Exception {
        run(() -> {
            var lock = new ReentrantLock();
            var holder = Jevent.spawn(() -> {
                lock.lock();
                try {
                    Jevent.sleep(Duration.ofHours(1));
                } finally {
                    lock.unlock();
                }
            });
            var waiter = Jevent.spawn(() -> {
                lock.lock();
                try {
                    mark("taken").run();
                } finally {
                    lock.unlock();
                }
            });
            Jevent.joinAll(List.of(holder, waiter));
            assertThat(trace).containsExactly("taken@3600000");
            return null;
        });
    }

    @Test
    void aThreadThatNeverRestsHoldsTheClockUnlessToldOtherwise() throws Exception {
        run(() -> {
            loop.setAwaitForeignThreads(false);
            var stop = new AtomicBoolean();
            var busy = Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    Thread.onSpinWait();
                }
            });
            var parked = Jevent.spawn(() -> LockSupport.park());
            Jevent.sleep(SECOND);
            stop.set(true);
            busy.join();
            parked.kill();
            return null;
        });
    }

    @Test
    void idleWorkersAndSelectorsAreNotAtWork() throws Exception {
        try (var pool = Executors.newScheduledThreadPool(1);
                var selector = Selector.open()) {
            var worker = pool.submit(Thread::currentThread).get();
            while (worker.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
            assertThat(ForeignWork.isAtWork(worker, worker.getStackTrace())).isFalse();
            var selecting = Thread.ofPlatform().start(() -> {
                try {
                    selector.select();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            StackTraceElement[] stack;
            do {
                stack = selecting.getStackTrace();
            } while (Stream.of(stack).noneMatch(frame -> frame.getMethodName().equals("lockAndDoSelect")));
            assertThat(ForeignWork.isAtWork(selecting, stack)).isFalse();
            selector.wakeup();
            selecting.join();
        }
    }

    @Test
    void refusesToGoBack() {
        assertThatThrownBy(() -> loop.advance(Duration.ofNanos(-1)))
                .hasMessage("step must not be negative: PT-0.000000001S");
        assertThatThrownBy(() -> loop.allow(Duration.ofNanos(-1)))
                .hasMessage("step must not be negative: PT-0.000000001S");
    }

    @Test
    void waitsAMomentForForeignCodeBeforeItJumps() {
        run(() -> {
            var monitor = new Object();
            boolean[] notified = {false};
            var foreign = Jevent.spawn(() -> {
                synchronized (monitor) {
                    while (!notified[0]) {
                        monitor.wait();
                    }
                }
                mark("notified").run();
                return null;
            });
            Jevent.sleep();
            var notifier = new Thread(() -> {
                synchronized (monitor) {
                    notified[0] = true;
                    monitor.notifyAll();
                }
            });
            notifier.start();
            foreign.join();
            assertThat(trace).containsExactly("notified@0");
        });
    }
}
