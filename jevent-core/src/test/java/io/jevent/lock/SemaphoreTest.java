// SPDX-License-Identifier: Apache-2.0
package io.jevent.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SemaphoreTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void releaseHandsThePermitToTheLongestWaiterAndNobodyBarges() throws Exception {
        HubTesting.run(() -> {
            var semaphore = new Semaphore(1);
            var order = new ArrayList<String>();
            semaphore.acquire();
            for (String name : new String[] {"a", "b"}) {
                var _ = Jevent.spawn(() -> {
                    semaphore.acquire();
                    order.add(name);
                });
            }
            Jevent.sleep();
            semaphore.release();
            assertThat(semaphore.tryAcquire()).isFalse();
            assertThat(semaphore.available()).isZero();
            Jevent.sleep();
            assertThat(order).containsExactly("a");
            semaphore.release();
            Jevent.sleep();
            assertThat(order).containsExactly("a", "b");
        });
    }

    @Test
    void boundedSemaphoreRefusesToBeReleasedTooOften() {
        var semaphore = new BoundedSemaphore(2);
        semaphore.acquire();
        semaphore.release();
        assertThatThrownBy(semaphore::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("semaphore released too many times: all 2 permits are available already; release once for"
                        + " each acquire");
    }

    @Test
    void acquireReturnsFalseWhenTheTimePassesFirst() throws Exception {
        HubTesting.run(() -> {
            var semaphore = new Semaphore(0);
            assertThat(semaphore.acquire(SECOND)).isFalse();
            semaphore.release();
            assertThat(semaphore.acquire(SECOND)).isTrue();
        });
    }
}
