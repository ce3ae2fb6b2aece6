// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The queue of a hub's ready work, first in first out unless an order says otherwise: greenlets, callbacks, and tasks
 * of virtual threads that are not greenlets. A ring that grows with a rush and shrinks after it.
 */
final class RunQueue {

    private static final int INITIAL = 64;

    /** How often a ring that has grown is found empty before it shrinks: the next rush may need it. */
    private static final int LULLS = 16;

    private @Nullable Object[] ring = new Object[INITIAL];
    private int head;
    private int size;
    private int lulls;
    private @Nullable ReadyChoice choice;

    /** Has {@code newChoice} choose which entry is polled; null for the first. */
    void choice(@Nullable ReadyChoice newChoice) {
        choice = newChoice;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void add(Object entry) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size) & (ring.length - 1)] = entry;
        size++;
    }

    /** Adds an entry that goes on before all others, unless an order chooses another one. */
    void addFirst(Object entry) {
        if (size == ring.length) {
            grow();
        }
        head = (head - 1) & (ring.length - 1);
        ring[head] = entry;
        size++;
    }

    /** Takes back what was added last. */
    void removeNewest() {
        size--;
        ring[(head + size) & (ring.length - 1)] = null;
    }

    /** Takes back the entry that was added last, at the end or by {@link #addFirst}. */
    void remove(Object entry) {
        if (at(0) == entry) {
            ring[head] = null;
            head = (head + 1) & (ring.length - 1);
            size--;
        } else {
            removeNewest();
        }
    }

    /** Whether an order chooses who runs. */
    boolean hasChoice() {
        return choice != null;
    }

    @Nullable
    Object poll() {
        if (size == 0) {
            return null;
        }
        if (choice != null) {
            bringToHead(choice.next());
        }
        Object entry = ring[head];
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        if (--size == 0 && ring.length > INITIAL) {
            shrink();
        }
        return entry;
    }

    /** Removes entries, and keeps the order of the others. */
    void removeIf(Predicate<Object> condemned) {
        int all = size;
        for (int i = 0; i < all; i++) {
            Object entry = Objects.requireNonNull(ring[head]);
            ring[head] = null;
            head = (head + 1) & (ring.length - 1);
            size--;
            if (!condemned.test(entry)) {
                add(entry);
            }
        }
    }

    private void shrink() {
        if (++lulls >= LULLS) {
            lulls = 0;
            head = 0;
            ring = new Object[INITIAL];
        }
    }

    /** The entry that {@code index} others precede. */
    Object at(int index) {
        return Objects.requireNonNull(ring[(head + index) & (ring.length - 1)]);
    }

    private void bringToHead(int index) {
        int mask = ring.length - 1;
        Object chosen = ring[(head + index) & mask];
        for (int i = index; i > 0; i--) {
            ring[(head + i) & mask] = ring[(head + i - 1) & mask];
        }
        ring[head] = chosen;
    }

    private void grow() {
        var wider = new Object[ring.length * 2];
        int first = ring.length - head;
        System.arraycopy(ring, head, wider, 0, first);
        System.arraycopy(ring, 0, wider, first, head);
        Arrays.fill(ring, null);
        ring = wider;
        head = 0;
    }
}
