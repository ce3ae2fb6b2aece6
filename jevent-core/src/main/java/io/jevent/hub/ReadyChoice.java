// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.report.Stacks;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Asks an order which entry of the run queue is next, and shows it the entries that may be. */
final class ReadyChoice implements ReadyOrder.Ready {

    private final ReadyOrder order;
    private final RunQueue queue;
    private final Dispatcher dispatcher;

    /** Where those that can be chosen stand in the queue. */
    private int[] places = new int[16];

    private @Nullable Object[] owners = new Object[16];
    private int size;

    ReadyChoice(ReadyOrder order, RunQueue queue, Dispatcher dispatcher) {
        this.order = order;
        this.queue = queue;
        this.dispatcher = dispatcher;
    }

    /** The place in the queue of the entry that runs next; the queue is not empty. */
    int next() {
        look();
        int chosen = order.next(this);
        if (chosen < 0 || chosen >= size) {
            throw new IndexOutOfBoundsException("the order chose " + chosen + " of " + size + " that are ready");
        }
        return places[chosen];
    }

    /**
     * An order shuffles virtual threads; calls of the hub stay in the order in which they were sent, which is promised.
     */
    private void look() {
        size = 0;
        boolean callSeen = false;
        for (int place = 0; place < queue.size(); place++) {
            Object owner = ownerOf(queue.at(place));
            if (owner == null) {
                if (callSeen) {
                    continue;
                }
                callSeen = true;
                owner = queue.at(place);
            }
            add(place, owner);
        }
    }

    private @Nullable Object ownerOf(Object entry) {
        if (entry instanceof RawGreenlet) {
            return entry;
        }
        return entry instanceof Runnable task ? dispatcher.ownerOf(task) : null;
    }

    private void add(int place, Object owner) {
        if (size == places.length) {
            places = Arrays.copyOf(places, size * 2);
            owners = Arrays.copyOf(owners, size * 2);
        }
        places[size] = place;
        owners[size++] = owner;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Object at(int index) {
        return Objects.requireNonNull(owners[Objects.checkIndex(index, size)]);
    }

    @Override
    public @Nullable Object operation(int index) {
        Object owner = at(index);
        if (owner instanceof RawGreenlet greenlet && greenlet.state != State.PARKED) {
            Object on = greenlet.state == State.READY ? greenlet.waitingOn : null;
            return on instanceof Sleep ? null : on;
        }
        Thread thread = threadOf(owner);
        return thread == null ? null : LockSupport.getBlocker(thread);
    }

    @Override
    public List<StackTraceElement> stack(int index) {
        Object owner = at(index);
        if (owner instanceof MainGreenlet main) {
            return Stacks.ofProgram(dispatcher.stackOf(main));
        }
        Object entry = queue.at(places[index]);
        Runnable task = owner instanceof RawGreenlet greenlet ? greenlet.task : entry instanceof Runnable r ? r : null;
        return Stacks.ofProgram(dispatcher.stackOf(threadOf(owner), task));
    }

    private static @Nullable Thread threadOf(Object owner) {
        return owner instanceof RawGreenlet greenlet ? greenlet.thread : owner instanceof Thread thread ? thread : null;
    }
}
