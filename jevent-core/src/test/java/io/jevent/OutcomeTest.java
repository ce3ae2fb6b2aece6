// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A greenlet and a result as a {@code Future}, and as a {@code CompletableFuture}. */
class OutcomeTest {

    private final IOException failure = new IOException("disk");

    private Greenlet<Integer> failing() {
        Hub.current().setErrorHandler((_, _) -> {});
        return Jevent.spawn(() -> {
            throw failure;
        });
    }

    @Test
    void getWrapsTheFailureAndResultThrowsItAsItIs() throws Exception {
        HubTesting.run(() -> {
            Greenlet<Integer> failed = failing();
            assertThatThrownBy(failed::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCause(failure);
            assertThatThrownBy(() -> failed.get(1, TimeUnit.SECONDS)).hasCause(failure);
            assertThatThrownBy(failed::result).is(Copies.of(failure));
            assertThatThrownBy(() -> failed.result(Duration.ZERO)).is(Copies.of(failure));
            assertThat(failed.exceptionNow()).isSameAs(failure);
        });
    }

    @Test
    void getThrowsTheJdksTimeoutWhenItIsNotReadyInTime() throws Exception {
        HubTesting.run(() -> {
            var result = new AsyncResult<Integer>();
            assertThatThrownBy(() -> result.get(10, TimeUnit.MILLISECONDS))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageEndingWith("is not ready after 10 MILLISECONDS");
            assertThatThrownBy(() -> result.get(-1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        });
    }

    @Test
    void hasTheStatesOfAFuture() throws Exception {
        HubTesting.run(() -> {
            var running = Jevent.spawn(() -> new Event().await());
            var killed = new Greenlet<>(() -> 1);
            killed.kill();
            Greenlet<Integer> failed = failing();
            var fine = Jevent.spawn(() -> 1);
            Jevent.sleep();
            assertThat(running.state()).isEqualTo(Future.State.RUNNING);
            assertThat(running.isDone()).isFalse();
            assertThat(killed.state()).isEqualTo(Future.State.CANCELLED);
            assertThat(killed.isCancelled()).isTrue();
            assertThat(failed.state()).isEqualTo(Future.State.FAILED);
            assertThat(fine.state()).isEqualTo(Future.State.SUCCESS);
            assertThat(fine.resultNow()).isEqualTo(1);
            running.kill();
        });
    }

    @Test
    void completesACompletableFuture() throws Exception {
        HubTesting.run(() -> {
            var fine = Jevent.spawn(() -> 1).toCompletableFuture();
            var failed = failing().toCompletableFuture();
            var killed = new Greenlet<>(() -> 1);
            var cancelled = killed.toCompletableFuture();
            killed.kill();
            Jevent.idle();
            assertThat(fine).isCompletedWithValue(1);
            assertThatThrownBy(failed::get).hasCause(failure);
            assertThat(cancelled).isCancelled();
            assertThat(Jevent.spawn(() -> 2).toCompletableFuture().isDone()).isFalse();
            Jevent.idle();
        });
    }

    @Test
    void awaitsTheFutureOfAnotherLibraryAndThrowsItsFailureAsItIs() throws Exception {
        HubTesting.run(() -> {
            assertThat(Jevent.await(CompletableFuture.completedFuture(7))).isEqualTo(7);
            assertThatThrownBy(() -> Jevent.await(CompletableFuture.failedFuture(failure)))
                    .is(Copies.of(failure));
            assertThatThrownBy(() -> Jevent.await(CompletableFuture.supplyAsync(() -> {
                        throw new IllegalStateException("wrapped by the JDK");
                    })))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("wrapped by the JDK");
            var cancelled = new CompletableFuture<Integer>();
            cancelled.cancel(true);
            assertThatThrownBy(() -> Jevent.await(cancelled)).isInstanceOf(CancellationException.class);
        });
    }

    @Test
    void awaitsAFutureThatAnotherThreadCompletesWhileTheClockStandsStill() throws Exception {
        HubTesting.run(() -> {
            Hub hub = Hub.current();
            var sleeper = Jevent.spawn(() -> Jevent.sleep(Duration.ofHours(1)));
            var future = CompletableFuture.supplyAsync(() -> "from a thread");
            assertThat(Jevent.await(future)).isEqualTo("from a thread");
            assertThat(hub.now()).isZero();
            sleeper.kill();
        });
    }

    @Test
    void awaitsAFutureOnAThreadThatHasNoHubYet() throws Exception {
        var future = new CompletableFuture<String>();
        var answer = new CompletableFuture<String>();
        var thread = new Thread(() -> {
            try (Hub _ = Hub.current()) {
                answer.complete(Jevent.await(future));
            } catch (Throwable t) {
                answer.completeExceptionally(t);
            }
        });
        thread.start();
        future.complete("done");
        assertThat(answer.get(10, TimeUnit.MINUTES)).isEqualTo("done");
        thread.join();
    }

    @Test
    void makesAResultOfAFuture() throws Exception {
        HubTesting.run(() -> {
            var future = new CompletableFuture<Integer>();
            var result = AsyncResult.of(future);
            assertThat(result.isReady()).isFalse();
            future.complete(7);
            assertThat(result.result()).isEqualTo(7);
            var failed = AsyncResult.of(CompletableFuture.supplyAsync(() -> {
                throw new IllegalStateException("wrapped by the JDK");
            }));
            assertThatThrownBy(failed::result).isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void takesASignalOfAFutureForAKill() throws Exception {
        HubTesting.run(() -> {
            var exit = new GreenletExit("enough");
            var result = AsyncResult.of(CompletableFuture.failedFuture(exit));
            assertThat(result.exit()).isSameAs(exit);
            assertThat(result.isCancelled()).isTrue();
        });
    }
}
