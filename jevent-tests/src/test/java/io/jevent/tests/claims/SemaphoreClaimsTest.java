// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.lock.BoundedSemaphore;
import io.jevent.lock.Semaphore;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Locks and semaphores. */
class SemaphoreClaimsTest {

    @Test
    @DisplayName("K1: a semaphore limits concurrent access by acquire and release")
    void noMoreThanTheBoundAreInside() throws Exception {
        VirtualTime.run(_ -> {
            var semaphore = new BoundedSemaphore(2);
            var log = new ArrayList<String>();
            var workers = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 6; i++) {
                int number = i;
                workers.add(Jevent.spawn(() -> {
                    semaphore.acquire();
                    log.add("+" + number);
                    Jevent.sleep(Duration.ofSeconds(1));
                    semaphore.release();
                    log.add("-" + number);
                }));
            }
            Jevent.joinAll(workers);
            assertThat(String.join(" ", log)).isEqualTo("+0 +1 -0 -1 +2 +3 -2 -3 +4 +5 -4 -5");
            assertThat(semaphore.available()).isEqualTo(2);
        });
    }

    @Test
    @DisplayName("K2: at zero it blocks until another greenlet releases; those who wait are served in order")
    void atZeroItBlocks() throws Exception {
        VirtualTime.run(_ -> {
            var semaphore = new Semaphore(0);
            var order = new ArrayList<Integer>();
            var waiters = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 5; i++) {
                int number = i;
                waiters.add(Jevent.spawn(() -> {
                    semaphore.acquire();
                    order.add(number);
                }));
            }
            Jevent.sleep();
            assertThat(order).isEmpty();
            for (int i = 0; i < 5; i++) {
                semaphore.release();
            }
            Jevent.joinAll(waiters);
            assertThat(order).containsExactly(0, 1, 2, 3, 4);
        });
        assertThat(Example.named("semaphore").program().run().out().lines())
                .startsWith(
                        "Worker 0 acquired semaphore", "Worker 1 acquired semaphore", "Worker 0 released semaphore");
    }

    @Test
    @DisplayName("K3: with a bound of one it is a lock")
    void oneAtATime() throws Exception {
        VirtualTime.run(time -> {
            var lock = new BoundedSemaphore(1);
            int[] inside = {0};
            int[] most = {0};
            var workers = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 50; i++) {
                workers.add(Jevent.spawn(() -> {
                    try (var _ = lock.hold()) {
                        inside[0]++;
                        most[0] = Math.max(most[0], inside[0]);
                        Jevent.sleep();
                        inside[0]--;
                    }
                }));
            }
            Jevent.joinAll(workers);
            assertThat(most[0]).isEqualTo(1);

            lock.acquire();
            assertThat(lock.isLocked()).isTrue();
            assertThat(lock.tryAcquire()).isFalse();
            assertThat(lock.acquire(Duration.ofSeconds(1))).isFalse();
            assertThat(time.now()).isEqualTo(Duration.ofSeconds(1));
            lock.release();
            assertThatThrownBy(lock::release)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("released");
        });
    }
}
