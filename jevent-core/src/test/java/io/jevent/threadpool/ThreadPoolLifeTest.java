// SPDX-License-Identifier: Apache-2.0
package io.jevent.threadpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Outcome;
import io.jevent.event.AsyncResult;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The number of threads of a pool, its end, and its use from other threads. */
class ThreadPoolLifeTest {

    private final List<Object> log = Collections.synchronizedList(new ArrayList<>());
    private final List<Throwable> reported = new ArrayList<>();

    private void run(HubTesting.Body body) throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((context, failure) -> reported.add(failure));
            body.run();
        });
    }

    @Test
    void moreThreadsBeginWhatIsLinedUpAndLetInWhoWaits() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var gates = List.of(new Gate(), new Gate(), new Gate());
            Outcome<?> first = pool.submit(gates.get(0)::pass);
            Outcome<?> second = pool.submit(gates.get(1)::pass);
            Greenlet<?> third = Jevent.spawn(() -> pool.apply(gates.get(2)::pass));
            Jevent.sleep();
            pool.setMaxThreads(3);
            assertThat(pool.maxThreads()).isEqualTo(3);
            Jevent.sleep();
            for (Gate gate : gates) {
                gate.entered.await();
            }
            assertThat(pool.threads()).isEqualTo(3);
            pool.setMaxThreads(1);
            gates.forEach(Gate::open);
            Jevent.joinAll(first, second, third);
            assertThat(pool.threads()).isEqualTo(1);
            assertThatThrownBy(() -> pool.setMaxThreads(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("maxThreads must be at least 1: 0");
            pool.close();
        });
    }

    @Test
    void fewerThreadsEndIdleOnesAtOnce() throws Exception {
        run(() -> {
            var pool = new ThreadPool(3);
            var gate = new Gate();
            for (int i = 0; i < 3; i++) {
                var _ = pool.submit(gate::pass);
            }
            gate.open();
            pool.join();
            assertThat(pool.threads()).isEqualTo(3);
            pool.setMaxThreads(2);
            assertThat(pool.threads()).isEqualTo(2);
            assertThat(pool.<Integer>apply(() -> 5)).isEqualTo(5);
            pool.close();
        });
    }

    @Test
    void aThreadThatHasBeenIdleForLongEnds() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1, Duration.ZERO);
            Thread first = pool.apply(Thread::currentThread);
            first.join();
            assertThat(pool.threads()).isZero();
            Thread second = pool.apply(Thread::currentThread);
            assertThat(second).isNotSameAs(first);
            pool.close();
        });
    }

    @Test
    void joinWaitsUntilNothingIsOutstanding() throws Exception {
        run(() -> {
            var pool = new ThreadPool(2);
            pool.join();
            var gate = new Gate();
            var _ = pool.submit(gate::pass);
            assertThat(pool.join(Duration.ZERO)).isFalse();
            var _ = Jevent.spawn(gate::open);
            pool.join();
            assertThat(pool.join(Duration.ZERO)).isTrue();
            pool.close();
        });
    }

    @Test
    void closeWaitsForWhatWasAcceptedAndRefusesTheRest() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var gate = new Gate();
            Outcome<?> first = pool.submit(gate::pass);
            Outcome<?> second = pool.submit(() -> log.add("second"));
            Greenlet<?> waiting = Jevent.spawn(() -> {
                var _ = pool.submit(() -> log.add("never"));
            });
            Jevent.sleep();
            Greenlet<?> closer = Jevent.spawn(pool::close);
            Jevent.idle();
            assertThat(closer.isReady()).isFalse();
            assertThatThrownBy(waiting::result)
                    .isInstanceOf(RejectedExecutionException.class)
                    .hasMessageMatching(
                            "ThreadPool@\\p{XDigit}+ \\(2 tasks, 1 of 1 threads, closed\\) accepts no more" + " work");
            gate.open();
            closer.join();
            assertThat(first.isSuccessful()).isTrue();
            assertThat(second.isSuccessful()).isTrue();
            assertThat(log).containsExactly("second");
            assertThat(pool.threads()).isZero();
            assertThatThrownBy(() -> pool.apply(() -> 1)).isInstanceOf(RejectedExecutionException.class);
            assertThatThrownBy(() -> pool.applyAsync(() -> 1)).isInstanceOf(RejectedExecutionException.class);
            pool.close();
        });
    }

    @Test
    void killCancelsWhatHasNotBegunAndInterruptsWhatHas() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var gate = new Gate();
            Outcome<?> running = pool.submit(gate::pass);
            Outcome<?> waiting = pool.submit(() -> log.add("never"));
            Greenlet<?> caller = Jevent.spawn(() -> pool.apply(() -> log.add("never")));
            Jevent.sleep();
            gate.entered.await();
            pool.kill();
            assertThat(running.isCancelled()).isTrue();
            assertThat(waiting.isCancelled()).isTrue();
            gate.interrupted.await();
            pool.join();
            assertThatThrownBy(caller::result).isInstanceOf(RejectedExecutionException.class);
            assertThat(pool.threads()).isZero();
            assertThat(log).isEmpty();
        });
    }

    @Test
    void closeThatIsCutShortKills() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var gate = new Gate();
            var _ = pool.submit(gate::pass);
            gate.entered.await();
            Greenlet<?> closer = Jevent.spawn(pool::close);
            Jevent.sleep();
            closer.kill();
            gate.interrupted.await();
            pool.join();
        });
    }

    @Test
    void theHubsOwnPoolEndsWithTheHub() throws Exception {
        var threads = new ArrayList<Thread>();
        var pools = new ArrayList<ThreadPool>();
        run(() -> {
            var pool = ThreadPool.ofHub();
            pools.add(pool);
            assertThat(ThreadPool.ofHub()).isSameAs(pool);
            assertThat(pool.maxThreads()).isEqualTo(10);
            threads.add(pool.apply(Thread::currentThread));
        });
        threads.getFirst().join();
        assertThat(pools.getFirst().threads()).isZero();
        run(() -> assertThat(ThreadPool.ofHub()).isNotSameAs(pools.getFirst()));
    }

    @Test
    void theSettingLimitsTheHubsOwnPool() throws Exception {
        System.setProperty("jevent.threadPoolSize", "3");
        try {
            run(() -> assertThat(ThreadPool.ofHub().maxThreads()).isEqualTo(3));
        } finally {
            System.clearProperty("jevent.threadPoolSize");
        }
    }

    @Test
    void greenletsMayUseTheHubsPoolWhileTheHubEnds() throws Exception {
        run(() -> {
            var _ = Jevent.spawn(() -> {
                try {
                    Jevent.sleep(Duration.ofDays(1));
                } finally {
                    log.add(ThreadPool.ofHub().apply(() -> "cleaned up"));
                }
            });
            Jevent.sleep();
        });
        assertThat(log).containsExactly("cleaned up");
    }

    @Test
    void workMayUseJeventOnAHubOfItsThread() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            Hub mine = Hub.current();
            var answer = new AsyncResult<String>();
            Greenlet<Hub> caller = Jevent.spawn(() -> pool.apply(() -> {
                assertThat(answer.result()).isEqualTo("from the other hub");
                Jevent.joinAll(Jevent.spawn(() -> log.add("a greenlet of the thread")));
                return Hub.current();
            }));
            Jevent.sleep();
            answer.set("from the other hub");
            Hub theirs = caller.result();
            assertThat(theirs).isNotSameAs(mine);
            Thread thread = theirs.carrier();
            pool.close();
            thread.join();
            assertThat(theirs.isClosed()).isTrue();
            assertThat(log).containsExactly("a greenlet of the thread");
        });
    }

    @Test
    void anyHubAndAnyThreadMayBringWork() throws Exception {
        run(() -> {
            var pool = new ThreadPool(1);
            var results = new AsyncResult<String>();
            var thread = new Thread(() -> {
                try {
                    Outcome<String> outcome = pool.submit(() -> "a");
                    String first = outcome.result();
                    results.set(first + pool.apply(() -> "b"));
                } finally {
                    Hub.current().close();
                }
            });
            thread.start();
            assertThat(results.result()).isEqualTo("ab");
            thread.join();
            pool.close();
        });
    }

    @Test
    void aFailureThatNoHubBroughtGoesToTheThreadsHandler() throws Exception {
        var pool = new ThreadPool(1);
        var failure = new IOException("nobody's");
        var seen = new CountDownLatch(1);
        var before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            log.add(thrown);
            seen.countDown();
        });
        try {
            var thread = new Thread(() -> {
                var _ = pool.applyAsync(() -> {
                    throw failure;
                });
            });
            thread.start();
            thread.join();
            seen.await();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(log).containsExactly(failure);
        run(pool::close);
    }

    @Test
    void mapAndImapWorkAsOverAGroup() throws Exception {
        run(() -> {
            var pool = new ThreadPool(3);
            List<Integer> range = IntStream.range(0, 50).boxed().toList();
            assertThat(pool.map(n -> n * n, range)).hasSize(50).endsWith(49 * 49);
            var ordered = new ArrayList<Integer>();
            pool.imap(n -> n, range, 2).forEachRemaining(ordered::add);
            assertThat(ordered).isEqualTo(range);
            var unordered = new ArrayList<Integer>();
            pool.imapUnordered(n -> n, range).forEachRemaining(unordered::add);
            assertThat(unordered).containsExactlyInAnyOrderElementsOf(range);
            var gate = new Gate();
            var results = pool.imap(n -> n == 0 ? 0 : gate.pass(), range);
            assertThat(results.next()).isZero();
            results.close();
            pool.join();
            assertThat(pool.freeCount()).isEqualTo(4);
            pool.close();
        });
    }

    @Test
    void itIsAnExecutorOfPlatformThreads() throws Exception {
        run(() -> {
            var pool = new ThreadPool(2);
            ExecutorService executor = pool.asExecutorService();
            Future<Thread> future = executor.submit(Thread::currentThread);
            assertThat(Jevent.await(List.of((Outcome<Thread>) future))).hasSize(1);
            assertThat(future.get().isVirtual()).isFalse();
            var gate = new Gate();
            Future<Integer> stuck = executor.submit(gate::pass);
            gate.entered.await();
            List<Future<Integer>> all = executor.invokeAll(List.of(() -> 1, () -> 2));
            assertThat(all).extracting(Future::resultNow).containsExactly(1, 2);
            executor.shutdown();
            assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
            assertThat(executor.awaitTermination(0, TimeUnit.SECONDS)).isFalse();
            assertThat(executor.shutdownNow()).isEmpty();
            assertThat(stuck.isCancelled()).isTrue();
            assertThat(executor.awaitTermination(1, TimeUnit.DAYS)).isTrue();
            assertThat(executor.isTerminated()).isTrue();
            pool.close();
        });
    }

    @Test
    void workEndsThoughTheThreadThatBroughtItHasEndedOrDoesNotDriveItsHub() throws Exception {
        var pool = new ThreadPool(1);
        var gates = List.of(new CountDownLatch(1), new CountDownLatch(1));
        var outcomes = Collections.synchronizedList(new ArrayList<Outcome<String>>());
        Thread gone = Thread.ofPlatform().start(() -> {
            Jevent.sleep(); // this thread has a hub
            outcomes.add(pool.submit(() -> {
                gates.get(0).await();
                return "of a thread that ended";
            }));
        });
        gone.join();
        var submitted = new CountDownLatch(1);
        var seen = new CountDownLatch(1);
        Thread elsewhere = Thread.ofPlatform().start(() -> {
            Jevent.sleep();
            outcomes.add(pool.submit(() -> {
                gates.get(1).await();
                return "of a thread that waits by means of the JDK";
            }));
            submitted.countDown();
            try {
                seen.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        submitted.await();
        gates.forEach(CountDownLatch::countDown);
        HubTesting.onThreads(List.of(() -> {
            assertThat(outcomes.get(0).result(Duration.ofSeconds(60))).isEqualTo("of a thread that ended");
            assertThat(outcomes.get(1).result(Duration.ofSeconds(60)))
                    .isEqualTo("of a thread that waits by means of the JDK");
            assertThat(pool.join(Duration.ofSeconds(60))).isTrue();
            assertThat(pool.freeCount()).isEqualTo(2);
            assertThat(pool.submit(() -> "new work").result(Duration.ofSeconds(60)))
                    .isEqualTo("new work");
            pool.close();
        }));
        seen.countDown();
        elsewhere.join();
    }
}
