// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The queues whose items come out in another order. */
class OrderedQueuesTest {

    private static <E> List<E> drain(BaseQueue<E> queue) {
        var items = new ArrayList<E>();
        while (!queue.isEmpty()) {
            items.add(queue.get());
        }
        return items;
    }

    @Test
    void aLifoQueueHandsOutTheLastFirst() {
        var queue = new LifoQueue<>(List.of("a", "b"));
        queue.put("c");
        assertThat(queue.peek()).isEqualTo("c");
        assertThat(drain(queue)).containsExactly("c", "b", "a");
        var bounded = new LifoQueue<String>(1);
        bounded.put("a");
        assertThat(bounded.tryPut("b")).isFalse();
    }

    @Test
    void aPriorityQueueHandsOutTheSmallestFirst() {
        var queue = new PriorityQueue<>(List.of(5, 3, 9));
        queue.put(4);
        assertThat(queue.peek()).isEqualTo(3);
        assertThat(drain(queue)).containsExactly(3, 4, 5, 9);
    }

    @Test
    void equalItemsComeOutAsTheyWentIn() {
        var queue = new PriorityQueue<String>(Comparator.comparingInt(String::length));
        for (String item : List.of("bb", "a", "cc", "b", "aaa", "aa", "c")) {
            queue.put(item);
        }
        assertThat(drain(queue)).containsExactly("a", "b", "c", "bb", "cc", "aa", "aaa");
    }

    @Test
    void aWaitingPuttersItemTakesItsPlaceInTheOrder() throws Exception {
        HubTesting.run(() -> {
            var queue = new PriorityQueue<Integer>(2);
            queue.put(5);
            queue.put(7);
            var putters = List.of(Jevent.spawn(() -> queue.put(6)), Jevent.spawn(() -> queue.put(1)));
            Jevent.sleep();
            assertThat(drain(queue)).containsExactly(5, 6, 1, 7);
            Jevent.joinAllOrThrow(putters);
        });
    }

    @Test
    void whatTheComparatorThrowsGoesToThePutterAndChangesNothing() throws Exception {
        HubTesting.run(() -> {
            var queue = new PriorityQueue<Integer>(3, OrderedQueuesTest::refusing13);
            queue.put(1);
            queue.put(2);
            assertThatThrownBy(() -> queue.put(13)).isInstanceOf(ArithmeticException.class);
            assertThat(queue.unfinishedTasks()).isEqualTo(2);
            queue.put(3);
            var refused = Jevent.spawn(() -> queue.put(13));
            Greenlet<?> admitted = Jevent.spawn(() -> queue.put(0));
            Jevent.sleep();
            assertThat(queue.get()).isEqualTo(1);
            assertThat(queue.isFull()).isTrue();
            Hub.current().setErrorStream(null);
            refused.join();
            assertThat(refused.exception())
                    .isInstanceOf(ArithmeticException.class)
                    .hasMessage("13");
            admitted.result();
            assertThat(drain(queue)).containsExactly(0, 2, 3);
        });
    }

    private static int refusing13(int a, int b) {
        if (a == 13 || b == 13) {
            throw new ArithmeticException("13");
        }
        return Integer.compare(a, b);
    }

    @Test
    void whatTheComparatorThrowsInAGetGoesToTheGetterAndChangesNothing() {
        boolean[] broken = {false};
        var queue = new PriorityQueue<Integer>((a, b) -> {
            if (broken[0]) {
                throw new ArithmeticException("broken");
            }
            return a.compareTo(b);
        });
        for (int i = 5; i > 0; i--) {
            queue.put(i);
        }
        broken[0] = true;
        assertThatThrownBy(queue::get).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(queue::tryGet).isInstanceOf(ArithmeticException.class);
        broken[0] = false;
        assertThat(drain(queue)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aComparatorThatUsesTheQueueIsRefused() {
        var queues = new ArrayList<PriorityQueue<Integer>>();
        queues.add(new PriorityQueue<>((_, _) -> queues.getFirst().size()));
        queues.getFirst().put(1);
        assertThatThrownBy(() -> queues.getFirst().put(2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a comparator must neither block nor use the queue it orders");
        assertThat(queues.getFirst().size()).isEqualTo(1);
    }

    @Test
    void itemsThatCannotBeComparedAreRefusedWithTheRemedy() {
        var queue = new PriorityQueue<Object>();
        queue.put(new Object());
        assertThatThrownBy(() -> queue.put(new Object()))
                .isInstanceOf(ClassCastException.class)
                .hasMessage("java.lang.Object is not Comparable; give the PriorityQueue a comparator");
    }
}
