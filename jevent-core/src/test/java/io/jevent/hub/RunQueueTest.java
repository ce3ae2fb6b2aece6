// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class RunQueueTest {

    private final RunQueue queue = new RunQueue();

    private int capacity() throws ReflectiveOperationException {
        Field ring = RunQueue.class.getDeclaredField("ring");
        ring.setAccessible(true);
        return ((Object[]) ring.get(queue)).length;
    }

    private void rush(int count) {
        for (int i = 0; i < count; i++) {
            queue.add(i);
        }
        for (int i = 0; i < count; i++) {
            assertThat(queue.poll()).isEqualTo(i);
        }
        assertThat(queue.poll()).isNull();
    }

    @Test
    void givesItsRoomBackAfterARush() throws Exception {
        rush(100_000);
        assertThat(capacity()).isGreaterThan(65_536);
        for (int i = 0; i < 20; i++) {
            rush(3);
        }
        assertThat(capacity()).isEqualTo(64);
    }

    @Test
    void keepsItsRoomFromOneRushToTheNext() throws Exception {
        rush(1_000);
        rush(1_000);
        assertThat(capacity()).isEqualTo(1_024);
    }
}
