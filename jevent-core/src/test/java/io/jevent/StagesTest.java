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
            assertThat(first.exception()).isEqualTo(failure);
            assertThat(second.exception()).isEqualTo(failure);
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
