// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.PinnedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PinnedTest {

    private static final Event GATE = new Event();
    private static final List<String> STEPS = new ArrayList<>();

    private static final class WaitsWhileItIsInitialised {
        static final int VALUE = compute();

        private static int compute() {
            GATE.await();
            return 1;
        }
    }

    private static final class CatchesItWhileItIsInitialised {
        static final String VALUE = compute();

        private static String compute() {
            try {
                Jevent.sleep(Duration.ofSeconds(1));
                return "slept";
            } catch (PinnedException e) {
                return "pinned";
            }
        }
    }

    @Test
    void aWaitInAClassInitialiserFailsAtOnceAndTheOthersGoOn() throws Exception {
        HubTesting.run(() -> {
            STEPS.clear();
            var pinned = Jevent.spawn(() -> {
                CurrentGreenlet.get().setName("pinned");
                assertThatThrownBy(() -> STEPS.add("never: " + WaitsWhileItIsInitialised.VALUE))
                        .isInstanceOf(ExceptionInInitializerError.class)
                        .cause()
                        .isInstanceOf(PinnedException.class)
                        .hasMessageStartingWith("pinned cannot wait on Event@")
                        .hasMessageEndingWith(
                                "here: a native frame or a class initialiser on its stack pins it to the"
                                        + " hub's thread, and the whole hub would stand still; move the blocking call out of it");
                STEPS.add("pinned");
                Jevent.sleep(Duration.ofSeconds(2));
                STEPS.add("pinned has slept");
            });
            var other = Jevent.spawn(() -> {
                STEPS.add("other");
                Jevent.sleep(Duration.ofSeconds(1));
                STEPS.add("other has slept");
            });
            Jevent.joinAll(List.of(pinned, other));
            assertThat(pinned.isSuccessful()).isTrue();
            assertThat(STEPS).containsExactly("pinned", "other", "other has slept", "pinned has slept");
            GATE.set(); // wakes nobody: the pinned wait left nothing behind
            Jevent.sleep(Duration.ZERO);
            assertThat(Hub.current().greenletCount()).isEqualTo(1);
        });
    }

    @Test
    void aPinnedSleepLeavesNoTimerBehind() throws Exception {
        HubTesting.run(() -> {
            var greenlet = Jevent.spawn(() -> CatchesItWhileItIsInitialised.VALUE);
            assertThat(greenlet.result()).isEqualTo("pinned");
            long before = Hub.current().now();
            Hub.current().schedule(Duration.ofSeconds(3), () -> {});
            Jevent.sleep(Duration.ofSeconds(5));
            assertThat(Hub.current().now() - before)
                    .isEqualTo(Duration.ofSeconds(5).toNanos());
        });
    }
}
