// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Waits for futures of other libraries leave nothing in them. */
class StagesTest {

    @Test
    void aWaitThatIsCutShortLeavesNothingInTheFuture() throws Exception {
        HubTesting.run(() -> {
            var future = new CompletableFuture<Integer>();
            for (int i = 0; i < 10_000; i++) {
                var waiter = Jevent.spawn(() -> Jevent.await(future));
                Jevent.sleep();
                waiter.kill();
                assertThatThrownBy(() -> Jevent.withTimeout(Duration.ZERO, () -> Jevent.await(future)))
                        .isInstanceOf(Timeout.class);
            }
            assertThat(future.getNumberOfDependents()).isZero();
        });
    }

    @Test
    void allWhoWaitForAFutureShareOneCallbackInIt() throws Exception {
        HubTesting.run(() -> {
            var future = new CompletableFuture<Integer>();
            List<Greenlet<Integer>> waiters = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                waiters.add(Jevent.spawn(() -> Jevent.await(future)));
            }
            Jevent.sleep();
            assertThat(future.getNumberOfDependents()).isEqualTo(1);
            for (int i = 0; i < 50; i++) {
                waiters.get(i).kill();
            }
            assertThat(future.getNumberOfDependents()).isEqualTo(1);
            Thread.ofPlatform().start(() -> future.complete(7)).join();
            for (int i = 50; i < 100; i++) {
                assertThat(waiters.get(i).result()).isEqualTo(7);
            }
            assertThat(Jevent.await(future)).isEqualTo(7);
            assertThat(future.getNumberOfDependents()).isZero();
        });
    }

    @Test
    void aFutureThatFailsOrIsCancelledFailsEachWait() throws Exception {
        HubTesting.run(() -> {
            var failing = new CompletableFuture<Integer>();
            var failure = new IOException("broken");
            var first = Jevent.spawn(() -> Jevent.await(failing));
            var second = Jevent.spawn(() -> Jevent.await(failing.thenApply(i -> i + 1)));
            Jevent.sleep();
            failing.completeExceptionally(failure);
            Jevent.joinAll(first, second);
            assertThat(first.exception()).is(Copies.of(failure));
            assertThat(second.exception()).is(Copies.of(failure));
            var cancelled = new CompletableFuture<Integer>();
            var third = Jevent.spawn(() -> Jevent.await(cancelled));
            Jevent.sleep();
            cancelled.cancel(true);
            third.join();
            assertThat(third.exception()).isInstanceOf(CancellationException.class);
        });
    }

    @Test
    void greenletsOfSeveralHubsWaitForOneFuture() throws Exception {
        var future = new CompletableFuture<Integer>();
        HubTesting.Body body = () -> assertThat(Jevent.await(future)).isEqualTo(3);
        HubTesting.onThreads(List.of(body, body, () -> future.complete(3)));
        assertThat(future.getNumberOfDependents()).isZero();
    }

    @Test
    void allWaitsForAMinimalStageLeaveOneFollowerInIt() throws Exception {
        HubTesting.run(() -> {
            var followers = new AtomicInteger();
            var source = new CompletableFuture<Integer>();
            var stages = List.of(new Stage(source, followers), new Stage(source, followers));
            for (int i = 0; i < 1_000; i++) {
                for (Stage stage : stages) {
                    var waiter = Jevent.spawn(() -> Jevent.await(stage));
                    Jevent.sleep();
                    waiter.kill();
                }
            }
            assertThat(followers).hasValue(2);
            source.complete(3);
            for (Stage stage : stages) {
                assertThat(Jevent.await(stage)).isEqualTo(3);
            }
        });
    }

    /** A stage of which each {@code toCompletableFuture} is a new follower, as of the JDK's minimal stages. */
    private static final class Stage extends CompletableFuture<Integer> {
        private final CompletableFuture<Integer> source;
        private final AtomicInteger followers;

        Stage(CompletableFuture<Integer> source, AtomicInteger followers) {
            this.source = source;
            this.followers = followers;
        }

        @Override
        public CompletableFuture<Integer> toCompletableFuture() {
            followers.incrementAndGet();
            return source.thenApply(i -> i);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Stage;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void aStageThatCannotBeMadeAFutureIsAwaitedToo() throws Exception {
        HubTesting.run(() -> {
            var future = new CompletableFuture<String>() {
                @Override
                public CompletableFuture<String> toCompletableFuture() {
                    throw new UnsupportedOperationException("a stage only");
                }
            };
            for (int i = 0; i < 100; i++) {
                var cut = Jevent.spawn(() -> Jevent.await(future));
                Jevent.sleep();
                cut.kill();
            }
            assertThat(future.getNumberOfDependents()).isEqualTo(1);
            var waiter = Jevent.spawn(() -> Jevent.await(future));
            Jevent.sleep();
            future.complete("done");
            assertThat(waiter.result()).isEqualTo("done");
        });
    }

    @Test
    void aStageThatIsNoCompletableFutureIsAwaitedToo() throws Exception {
        HubTesting.run(() -> {
            var future = new CompletableFuture<String>();
            var waiter = Jevent.spawn(() -> Jevent.await(future.minimalCompletionStage()));
            Jevent.sleep();
            future.complete("done");
            assertThat(waiter.result()).isEqualTo("done");
        });
    }
}
