// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapTest {

    private record Item(int rank, int number) {}

    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A sorted list is the model; the comparator fails now and then, and then nothing may have changed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void itIsAStableSortedListThatAFailingComparatorDoesNotDisturb(long seed) {
        var random = new Random(seed);
        int[] untilFailure = {Integer.MAX_VALUE};
        Comparator<Item> byRank = Comparator.comparingInt(Item::rank);
        var heap = new Heap<Item>((a, b) -> {
            if (--untilFailure[0] < 0) {
                throw new Broken();
            }
            return byRank.compare(a, b);
        });
        List<Item> model = new ArrayList<>();
        for (int i = 0; i < 4_000; i++) {
            untilFailure[0] = random.nextInt(4) == 0 ? random.nextInt(6) : Integer.MAX_VALUE;
            boolean growing = i / 500 % 2 == 0;
            try {
                if (random.nextInt(3) < (growing ? 2 : 1)) {
                    var item = new Item(random.nextInt(20), i);
                    heap.add(item);
                    model.add(item);
                    model.sort(byRank);
                } else {
                    Item first = heap.poll();
                    assertThat(first).isEqualTo(model.isEmpty() ? null : model.removeFirst());
                }
            } catch (Broken e) {
                assertThat(untilFailure[0]).isNegative();
            }
            assertThat(heap.size()).isEqualTo(model.size());
            assertThat(heap.peek()).isEqualTo(model.isEmpty() ? null : model.getFirst());
        }
    }
}
