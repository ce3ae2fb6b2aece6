// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class YieldBudgetTest {

    @Test
    void aGreenletYieldsAfter64OperationsAndThenAgain() throws Exception {
        HubTesting.run(() -> {
            var others = new AtomicInteger();
            Runnable other = () -> {
                others.incrementAndGet();
                Jevent.sleep();
                others.incrementAndGet();
            };
            var _ = Jevent.spawn(other);
            var budget = new YieldBudget();
            spend(budget, 64);
            assertThat(others).hasValue(0);
            spend(budget, 1);
            assertThat(others).hasValue(1);
            spend(budget, 64);
            assertThat(others).hasValue(1);
            spend(budget, 1);
            assertThat(others).hasValue(2);
        });
    }

    @Test
    void anySwitchRestoresTheBudget() throws Exception {
        HubTesting.run(() -> {
            var others = new AtomicInteger();
            var budget = new YieldBudget();
            spend(budget, 60);
            Jevent.sleep();
            Runnable other = others::incrementAndGet;
            var _ = Jevent.spawn(other);
            spend(budget, 60);
            assertThat(others).hasValue(0);
        });
    }

    @Test
    void aCallbackDoesNotYield() throws Exception {
        HubTesting.run(() -> {
            var budget = new YieldBudget();
            var done = new AtomicInteger();
            var _ = Hub.current().runCallback(() -> {
                spend(budget, 1000);
                done.incrementAndGet();
            });
            Jevent.sleep();
            assertThat(done).hasValue(1);
        });
    }

    private static void spend(YieldBudget budget, int operations) {
        for (int i = 0; i < operations; i++) {
            budget.spend(Hub.current());
        }
    }
}
