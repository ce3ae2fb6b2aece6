// SPDX-License-Identifier: Apache-2.0
package io.jevent.queue;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/*
 * A binary heap of (item, number of its insertion). java.util.PriorityQueue would lose an item if the comparator threw
 * half way; here every operation first asks the comparator for the place and only then moves anything. The way up from a
 * place is known without asking, so the second pass needs no memory of the first.
 */
/**
 * The smallest first; of those that the comparator takes for equal the one that was added first.
 *
 * @param <E> what it keeps
 */
final class Heap<E> extends QueueStore.Keeping<E> {

    private final Comparator<? super E> order;
    private @Nullable Object[] items = new Object[16];
    private long[] numbers = new long[16];
    private int size;
    private long added;

    Heap(Comparator<? super E> order) {
        this.order = order;
    }

    @Override
    protected int size() {
        return size;
    }

    @Override
    protected void add(E item) {
        if (size == items.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
            items = Arrays.copyOf(items, size * 2);
        }
        int place = size;
        while (place > 0 && order.compare(item, at(parent(place))) < 0) {
            place = parent(place);
        }
        for (int i = size; i != place; i = parent(i)) {
            move(parent(i), i);
        }
        items[place] = item;
        numbers[place] = added++;
        size++;
    }

    @Override
    protected @Nullable E poll() {
        if (size == 0) {
            return null;
        }
        E first = at(0);
        int last = size - 1;
        int place = placeOfLast();
        // the ancestors of the place, topmost first, each move up by one
        int depth = depth(place);
        for (int i = 1; i <= depth; i++) {
            int child = ancestor(place, depth - i);
            move(child, parent(child));
        }
        move(last, place);
        items[last] = null;
        size = last;
        return first;
    }

    /** Where the last item belongs when the first is taken out and everything on its way moves up. */
    private int placeOfLast() {
        int last = size - 1;
        int place = 0;
        int child;
        while ((child = 2 * place + 1) < last) {
            if (child + 1 < last && before(child + 1, child)) {
                child++;
            }
            if (before(last, child)) {
                break;
            }
            place = child;
        }
        return place;
    }

    private boolean before(int i, int j) {
        int result = order.compare(at(i), at(j));
        return result != 0 ? result < 0 : numbers[i] < numbers[j];
    }

    @Override
    protected @Nullable E peek() {
        return size == 0 ? null : at(0);
    }

    private void move(int from, int to) {
        items[to] = items[from];
        numbers[to] = numbers[from];
    }

    private static int parent(int i) {
        return (i - 1) >> 1;
    }

    private static int depth(int i) {
        return 31 - Integer.numberOfLeadingZeros(i + 1);
    }

    /** The ancestor {@code levels} above {@code i}. */
    private static int ancestor(int i, int levels) {
        return ((i + 1) >> levels) - 1;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // every index below size holds an item
    private E at(int i) {
        return (E) items[i];
    }
}
