// SPDX-License-Identifier: Apache-2.0
package io.jevent.threadpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Copies;
import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Outcome;
import io.jevent.Timeout;
import io.jevent.exceptions.BlockingSwitchOutException;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work in a thread pool: outcomes, limits, cancellation, virtual time. */
class ThreadPoolTest {

    private final List<Object> log = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> reported = new ArrayList<>();

    private void run(HubTesting.Body body) throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((context, failure) -> reported.add(failure));
            body.run();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void aPoolWithoutThreadsIsRefused(int maxThreads) {
        assertThatThrownBy(() -> new ThreadPool(maxThreads))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxThreads must be at least 1: " + maxThreads);
    }

    @Test
    void aNegativeIdleTimeoutIsRefused() {
        assertThatThrownBy(() -> new ThreadPool(1, Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("idleTimeout must not be negative: PT-1S");
    }

    @Test
    void workRunsInADaemonThreadAndNotOnTheHub() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            Hub hub = Hub.current();
            assertThat(pool.threads()).isZero();
            Thread thread = pool.submit(Thread::currentThread).result();
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.isVirtual()).isFalse();
            assertThat(thread.getName()).matches("jevent-worker-\\p{XDigit}+-0");
            assertThat(pool.<Boolean>apply(hub::isCurrent)).isFalse();
            assertThat(pool.submit((Runnable) () -> log.add("ran")).result()).isNull();
            assertThat(log).containsExactly("ran");
            assertThat(pool.toString()).matches("ThreadPool@\\p{XDigit}+ \\(0 tasks, 1 of 1 threads\\)");
            pool.close();
        });
    }

    @Test
    void onlyTheGreenletThatWaitsWaits() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var gate = new Gate();
            Greenlet<Integer> waiter = Jevent.spawn(() -> pool.apply(gate::pass));
            Jevent.sleep();
            for (int i = 0; i < 1000; i++) {
                Jevent.sleep();
            }
            assertThat(waiter.isReady()).isFalse();
            gate.open();
            assertThat(waiter.result()).isEqualTo(1);
            pool.close();
        });
    }

    @Test
    void aVirtualClockStandsStillWhileWorkIsOutstanding() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            Thread carrier = Hub.current().carrier();
            Outcome<Integer> outcome = pool.submit(() -> {
                while (carrier.getState() == Thread.State.RUNNABLE) {
                    Thread.onSpinWait(); // until the hub has nothing to do but to wait for this
                }
                return 1;
            });
            var _ = Jevent.spawnLater(Duration.ofHours(1), () -> log.add("an hour later"));
            outcome.rawlink(() -> log.add("done at " + Hub.current().now()));
            outcome.join();
            Jevent.sleep(Duration.ofHours(2));
            assertThat(log).containsExactly("done at 0", "an hour later");
            pool.close();
        });
    }

    @Test
    void theFailureOfApplyIsThrownAsItIsAndNotReported() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var failure = new IOException("no");
            assertThatThrownBy(() -> pool.apply(() -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
            pool.close();
            assertThat(reported).isEmpty();
        });
    }

    @Test
    void theFailureOfSubmitIsReportedOnceBeforeTheLinksRun() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var failure = new IOException("no");
            Outcome<Object> outcome = pool.submit(() -> {
                throw failure;
            });
            outcome.rawlink(() -> log.add("link after " + reported.size() + " reports"));
            assertThatThrownBy(outcome::result).is(Copies.of(failure));
            assertThatThrownBy(outcome::result).is(Copies.of(failure));
            assertThat(outcome.exception()).isSameAs(failure);
            assertThat(outcome.isSuccessful()).isFalse();
            assertThat(reported).containsExactly(failure);
            while (log.isEmpty()) {
                Jevent.sleep(); // the link runs in its turn
            }
            assertThat(log).containsExactly("link after 1 reports");
            pool.close();
        });
    }

    @Test
    void threadsAreMadeWhenThereIsWorkUpToTheLimitAndUsedAgain() throws Exception {
        run(() -> {
            var pool = new ThreadPool(2);
            Thread first = pool.apply(Thread::currentThread);
            for (int i = 0; i < 100; i++) {
                assertThat(pool.<Thread>apply(Thread::currentThread)).isSameAs(first);
            }
            var gates = List.of(new Gate(), new Gate(), new Gate());
            List<Outcome<Integer>> outcomes = new ArrayList<>();
            for (Gate gate : gates) {
                outcomes.add(pool.submit(gate::pass));
            }
            assertThat(pool.threads()).isEqualTo(2);
            assertThat(pool.size()).isEqualTo(3);
            gates.get(0).entered.await();
            gates.get(1).entered.await();
            assertThat(gates.get(2).entered.getCount()).isEqualTo(1);
            gates.forEach(Gate::open);
            Jevent.joinAll(outcomes);
            assertThat(pool.size()).isZero();
            assertThat(pool.threads()).isEqualTo(2);
            pool.close();
        });
    }

    @Test
    void submitWaitsInLineWhenOneMoreThanTheThreadsIsOutstanding() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var gate = new Gate();
            var _ = pool.submit(gate::pass);
            assertThat(pool.isFull()).isFalse();
            var _ = pool.submit(() -> log.add("second"));
            assertThat(pool.isFull()).isTrue();
            assertThat(pool.awaitAvailable(Duration.ZERO)).isFalse();
            List<Greenlet<?>> late = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                int number = i;
                late.add(Jevent.spawn(() -> pool.apply(() -> log.add(number))));
            }
            Jevent.sleep();
            assertThat(pool.size()).isEqualTo(2);
            gate.open();
            Jevent.joinAll(late);
            assertThat(log).containsExactly("second", 0, 1, 2, 3, 4);
            assertThat(pool.freeCount()).isEqualTo(2);
            pool.close();
        });
    }

    @Test
    void submitOnTheHubItselfIsRefusedIfItHadToWait() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var gate = new Gate();
            Hub.current().runCallback(() -> {
                var _ = pool.submit(gate::pass);
                var _ = pool.submit(gate::pass);
                var _ = pool.submit(gate::pass);
            });
            Jevent.sleep();
            assertThat(reported).singleElement().isInstanceOf(BlockingSwitchOutException.class);
            gate.open();
            pool.close();
        });
    }

    @Test
    void applyAsyncNeverWaits() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var gate = new Gate();
            long switches = Hub.current().switches();
            List<Outcome<Integer>> outcomes = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                outcomes.add(pool.applyAsync(gate::pass));
            }
            assertThat(Hub.current().switches()).isEqualTo(switches);
            assertThat(pool.size()).isEqualTo(10);
            assertThat(pool.freeCount()).isZero();
            gate.open();
            pool.join();
            assertThat(outcomes).allMatch(Outcome::isSuccessful);
            assertThat(pool.freeCount()).isEqualTo(2);
            pool.close();
        });
    }

    @Test
    void applyInAThreadOfThePoolRunsRightThere() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            assertThat(pool.<Integer>apply(() -> pool.apply(() -> pool.apply(() -> 3))))
                    .isEqualTo(3);
            pool.close();
        });
    }

    @Test
    void aKilledCallerGoesOnAtOnceAndTheThreadIsInterrupted() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var gate = new Gate();
            Greenlet<Integer> caller = Jevent.spawn(() -> pool.apply(gate::pass));
            Jevent.sleep();
            gate.entered.await();
            caller.kill();
            assertThat(caller.exit()).isNotNull();
            gate.interrupted.await();
            pool.join();
            assertThat(pool.<Boolean>apply(Thread::interrupted)).isFalse();
            assertThat(reported).isEmpty();
            pool.close();
        });
    }

    @Test
    void aTimeoutOfTheCallerIsRaisedThoughTheThreadDoesNotCareForItsInterrupt() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var gate = new Gate();
            var timeout = new Timeout(Duration.ofSeconds(1));
            Greenlet<?> caller = Jevent.spawn(() -> assertThatThrownBy(() -> timeout.run(() -> pool.apply(() -> {
                        while (true) {
                            try {
                                return gate.pass();
                            } catch (InterruptedException e) {
                                log.add("interrupted");
                            }
                        }
                    })))
                    .isSameAs(timeout));
            Jevent.sleep();
            gate.entered.await();
            ((VirtualTimeLoop) Hub.current().loop()).advance(Duration.ofSeconds(1));
            caller.result();
            gate.interrupted.await();
            assertThat(pool.size()).isEqualTo(1);
            assertThat(pool.join(Duration.ZERO)).isFalse();
            gate.open();
            pool.close();
            assertThat(pool.size()).isZero();
            assertThat(log).containsExactly("interrupted");
        });
    }

    @Test
    void anInterruptThatWasNotTakenNoticeOfDoesNotHitTheNextTask() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var entered = new CountDownLatch(1);
            Outcome<Integer> deaf = pool.submit(() -> {
                entered.countDown();
                while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                return 1;
            });
            Outcome<Boolean> next = pool.submit(() -> Thread.currentThread().isInterrupted());
            entered.await();
            deaf.cancel(true);
            assertThat(next.result()).isFalse();
            pool.close();
        });
    }

    @Test
    void workThatHasNotBegunWhenItsCallerIsKilledNeverDoes() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var gate = new Gate();
            var _ = pool.submit(gate::pass);
            Greenlet<Boolean> caller = Jevent.spawn(() -> pool.apply(() -> log.add("never")));
            Jevent.sleep();
            assertThat(pool.size()).isEqualTo(2);
            caller.kill();
            assertThat(pool.size()).isEqualTo(1);
            assertThat(pool.freeCount()).isEqualTo(1);
            gate.open();
            pool.close();
            assertThat(log).isEmpty();
        });
    }

    @Test
    void cancelMakesAnOutcomeReadyAtOnce() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var gate = new Gate();
            Outcome<Integer> running = pool.submit(gate::pass);
            Outcome<Boolean> waiting = pool.submit(() -> log.add("never"));
            gate.entered.await();
            assertThat(waiting.cancel(true)).isTrue();
            assertThat(running.cancel(false)).isTrue();
            assertThat(running.cancel(true)).isFalse();
            assertThat(running.isCancelled()).isTrue();
            assertThat(running.state()).isEqualTo(Future.State.CANCELLED);
            assertThat(gate.interrupted.getCount()).isEqualTo(1);
            assertThatThrownBy(waiting::result)
                    .isInstanceOf(CancellationException.class)
                    .hasMessageMatching("task@\\p{XDigit}+ of a ThreadPool was killed");
            assertThat(pool.size()).isEqualTo(1);
            gate.open();
            pool.join();
            Outcome<Integer> done = pool.submit(() -> 1);
            done.join();
            assertThat(done.cancel(true)).isFalse();
            assertThat(done.value()).isEqualTo(1);
            pool.close();
            assertThat(log).isEmpty();
        });
    }

    @Test
    void aPoolUsedTenThousandTimesHoldsNothing() throws Exception {
        run(() -> {
            var pool = new ThreadPool(2);
            for (int i = 0; i < 10_000; i++) {
                int number = i;
                assertThat(pool.<Integer>apply(() -> number)).isEqualTo(number);
            }
            assertThat(pool.size()).isZero();
            assertThat(pool.freeCount()).isEqualTo(3);
            assertThat(pool.threads()).isEqualTo(1);
            assertThat(Hub.current().greenlets()).hasSize(1);
            pool.close();
        });
    }

    @Test
    void thePlacesAddUpUnderKillsCancelsAndResizing() throws Exception {
        for (int seed = 0; seed < 15; seed++) {
            var random = new Random(seed);
            run(() -> churn(random));
        }
    }

    private static void churn(Random random) {
        var pool = new ThreadPool(2, random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(5));
        var active = new AtomicInteger();
        var callers = new ArrayList<Greenlet<?>>();
        for (int i = 0; i < 30; i++) {
            callers.add(Jevent.spawn(() -> pool.apply(() -> {
                assertThat(active.incrementAndGet()).isLessThanOrEqualTo(4);
                Thread.onSpinWait();
                return active.decrementAndGet();
            })));
        }
        for (int i = 0; i < 30; i++) {
            Jevent.sleep();
            switch (random.nextInt(4)) {
                case 0 -> callers.get(random.nextInt(callers.size())).kill();
                case 1 -> pool.setMaxThreads(1 + random.nextInt(4));
                case 2 -> pool.applyAsync(() -> 1).cancel(random.nextBoolean());
                default -> {
                    var _ = pool.submit(() -> 2);
                }
            }
        }
        Jevent.joinAllOrThrow(callers);
        pool.join();
        assertThat(pool.size()).isZero();
        assertThat(pool.freeCount()).isEqualTo(pool.maxThreads() + 1);
        assertThat(pool.threads()).isLessThanOrEqualTo(pool.maxThreads());
        pool.close();
        assertThat(pool.threads()).isZero();
    }
}
