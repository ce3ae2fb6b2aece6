// SPDX-License-Identifier: Apache-2.0
package io.jevent.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Outcome;
import io.jevent.hub.Hub;
import io.jevent.threadpool.ThreadPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A thread pool that several hubs use, resize and close at the same moment. */
class ThreadPoolRaceTest {
    private static final int TASKS = 4;

    @Test
    void everyTaskHasItsOutcomeWhileThePoolIsResized() {
        Race.repeat(race -> {
            var pool = new ThreadPool(2);
            var ran = new AtomicInteger();
            Runnable submit = () -> {
                List<Outcome<Integer>> outcomes = new ArrayList<>();
                for (int i = 0; i < TASKS; i++) {
                    int number = i;
                    outcomes.add(pool.submit(() -> {
                        ran.incrementAndGet();
                        return number;
                    }));
                }
                for (int i = 0; i < TASKS; i++) {
                    assertThat(outcomes.get(i).result()).isEqualTo(i);
                }
            };
            race.run(submit, submit, () -> {
                pool.setMaxThreads(1);
                pool.setMaxThreads(4);
                pool.setMaxThreads(1);
            });
            race.run(pool::join);
            assertThat(ran.get()).isEqualTo(2 * TASKS);
            assertThat(pool.size()).isZero();
            race.run(pool::close);
        });
    }

    @Test
    void aTaskThatIsCancelledIsReadyAndRanAtMostOnce() {
        Race.repeat(race -> {
            var pool = new ThreadPool(1);
            var ran = new AtomicInteger();
            var outcome = new AtomicReference<Outcome<Integer>>();
            race.run(() -> outcome.set(pool.submit(ran::incrementAndGet)));
            var cancelled = new AtomicInteger();
            race.run(
                    () -> outcome.get().join(),
                    () -> cancelled.addAndGet(outcome.get().cancel(true) ? 1 : 0),
                    () -> cancelled.addAndGet(outcome.get().cancel(true) ? 1 : 0));
            race.run(pool::join);
            assertThat(ran.get()).isBetween(1 - cancelled.get(), 1);
            assertThat((outcome.get().isSuccessful() && cancelled.get() == 0)
                            || outcome.get().exit() != null)
                    .isTrue();
            race.run(pool::close);
        });
    }

    @Test
    void theOutcomeOfATaskWhoseHubEndsReachesThoseWhoWaitElsewhere() {
        Race.repeat(race -> {
            var pool = new ThreadPool(1);
            var outcome = new AtomicReference<Outcome<Integer>>();
            race.run(() -> outcome.set(pool.submit(() -> 1)));
            race.run(
                    () -> Hub.current().close(),
                    () -> assertThat(outcome.get().result()).isEqualTo(1));
            race.run(() -> {}, pool::close);
        });
    }

    @Test
    void aPoolThatIsClosedRefusesOrRuns() {
        Race.repeat(race -> {
            var pool = new ThreadPool(2);
            var accepted = new AtomicInteger();
            var ran = new AtomicInteger();
            Runnable submit = () -> {
                List<Outcome<Integer>> outcomes = new ArrayList<>();
                try {
                    for (int i = 0; i < TASKS; i++) {
                        outcomes.add(pool.submit(ran::incrementAndGet));
                    }
                } catch (RejectedExecutionException e) {
                    assertThat(e).hasMessageContaining("accepts no more work");
                }
                outcomes.forEach(Outcome::join);
                accepted.addAndGet(outcomes.size());
            };
            race.run(submit, submit, pool::close);
            assertThat(ran.get()).isEqualTo(accepted.get());
        });
    }
}
