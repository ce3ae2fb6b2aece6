// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.HubClosedException;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.exceptions.LoopExit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a hub is found, made, waited for and closed. */
class HubLifeTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> trace = new ArrayList<>();

    @Test
    void eachThreadHasOneOfItsOwnFromItsFirstCallOn() throws Exception {
        assertThat(Hub.ifCurrent()).isNull();
        try (Hub hub = Hub.current()) {
            assertThat(Hub.current()).isSameAs(hub);
            assertThat(hub.carrier()).isSameAs(Thread.currentThread());
            assertThat(Hub.all()).contains(hub);
            assertThat(hub)
                    .hasToString(hub.name() + " (" + Thread.currentThread().getName() + ")");
            var other = new CompletableFuture<Hub>();
            var thread = new Thread(() -> {
                try (Hub its = Hub.current()) {
                    other.complete(its);
                }
            });
            thread.start();
            assertThat(other.get(10, TimeUnit.MINUTES)).isNotSameAs(hub);
            thread.join();
            assertThatThrownBy(() -> Hub.open(new VirtualTimeLoop()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is the hub of this thread already; close it first");
        }
        assertThat(Hub.ifCurrent()).isNull();
    }

    @Test
    void aVirtualThreadThatIsNoGreenletCannotHaveOne() throws Exception {
        var failure = new CompletableFuture<Throwable>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        failure.complete(new AssertionError(Hub.current()));
                    } catch (InvalidThreadUseException e) {
                        failure.complete(e);
                    }
                })
                .join();
        assertThat(failure.get())
                .isInstanceOf(InvalidThreadUseException.class)
                .hasMessageContaining("is not run by a hub: start greenlets from a platform thread");
    }

    @Test
    void isConfinedToItsThread() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            var failure = new CompletableFuture<Throwable>();
            var thread = new Thread(() -> {
                try {
                    hub.schedule(SECOND, () -> {});
                } catch (InvalidThreadUseException e) {
                    failure.complete(e);
                }
            });
            thread.start();
            thread.join();
            assertThat(failure.get())
                    .hasMessageContaining("but was used from")
                    .hasMessageContaining("send it a message: hub.runCallback(...)");
        });
    }

    @Test
    void aCallbackIsCalledOnceAndNotAtAllIfItWasStopped() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            var pending = new ArrayList<Callback>();
            pending.add(hub.runCallback(() -> trace.add(pending.getFirst().isPending())));
            Callback stopped = hub.runCallback(() -> trace.add("stopped"));
            stopped.stop();
            assertThat(pending.getFirst().isPending()).isTrue();
            assertThat(stopped.isPending()).isFalse();
            Jevent.sleep();
            assertThat(trace).as("no longer pending while it is called").containsExactly(false);
        });
    }

    @Test
    void aTimerIsPendingUntilItFires() throws Exception {
        HubTesting.run(() -> {
            var timers = new ArrayList<Timer>();
            timers.add(Hub.current()
                    .schedule(SECOND, () -> trace.add(timers.getFirst().isPending())));
            assertThat(timers.getFirst().isPending()).isTrue();
            Jevent.sleep(Duration.ofSeconds(2));
            assertThat(trace).containsExactly(false);
            assertThat(timers.getFirst().cancel()).isFalse();
        });
    }

    @Test
    void callbacksOfOneThreadComeInTheOrderInWhichTheyWereSent() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            hub.retain();
            var sender = new Thread(() -> {
                for (int i = 0; i < 1000; i++) {
                    int number = i;
                    hub.runCallback(() -> trace.add(number));
                }
                hub.runCallback(hub::release);
            });
            sender.start();
            while (trace.size() < 1000) {
                Jevent.sleep();
            }
            assertThat(trace).isSorted().doesNotHaveDuplicates();
            sender.join();
        });
    }

    @Test
    void joinEndsWhenNothingIsLeft() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            var _ = Jevent.spawn(() -> Jevent.sleep(SECOND));
            hub.schedule(Duration.ofSeconds(2), () -> trace.add("timer"));
            hub.join();
            assertThat(trace).containsExactly("timer");
            assertThat(hub.now()).isEqualTo(Duration.ofSeconds(2).toNanos());
            hub.join();
        });
    }

    @Test
    void joinSaysWhetherNothingIsLeftInTime() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            var sleeper = Jevent.spawn(() -> Jevent.sleep(SECOND));
            assertThat(hub.join(Duration.ZERO)).isFalse();
            assertThat(hub.join(Duration.ofMillis(500))).isFalse();
            assertThat(hub.now()).isEqualTo(Duration.ofMillis(500).toNanos());
            assertThat(hub.join(Duration.ofHours(1))).isTrue();
            assertThat(hub.now()).as("it does not wait for its own time").isEqualTo(SECOND.toNanos());
            assertThat(hub.join(Duration.ZERO)).isTrue();
            assertThat(sleeper.isReady()).isTrue();
        });
    }

    @Test
    void joinTakesThoseWhoWaitForEverForNothing() throws Exception {
        HubTesting.run(() -> {
            var never = new Event();
            var stuck = Jevent.spawn(() -> never.await());
            assertThat(Hub.current().join(SECOND)).isTrue();
            assertThat(stuck.waitingOn()).isSameAs(never);
            stuck.kill();
        });
    }

    @Test
    void joinIsForTheRootGreenletOnly() throws Exception {
        HubTesting.run(() -> {
            var child = Jevent.spawn(() -> Hub.current().join());
            assertThatThrownBy(child::result)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("only the main greenlet may wait for its whole hub: Greenlet-0");
        });
    }

    @Test
    void aDeadEndIsRaisedInTheMainGreenletAndTheHubIsUsableAgain() {
        try (Hub _ = Hub.open(new VirtualTimeLoop())) {
            var never = new Event();
            Greenlet<?> stuck = Jevent.spawn(() -> never.await());
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(stuck::join)
                        .isInstanceOf(LoopExit.class)
                        .hasMessageContaining("the 2 greenlets that wait")
                        .hasMessageContaining("Greenlet-0, waiting on Event@")
                        .hasMessageContaining("main greenlet of hub-");
            }
            Jevent.sleep(SECOND);
            stuck.kill();
        }
    }

    @Test
    void itIsNoDeadEndWhileWorkIsDoneElsewhere() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            var event = new Event();
            hub.retain();
            var worker = new Thread(() -> {
                event.set();
                hub.release();
            });
            worker.start();
            event.await();
            worker.join();
        });
    }

    @Test
    void itIsNoDeadEndWhileAThreadOfTheProgramCouldStillWakeIt() throws Exception {
        HubTesting.run(() -> {
            var event = new Event();
            var go = new CompletableFuture<Boolean>();
            var slow = new Thread(() -> {
                go.join();
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                event.set();
            });
            slow.start();
            var ender = new Thread(slow::interrupt);
            go.complete(true);
            ender.start();
            event.await();
            slow.join();
        });
    }

    @Test
    void itIsADeadEndForTwoHubsThatWaitForEachOther() throws Exception {
        var failures = new ArrayList<CompletableFuture<Throwable>>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 2; i++) {
            var failure = new CompletableFuture<Throwable>();
            failures.add(failure);
            threads.add(new Thread(() -> {
                try (Hub _ = Hub.current()) {
                    new Event().await();
                } catch (LoopExit e) {
                    failure.complete(e);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (var failure : failures) {
            assertThat(failure.join()).isInstanceOf(LoopExit.class); // no time limit: who has one may act
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    @Tag("realtime")
    void itIsNoDeadEndWhileAVirtualThreadOfTheJdkMayAct() throws Exception {
        var outcome = new CompletableFuture<@Nullable Throwable>();
        var event = new Event();
        var turn = new LinkedBlockingQueue<Boolean>();
        Thread.ofVirtual().start(() -> {
            try {
                turn.take();
                Thread.sleep(50); // the hub sees a sleeping thread at its first looks, and no other that could wake it
                event.set();
            } catch (InterruptedException e) {
                outcome.completeExceptionally(e);
            }
        });
        var thread = new Thread(() -> {
            try (Hub hub = Hub.current()) {
                hub.runCallback(() -> turn.add(true));
                event.await();
                outcome.complete(null);
            } catch (LoopExit e) {
                outcome.complete(e);
            }
        });
        thread.start();
        assertThat(outcome.join()).isNull();
        thread.join();
    }

    @Test
    void itIsADeadEndWhenNoVirtualThreadOfTheJdkCouldActByItself() throws Exception {
        var outcome = new CompletableFuture<@Nullable Throwable>();
        var event = new Event();
        Thread parked = Thread.ofVirtual().start(LockSupport::park);
        var thread = new Thread(() -> {
            try (Hub _ = Hub.current()) {
                event.await();
                outcome.complete(null);
            } catch (LoopExit e) {
                outcome.complete(e);
            }
        });
        thread.start();
        assertThat(outcome.join()).isInstanceOf(LoopExit.class);
        thread.join();
        LockSupport.unpark(parked);
        parked.join();
    }

    @Test
    void greenletsInheritTheContextClassLoader() throws Exception {
        var loader = new URLClassLoader(new URL[0]);
        HubTesting.run(() -> {
            Thread root = Thread.currentThread();
            root.setContextClassLoader(loader);
            var child =
                    Jevent.spawn(() -> Jevent.spawn(() -> Thread.currentThread().getContextClassLoader())
                            .result());
            root.setContextClassLoader(ClassLoader.getSystemClassLoader());
            var other = Jevent.spawn(() -> Thread.currentThread().getContextClassLoader());
            assertThat(child.result()).isSameAs(loader);
            assertThat(other.result()).isSameAs(ClassLoader.getSystemClassLoader());
        });
    }

    @Test
    void anInterruptOfItsThreadIsAKillOfTheProgramItRuns() throws Exception {
        var outcome = new CompletableFuture<Throwable>();
        var waiting = new CompletableFuture<Hub>();
        var thread = new Thread(() -> {
            try (Hub hub = Hub.current()) {
                hub.retain();
                hub.runCallback((DirectCallback) () -> waiting.complete(hub));
                new Event().await();
            } catch (GreenletExit e) {
                outcome.complete(e);
            }
        });
        thread.start();
        waiting.get(10, TimeUnit.MINUTES);
        thread.interrupt();
        assertThat(outcome.get(10, TimeUnit.MINUTES))
                .hasMessage("thread " + thread.getName() + " of the hub was interrupted");
        thread.join();
    }

    @Test
    void closeKillsEveryoneAndWaitsForTheirFinallyBlocks() {
        Hub hub = Hub.open(new VirtualTimeLoop());
        var _ = Jevent.spawn(() -> {
            try {
                new Event().await();
            } catch (GreenletExit e) {
                trace.add(e.getMessage());
                throw e;
            } finally {
                Jevent.sleep(SECOND);
                trace.add("cleaned up");
            }
        });
        var shielded = Jevent.spawn(() -> Jevent.shielded(() -> {
            new Event().await();
            return 1;
        }));
        var late = Jevent.spawnLater(SECOND, () -> trace.add("ran"));
        Jevent.sleep();
        hub.close();
        hub.close();
        assertThat(trace).containsExactly("the hub is being closed", "cleaned up");
        assertThat(shielded.isDead() && late.isDead()).isTrue();
        assertThat(hub.isClosed()).isTrue();
        assertThat(Hub.all()).doesNotContain(hub);
    }

    @Test
    void closeNamesThoseWhoDoNotEndAndLeavesThem() {
        var bytes = new ByteArrayOutputStream();
        Hub hub = Hub.open(new VirtualTimeLoop());
        hub.setErrorStream(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        var diehard = Jevent.spawn(() -> {
            while (true) {
                try {
                    new Event().await();
                } catch (GreenletExit e) {
                    trace.add("no");
                }
            }
        });
        diehard.setName("diehard");
        Jevent.sleep();
        hub.close(Duration.ofHours(1));
        assertThat(trace).isNotEmpty();
        assertThat(hub.now()).as("nobody waits for what will never come").isZero();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains(
                        "was closed, but these greenlets did not end when they were killed: diehard (waiting on Event@");
    }

    @Test
    void aClosedHubRefusesWorkAndItsThreadMayHaveAnother() {
        Hub hub = Hub.open(new VirtualTimeLoop());
        hub.close();
        assertThatThrownBy(() -> hub.runCallback(() -> {}))
                .isInstanceOf(HubClosedException.class)
                .hasMessage(hub + " is closed and runs nothing any more");
        assertThat(hub.report()).isEqualTo(hub + ": closed\n");
        try (Hub next = Hub.open(new VirtualTimeLoop())) {
            assertThat(next).isNotSameAs(hub);
            Jevent.sleep();
        }
    }

    @Test
    void cannotBeClosedByAGreenletOfItsOwn() throws Exception {
        HubTesting.run(() -> assertThatThrownBy(() -> Hub.current().close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("can be closed only by its own thread"));
    }

    @Test
    void aTimeoutOfTheMainGreenletEndsItsWait() {
        try (Hub _ = Hub.open(new VirtualTimeLoop())) {
            var timeout = new Timeout(SECOND);
            assertThatThrownBy(() -> timeout.run(() -> new Event().await())).isSameAs(timeout);
        }
    }
}
