// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.LoopExit;
import io.jevent.exceptions.NotSimulatedException;
import io.jevent.threadpool.ThreadPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ClosedWorldTest {

    private static <T> T run(Callable<T> body) throws Exception {
        try (Hub hub = Hub.open(VirtualTimeLoop.closedWorld())) {
            hub.setErrorHandler((_, failure) -> {
                if (failure instanceof NotSimulatedException) {
                    hub.interruptProgram(failure);
                }
            });
            return Jevent.run(body);
        }
    }

    @Test
    void aDeadEndIsRecognizedWhateverOtherThreadsDo() throws Exception {
        var end = new CountDownLatch(1);
        Thread housekeeper = Thread.ofPlatform().daemon().start(() -> {
            try {
                var _ = end.await(1, TimeUnit.DAYS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        try {
            for (int i = 0; i < 1000; i++) { // with a grace period for each this would take hours
                assertThatThrownBy(() -> run(() -> {
                            new Event().await();
                            return 1;
                        }))
                        .isInstanceOf(LoopExit.class);
            }
        } finally {
            end.countDown();
            housekeeper.join();
        }
    }

    @Test
    void anHourTakesNoTimeAlsoWhileAGreenletWaitsInTheJdk() throws Exception {
        var lock = new ReentrantLock();
        Duration took = run(() -> {
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
                    Jevent.sleep();
                } finally {
                    lock.unlock();
                }
            });
            Jevent.joinAll(List.of(holder, waiter));
            return Duration.ofNanos(Hub.current().now());
        });
        assertThat(took).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aFutureOfAGreenletIsSimulated() throws Exception {
        int value = run(() -> {
            var future = new CompletableFuture<Integer>();
            var _ = Jevent.spawnLater(Duration.ofSeconds(1), () -> future.complete(7));
            return Jevent.await(future) + future.get();
        });
        assertThat(value).isEqualTo(14);
    }

    @Test
    @Tag("realtime") // its sleep fails at once
    void aWaitByTheClockOfTheJdkFailsByName() {
        assertThatThrownBy(() -> run(() -> {
                    Thread.sleep(Duration.ofHours(1));
                    return 1;
                }))
                .isInstanceOf(NotSimulatedException.class)
                .hasMessageContaining("waits in Thread.sleep at io.jevent.hub.ClosedWorldTest")
                .hasMessageContaining("by the clock of the JDK");
        assertThatThrownBy(() -> run(() -> {
                    var poller = Jevent.spawn(() -> new LinkedBlockingQueue<String>().poll(1, TimeUnit.HOURS));
                    poller.setName("poller");
                    poller.join();
                    return 1;
                }))
                .isInstanceOf(NotSimulatedException.class)
                .hasMessageStartingWith("poller waits in LinkedBlockingQueue.poll at ");
    }

    @Test
    void aWakeUpByAnotherThreadFailsByName() {
        assertThatThrownBy(() -> run(() -> {
                    var event = new Event();
                    var waiter = Jevent.spawn(() -> event.await());
                    Jevent.sleep();
                    Thread setter = Thread.ofPlatform().name("setter").start(event::set);
                    while (setter.isAlive()) {
                        Thread.onSpinWait();
                    }
                    waiter.join();
                    return 1;
                }))
                .isInstanceOf(NotSimulatedException.class)
                .hasMessageStartingWith("thread setter acts on a simulated hub");
    }

    @Test
    void tasksOfAThreadPoolAreGreenlets() throws Exception {
        var trace = new ArrayList<Object>();
        run(() -> {
            try (var pool = new ThreadPool(2)) {
                var results = IntStream.range(0, 5)
                        .mapToObj(i -> pool.applyAsync(() -> {
                            Jevent.sleep(Duration.ofSeconds(5 - i));
                            trace.add(i);
                            return i;
                        }))
                        .toList();
                Jevent.joinAll(results);
                trace.add(pool.apply(() -> pool.apply(() -> "nested")));
            }
            trace.add(Duration.ofNanos(Hub.current().now()));
            return 1;
        });
        assertThat(trace).containsExactly(1, 0, 2, 3, 4, "nested", Duration.ofSeconds(8));
    }

    @Test
    void aTaskOfAThreadPoolCanBeCancelled() throws Exception {
        run(() -> {
            try (var pool = new ThreadPool(1)) {
                var latch = new CountDownLatch(1);
                var outcome = pool.applyAsync(() -> {
                    latch.await();
                    return 1;
                });
                Jevent.idle();
                assertThat(outcome.cancel(true)).isTrue();
            }
            return 1;
        });
    }
}
