// SPDX-License-Identifier: Apache-2.0
package io.jevent.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The view of a group that other libraries are given. */
class ExecutorViewTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> log = new ArrayList<>();
    private final List<Throwable> reported = new ArrayList<>();

    private void run(HubTesting.Body body) throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((context, failure) -> reported.add(failure));
            body.run();
        });
    }

    private static void sleep(int seconds) {
        Jevent.sleep(Duration.ofSeconds(seconds));
    }

    private static long seconds() {
        return Duration.ofNanos(Hub.current().now()).toSeconds();
    }

    private static Callable<String> after(int seconds, String value) {
        return () -> {
            sleep(seconds);
            return value;
        };
    }

    private static Callable<String> failing(Exception failure) {
        return () -> {
            throw failure;
        };
    }

    /** Runs {@code body} on a plain thread while the calling greenlet waits, and its hub is told so. */
    private static void elsewhere(HubTesting.Body body) throws Exception {
        Hub here = Hub.current();
        here.retain();
        var done = new AsyncResult<@Nullable Throwable>();
        var thread = new Thread(() -> {
            try {
                body.run();
                done.set(null);
            } catch (Throwable t) {
                done.set(t);
            } finally {
                Hub hub = Hub.ifCurrent();
                if (hub != null) {
                    hub.close();
                }
                here.release();
            }
        });
        thread.start();
        Throwable failure = done.result();
        thread.join();
        if (failure != null) {
            throw new AssertionError("on the other thread", failure);
        }
    }

    @Test
    void whatIsSubmittedRunsAsAMember() throws Exception {
        run(() -> {
            var pool = new Pool(2);
            ExecutorService executor = pool.asExecutorService();
            Future<Integer> future = executor.submit(pool::size);
            assertThat(future).isInstanceOf(Greenlet.class);
            assertThat(future.get()).isEqualTo(1);
            assertThat(executor.submit(() -> log.add("ran"), "done").get()).isEqualTo("done");
            assertThat(executor.submit((Runnable) () -> log.add("ran")).get()).isNull();
            executor.execute(() -> log.add("executed"));
            pool.join();
            assertThat(log).containsExactly("ran", "ran", "executed");
        });
    }

    @Test
    void aFullPoolLinesUpWithoutMakingTheCallerWait() throws Exception {
        run(() -> {
            var pool = new Pool(2);
            ExecutorService executor = pool.asExecutorService();
            long switches = Hub.current().switches();
            for (int i = 0; i < 6; i++) {
                int number = i;
                executor.execute(() -> {
                    log.add(number);
                    sleep(1);
                });
            }
            assertThat(Hub.current().switches()).isEqualTo(switches);
            assertThat(executor.toString())
                    .matches("executor of Pool@\\p{XDigit}+ \\(2 of 2 members\\) \\(6 submitted\\)");
            executor.close();
            assertThat(log).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(seconds()).isEqualTo(3);
        });
    }

    @Test
    void anyThreadMaySubmitAndWait() throws Exception {
        run(() -> {
            var group = new Group();
            ExecutorService executor = group.asExecutorService();
            Hub hub = Hub.current();
            elsewhere(() -> {
                Future<Boolean> future = executor.submit(hub::isCurrent);
                assertThat(future.get()).isTrue();
                assertThat(CompletableFuture.supplyAsync(hub::isCurrent, executor)
                                .get())
                        .isTrue();
                assertThat(executor.invokeAll(List.of(after(0, "x"), after(0, "y"))))
                        .extracting(Future::resultNow)
                        .containsExactly("x", "y");
                assertThat(executor.invokeAny(List.of(failing(new IOException("a")), after(0, "b"))))
                        .isEqualTo("b");
                executor.shutdown();
                assertThat(executor.awaitTermination(1, TimeUnit.HOURS)).isTrue();
            });
            assertThat(group.isEmpty()).isTrue();
        });
    }

    @Test
    void aVirtualThreadOfTheJdkMaySubmitAndWait() throws Exception {
        run(() -> {
            ExecutorService executor = new Group().asExecutorService();
            var done = new AsyncResult<String>();
            elsewhere(() -> {
                var thread = Thread.startVirtualThread(() -> {
                    try {
                        List<Future<String>> all = executor.invokeAll(List.of(after(0, "a"), after(0, "b")));
                        String any = executor.invokeAny(List.of(after(0, "c")), 1, TimeUnit.HOURS);
                        done.set(all.get(0).get() + all.get(1).get() + any);
                    } catch (ExecutionException | InterruptedException | TimeoutException e) {
                        done.setException(e);
                    }
                });
                thread.join();
            });
            assertThat(done.result()).isEqualTo("abc");
        });
    }

    @Test
    void nothingIsAcceptedAfterShutdownAndWhatWasIsDone() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            ExecutorService executor = pool.asExecutorService();
            executor.execute(() -> {
                sleep(1);
                log.add("first");
            });
            executor.execute(() -> log.add("second"));
            executor.shutdown();
            assertThat(executor.isShutdown()).isTrue();
            assertThat(executor.isTerminated()).isFalse();
            assertThatThrownBy(() -> executor.execute(() -> log.add("third")))
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessageMatching("executor of Pool@.* \\(2 submitted, shut down\\) was shut down and accepts"
                            + " nothing more");
            assertThat(executor.awaitTermination(0, TimeUnit.SECONDS)).isFalse();
            assertThat(executor.awaitTermination(500, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(executor.awaitTermination(1, TimeUnit.HOURS)).isTrue();
            assertThat(executor.isTerminated()).isTrue();
            assertThat(log).containsExactly("first", "second");
            assertThat(pool.apply(() -> "the pool itself goes on")).isEqualTo("the pool itself goes on");
        });
    }

    @Test
    void shutdownEndsAWaitForTerminationIfNothingIsLeft() throws Exception {
        run(() -> {
            ExecutorService executor = new Group().asExecutorService();
            var _ = Jevent.spawnLater(SECOND, executor::shutdown);
            assertThat(executor.awaitTermination(1, TimeUnit.HOURS)).isTrue();
            assertThat(seconds()).isEqualTo(1);
        });
    }

    @Test
    void shutdownNowKillsWhatRunsAndReturnsWhatNeverBegan() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            var others = pool.asExecutorService();
            ExecutorService executor = pool.asExecutorService();
            executor.execute(() -> {
                try {
                    sleep(10);
                } catch (GreenletExit exit) {
                    log.add("killed");
                }
            });
            Runnable never = () -> log.add("never");
            executor.execute(never);
            Future<Boolean> neither = executor.submit(() -> log.add("run by hand"));
            others.execute(() -> log.add("another view's"));
            Jevent.sleep();
            List<Runnable> left = executor.shutdownNow();
            assertThat(left).hasSize(2).startsWith(never);
            assertThat(executor.awaitTermination(1, TimeUnit.HOURS)).isTrue();
            assertThat(neither.isCancelled()).isTrue();
            others.close();
            assertThat(log).containsExactly("killed", "another view's");
            left.getLast().run();
            assertThat(log).endsWith("run by hand");
            assertThat(pool.freeCount()).isEqualTo(1);
            assertThat(executor.shutdownNow()).isEmpty();
        });
    }

    @Test
    void aCancelledFutureFreesItsPlace() throws Exception {
        run(() -> {
            var pool = new Pool(1);
            ExecutorService executor = pool.asExecutorService();
            Future<?> running = executor.submit(() -> sleep(10));
            Future<?> waiting = executor.submit(() -> log.add("never"));
            Future<?> last = executor.submit(() -> log.add("last"));
            Jevent.sleep();
            assertThat(waiting.cancel(true)).isTrue();
            assertThat(running.cancel(true)).isTrue();
            last.get();
            assertThat(running.isCancelled()).isTrue();
            assertThat(running.cancel(true)).isFalse();
            executor.close();
            assertThat(log).containsExactly("last");
            assertThat(seconds()).isZero();
        });
    }

    @Test
    void aFailureIsReportedOnceAndWrappedByGet() throws Exception {
        run(() -> {
            ExecutorService executor = new Group().asExecutorService();
            var failure = new IOException("bad");
            Future<String> future = executor.submit(failing(failure));
            assertThatThrownBy(future::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(failure);
            assertThat(reported).containsExactly(failure);
            executor.close();
        });
    }

    @Test
    void invokeAllReturnsWhenAllAreDoneOrTheTimeIsOver() throws Exception {
        run(() -> {
            ExecutorService executor = new Pool(2).asExecutorService();
            List<Future<String>> all =
                    executor.invokeAll(List.of(after(1, "a"), failing(new IOException("b")), after(2, "c")));
            assertThat(seconds()).isEqualTo(2);
            assertThat(all)
                    .extracting(Future::state)
                    .containsExactly(Future.State.SUCCESS, Future.State.FAILED, Future.State.SUCCESS);
            assertThat(executor.invokeAll(List.<Callable<String>>of())).isEmpty();
            List<Future<String>> some =
                    executor.invokeAll(List.of(after(1, "a"), after(9, "b"), after(1, "c")), 3, TimeUnit.SECONDS);
            assertThat(seconds()).isEqualTo(5);
            assertThat(some.get(0).resultNow()).isEqualTo("a");
            assertThat(some.get(2).resultNow()).isEqualTo("c");
            executor.close();
            assertThat(some.get(1).isCancelled()).isTrue();
            assertThat(seconds()).isEqualTo(5);
        });
    }

    @Test
    void invokeAllThatIsCutShortCancelsWhatIsLeft() throws Exception {
        run(() -> {
            var group = new Group();
            ExecutorService executor = group.asExecutorService();
            var timeout = new Timeout(SECOND);
            assertThatThrownBy(() -> timeout.call(() -> executor.invokeAll(List.of(after(5, "a"), after(6, "b")))))
                    .isSameAs(timeout);
            executor.close();
            assertThat(seconds()).isEqualTo(1);
            assertThat(group.isEmpty()).isTrue();
        });
    }

    @Test
    void invokeAnyReturnsTheFirstSuccessAndCancelsTheRest() throws Exception {
        run(() -> {
            var group = new Group();
            ExecutorService executor = group.asExecutorService();
            assertThat(executor.invokeAny(List.of(after(5, "slow"), after(1, "quick"), failing(new IOException("x")))))
                    .isEqualTo("quick");
            assertThat(seconds()).isEqualTo(1);
            group.join();
            assertThat(seconds()).isEqualTo(1);
            var last = new IOException("last");
            assertThatThrownBy(() -> executor.invokeAny(List.of(
                            () -> {
                                sleep(1);
                                throw last;
                            },
                            failing(new IOException("first")))))
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(last);
            assertThatThrownBy(() -> executor.invokeAny(List.of(after(5, "slow")), 1, TimeUnit.SECONDS))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage("none of 1 tasks succeeded in time");
            assertThatThrownBy(() -> executor.invokeAny(List.<Callable<String>>of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("tasks must not be empty: none of them could have a result");
            executor.close();
            assertThat(group.isEmpty()).isTrue();
        });
    }

    @Test
    void closeThatIsCutShortCancelsWhatIsLeft() throws Exception {
        run(() -> {
            var group = new Group();
            ExecutorService executor = group.asExecutorService();
            Future<?> future = executor.submit(() -> sleep(10));
            var timeout = new Timeout(SECOND);
            assertThatThrownBy(() -> timeout.run(executor::close)).isSameAs(timeout);
            group.join();
            assertThat(future.isCancelled()).isTrue();
            assertThat(seconds()).isEqualTo(1);
        });
    }

    @Test
    void aGroupWhoseHubIsClosedRejectsWork() throws Exception {
        var executors = new ArrayList<ExecutorService>();
        run(() -> executors.add(new Group().asExecutorService()));
        ExecutorService executor = executors.getFirst();
        var thread = new Thread(() -> {
            try {
                executor.execute(() -> log.add("never"));
            } catch (RejectedExecutionException e) {
                log.add(e.getMessage());
            }
            executor.close();
        });
        thread.start();
        thread.join();
        assertThat(log)
                .singleElement()
                .asString()
                .contains("cannot run anything more: hub-")
                .contains("is closed");
    }

    @Test
    void manyThreadsSubmitAndShutDownAtOnceAndNothingIsLost() throws Exception {
        for (int round = 0; round < 20; round++) {
            run(() -> {
                var group = new Pool(3);
                ExecutorService executor = group.asExecutorService();
                var started = new Event();
                var outcomes = new ArrayList<AsyncResult<Boolean>>();
                for (int i = 0; i < 4; i++) {
                    var outcome = new AsyncResult<Boolean>();
                    outcomes.add(outcome);
                    boolean stops = i == 3;
                    new Thread(() -> {
                                outcome.set(submitMany(executor, started, stops));
                                Hub.current().close();
                            })
                            .start();
                }
                started.set();
                for (AsyncResult<Boolean> outcome : outcomes) {
                    assertThat(outcome.result()).isTrue();
                }
                assertThat(executor.awaitTermination(1, TimeUnit.HOURS)).isTrue();
                assertThat(group.freeCount()).isEqualTo(3);
            });
        }
    }

    /** Whether every future that was returned became ready. */
    private static boolean submitMany(ExecutorService executor, Event started, boolean stops) {
        started.await();
        var futures = new ArrayList<Future<Integer>>();
        try {
            for (int i = 0; i < 50; i++) {
                int number = i;
                futures.add(executor.submit(() -> {
                    Jevent.sleep();
                    return number;
                }));
                if (stops && i == 25) {
                    executor.shutdownNow();
                }
            }
        } catch (RejectedExecutionException e) {
            // as it should be once it was shut down
        }
        for (Future<Integer> future : futures) {
            try {
                future.get();
            } catch (ExecutionException | InterruptedException e) {
                return false;
            } catch (java.util.concurrent.CancellationException e) {
                // by shutdownNow
            }
        }
        return true;
    }
}
