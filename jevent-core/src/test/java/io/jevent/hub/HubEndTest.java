// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.HubClosedException;
import io.jevent.lock.RLock;
import io.jevent.lock.Semaphore;
import io.jevent.pool.Pool;
import io.jevent.queue.Queue;
import io.jevent.scope.Scope;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The states of a hub's end and their invariants: open, closing, closed. The time limits only end a hang. */
@Timeout(120)
@SuppressWarnings("WaitNotInLoop") // the wait itself is under test
class HubEndTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final List<Object> trace = new ArrayList<>();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private Hub open() {
        Hub hub = Hub.open(new VirtualTimeLoop());
        hub.setErrorStream(new PrintStream(errors, true, StandardCharsets.UTF_8));
        return hub;
    }

    private String printed() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails with what the thread threw, or if it does not end. */
    private static final class Program {
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final Thread thread;

        Program(Runnable body) {
            thread = Thread.ofPlatform().start(() -> {
                try {
                    body.run();
                } catch (Throwable t) {
                    failure.set(t);
                }
            });
        }

        void join() throws InterruptedException {
            thread.join(60_000);
            assertThat(thread.isAlive()).as("the thread has not ended").isFalse();
            assertThat(failure.get()).isNull();
        }
    }

    @Test
    void cleanUpMayWaitForAnotherHub() throws Exception {
        var lock = new RLock();
        var changed = lock.newCondition();
        var waiting = new CountDownLatch(1);
        var holds = new CountDownLatch(1);
        var closing = new CountDownLatch(1);
        var closed = new Program(() -> {
            Hub hub = Hub.open();
            var _ = Jevent.spawn(() -> {
                try (var _ = lock.hold()) {
                    hub.runCallback(waiting::countDown);
                    changed.await();
                }
            });
            Jevent.sleep(Duration.ofMillis(1)); // the greenlet waits, and the callback is called
            await(holds);
            var _ = Jevent.spawn(() -> {
                try {
                    Jevent.sleep(HOUR);
                } finally {
                    closing.countDown();
                }
            });
            Jevent.sleep();
            hub.close();
        });
        var other = new Program(() -> {
            await(waiting);
            try (Hub _ = Hub.open()) {
                try (var _ = lock.hold()) {
                    holds.countDown();
                    await(closing); // the killed waiter needs the lock that is held here
                    LockSupport.parkNanos(50_000_000);
                }
                assertThat(lock.tryLock(Duration.ofSeconds(60))).isTrue();
                lock.unlock();
            }
        });
        other.join();
        closed.join();
        assertThat(lock.isLocked()).isFalse();
    }

    @Test
    void aSecondKillComesOnlyWhenNothingCouldWakeAndNeverThroughAShield() throws Exception {
        Hub hub = open();
        var go = new Event();
        var _ = Jevent.<Boolean>spawn(() -> {
            try {
                new Event().await();
                return false;
            } finally {
                Jevent.shielded(() -> {
                    Jevent.sleep(SECOND);
                    trace.add("shielded clean-up");
                    return true;
                });
                Jevent.sleep(SECOND);
                trace.add("more clean-up");
                go.set();
            }
        });
        var _ = Jevent.spawn(() -> {
            try {
                new Event().await();
            } finally {
                go.await();
                trace.add("after the others");
            }
        });
        Jevent.sleep();
        hub.close();
        assertThat(trace).containsExactly("shielded clean-up", "more clean-up", "after the others");
        assertThat(printed()).isEmpty();
    }

    @Test
    void aGreenletThatIsSpawnedByCleanUpWorksUntilItsSpawnerHasEnded() {
        Hub hub = open();
        var _ = Jevent.spawn(() -> {
            try {
                new Event().await();
            } finally {
                var helper = Jevent.spawn(() -> {
                    Jevent.sleep(SECOND);
                    return "helped";
                });
                trace.add(helper.result());
                var _ = Jevent.spawn(() -> {
                    try {
                        Jevent.sleep(HOUR);
                    } finally {
                        trace.add("the rest was killed");
                    }
                });
            }
        });
        Jevent.sleep();
        hub.close();
        assertThat(trace).containsExactly("helped", "the rest was killed");
        assertThat(hub.now()).isEqualTo(SECOND.toNanos());
    }

    @Test
    void linksOfAGreenletThatEndsWithTheHubAreCalled() {
        Hub hub = open();
        var greenlet = Jevent.spawn(() -> new Event().await());
        greenlet.link(g -> trace.add("link"));
        greenlet.rawlink(() -> trace.add("rawlink"));
        Jevent.sleep();
        hub.close();
        assertThat(trace).containsExactlyInAnyOrder("link", "rawlink");
    }

    @Test
    void whatIsLeftAfterTheGracePeriodEndsByForceAndLeavesItsWaitLists() {
        Hub hub = open();
        var permits = new Semaphore(0);
        var greenlet = Jevent.spawn(() -> Jevent.shielded(() -> {
            try {
                permits.acquire();
                return "a permit";
            } finally {
                trace.add("finally");
                assertThatThrownBy(() -> Jevent.sleep(SECOND)).isInstanceOf(GreenletExit.class);
                assertThatThrownBy(() -> new Queue<Integer>().get()).isInstanceOf(GreenletExit.class);
            }
        }));
        greenlet.setName("shielded");
        Jevent.sleep();
        hub.close();
        assertThat(trace).containsExactly("finally");
        assertThat(greenlet.isDead()).isTrue();
        assertThat(greenlet.exit()).hasMessageContaining("was closed before shielded had ended");
        permits.release();
        assertThat(permits.available()).as("nothing was handed to the dead").isEqualTo(1);
        assertThat(printed()).contains("did not end when they were killed: shielded (waiting on Semaphore@");
    }

    @Test
    void aGreenletThatCatchesEverythingIsAbandonedWithAnOutcome() {
        Hub hub = open();
        var greenlet = Jevent.spawn(() -> {
            while (true) {
                try {
                    new Event().await();
                } catch (Throwable t) {
                    trace.add(t);
                }
            }
        });
        Jevent.sleep();
        hub.close();
        assertThat(greenlet.isDead()).isTrue();
        assertThat(greenlet.exit()).hasMessageContaining("was closed before");
        assertThat(trace).hasSizeGreaterThan(2).hasSizeLessThan(200);
    }

    @Test
    void greenletsThatAreAbandonedHoldNoMutexOfWhatTheyShare() throws Exception {
        Hub hub = open();
        var shared = new Event();
        Runnable waitsAgain = () -> {
            while (!shared.isSet()) {
                try {
                    shared.await();
                } catch (GreenletExit _) {
                    trace.add("refused");
                }
            }
        };
        var greenlets = List.of(Jevent.spawn(waitsAgain), Jevent.spawn(waitsAgain));
        Jevent.sleep();
        hub.close();
        for (Greenlet<?> greenlet : greenlets) {
            assertThat(greenlet.exit()).hasMessageContaining("was closed before");
        }
        shared.set();
        new Program(() -> assertThat(shared.await(Duration.ZERO)).isTrue()).join();
    }

    @Test
    void greenletsThatReplaceThemselvesComeToAnEnd() {
        Hub hub = open();
        var respawn = new AtomicReference<Runnable>();
        respawn.set(() -> {
            var greenlet = Jevent.spawn(() -> new Event().await());
            greenlet.rawlink(respawn.get());
        });
        respawn.get().run();
        Jevent.sleep();
        hub.close();
        assertThat(hub.greenletCount()).isZero();
    }

    @Test
    void aWakeUpThatIsOnItsWayWhenTheHubClosesArrives() throws Exception {
        for (int round = 0; round < 200; round++) {
            var permits = new Semaphore(1);
            var start = new CountDownLatch(2);
            var closed = new Program(() -> {
                Hub hub = Hub.open();
                for (int i = 0; i < 3; i++) {
                    var _ = Jevent.spawn(() -> {
                        while (true) {
                            permits.acquire();
                            permits.release();
                            Jevent.sleep();
                        }
                    });
                }
                start.countDown();
                await(start);
                Jevent.sleep();
                hub.close();
            });
            var other = new Program(() -> {
                start.countDown();
                await(start);
                try (Hub _ = Hub.open()) {
                    for (int i = 0; i < 20; i++) {
                        permits.acquire();
                        permits.release();
                    }
                }
            });
            closed.join();
            other.join();
            assertThat(permits.available()).as("permits in round %s", round).isEqualTo(1);
        }
    }

    @Test
    void anInterruptOfTheClosingThreadIsKeptUntilTheCleanUpIsOver() throws Exception {
        var cleaning = new CompletableFuture<Thread>();
        var interrupted = new CountDownLatch(1);
        var program = new Program(() -> {
            Hub hub = Hub.open();
            var _ = Jevent.spawn(() -> {
                try {
                    Jevent.sleep(HOUR);
                } finally {
                    hub.retain(); // another thread is at work
                    cleaning.complete(hub.carrier());
                    while (interrupted.getCount() > 0) {
                        Jevent.sleep(Duration.ofMillis(1));
                    }
                    hub.release();
                    trace.add("cleaned up");
                }
            });
            Jevent.sleep();
            hub.close();
            trace.add("interrupted: " + Thread.interrupted());
        });
        cleaning.get(60, TimeUnit.SECONDS).interrupt();
        interrupted.countDown();
        program.join();
        assertThat(trace).containsExactly("cleaned up", "interrupted: true");
    }

    @Test
    void aSignalForTheMainGreenletIsThrownWhenTheHubIsClosed() {
        Hub hub = open();
        var stop = new GreenletExit("stop");
        var _ = Jevent.spawn(() -> {
            try {
                Jevent.sleep(HOUR);
            } finally {
                hub.interruptProgram(stop);
                Jevent.sleep(SECOND);
                trace.add("cleaned up");
            }
        });
        Jevent.sleep();
        assertThatThrownBy(hub::close).isSameAs(stop);
        assertThat(trace).containsExactly("cleaned up");
        assertThat(hub.isClosed()).isTrue();
    }

    @Test
    void aKillOfAGreenletOfAClosedHubReturns() throws Exception {
        Hub hub = open();
        var started = Jevent.spawn(() -> new Event().await());
        var unstarted = new Greenlet<>(() -> 1);
        Jevent.sleep();
        hub.close();
        HubTesting.onThreads(List.of(() -> {
            started.kill();
            unstarted.kill();
            assertThat(unstarted.isDead()).isTrue();
            assertThatThrownBy(unstarted::start).isInstanceOf(HubClosedException.class);
        }));
    }

    @Test
    void whatIsSubmittedToAPoolOfAHubThatEndsIsRefusedOrEnds() throws Exception {
        for (int round = 0; round < 60; round++) {
            var pool = new CompletableFuture<java.util.concurrent.ExecutorService>();
            var accepted = new ConcurrentLinkedQueue<Future<?>>();
            var program = new Program(() -> {
                try (Hub _ = Hub.open()) {
                    pool.complete(new Pool(2).asExecutorService());
                    Jevent.sleep();
                }
            });
            var submitters = new ArrayList<Program>();
            for (int i = 0; i < 2; i++) {
                submitters.add(new Program(() -> {
                    try {
                        for (int k = 0; k < 200; k++) {
                            accepted.add(pool.join().submit(() -> 1));
                        }
                    } catch (RejectedExecutionException _) {
                        // the hub is closed
                    }
                }));
            }
            program.join();
            for (Program submitter : submitters) {
                submitter.join();
            }
            assertThat(accepted).as("futures of round %s", round).allMatch(Future::isDone);
        }
    }

    @Test
    void aScopeThatIsCancelledWhileTheHubClosesEndsChildrenThatAreNewer() {
        Hub hub = open();
        var _ = Jevent.<Boolean>spawn(() -> {
            try {
                new Event().await();
                return false;
            } finally {
                trace.add(Scope.call(scope -> {
                    var _ = scope.spawn(() -> {
                        new Event().await();
                        return 1;
                    });
                    Jevent.sleep(SECOND);
                    scope.cancel();
                    return "scope closed";
                }));
            }
        });
        Jevent.sleep();
        hub.close();
        assertThat(trace).containsExactly("scope closed");
        assertThat(hub.now()).isEqualTo(SECOND.toNanos());
    }

    @Test
    void aThreadThatEndsClosesItsHub() throws Exception {
        var hub = new CompletableFuture<Hub>();
        var program = new Program(() -> {
            hub.complete(Hub.current());
            Attachments.of(Hub.current()).onClose(() -> trace.add("attachments closed"));
            var _ = Jevent.spawn(() -> {
                try {
                    Jevent.sleep(HOUR);
                } finally {
                    Jevent.sleep(Duration.ofMillis(1));
                    trace.add("finally");
                }
            });
            Jevent.sleep();
        });
        program.join();
        assertThat(trace).containsExactly("finally", "attachments closed");
        assertThat(hub.join().isClosed()).isTrue();
        assertThat(Hub.all()).doesNotContain(hub.join());
    }

    @Test
    void joinWaitsWhileAnotherHubMayWakeAGreenlet() throws Exception {
        var items = new Queue<String>();
        var waiting = new CountDownLatch(1);
        var other = new Program(() -> {
            try (Hub _ = Hub.open()) {
                await(waiting);
                Jevent.sleep(Duration.ofMillis(50));
                items.put("item");
            }
        });
        var joining = new Program(() -> {
            try (Hub hub = Hub.open()) {
                var _ = Jevent.spawn(() -> trace.add(items.get()));
                hub.runCallback(waiting::countDown);
                hub.join();
                trace.add("joined");
            }
        });
        other.join();
        joining.join();
        assertThat(trace).containsExactly("item", "joined");
    }
}
