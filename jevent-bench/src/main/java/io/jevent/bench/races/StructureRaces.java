// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.races;

import static io.jevent.bench.races.Threads.bugIf;
import static io.jevent.bench.races.Threads.times;
import static io.jevent.bench.races.Threads.together;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Structures without locks, each with a step that is missing. */
final class StructureRaces {

    static final List<Race> ALL = List.of(
            new Race("counter", "get, then set", () -> new Counter().run()),
            new Race("spin_lock", "a lock that checks and sets in two steps", () -> new SpinLock().run()),
            new Race("treiber_stack", "pop sets the top without a comparison", () -> new TreiberStack().run()),
            new Race("linked_queue", "two that enqueue see one tail", () -> new LinkedQueue().run()),
            new Race("ring_buffer", "a slot is taken before its number is drawn", () -> new RingBuffer().run()),
            new Race(
                    "ordered_set",
                    "add does not check that its predecessor is still there",
                    () -> new OrderedSet().run()),
            new Race("snapshot", "two registers are read one after the other", () -> new Snapshot().run()),
            new Race("deque_last", "both ends take the last element", () -> new WorkDeque().run()));

    private StructureRaces() {}

    private static final class Counter {
        private final AtomicInteger value = new AtomicInteger();

        void run() throws InterruptedException {
            together(times(2, () -> value.set(value.get() + 1)));
            bugIf(value.get() != 2);
        }
    }

    private static final class SpinLock {
        private final AtomicBoolean held = new AtomicBoolean();
        private final AtomicInteger inside = new AtomicInteger();

        private void enter() {
            if (!held.get()) {
                held.set(true);
                bugIf(inside.incrementAndGet() != 1);
                inside.decrementAndGet();
                held.set(false);
            }
        }

        void run() throws InterruptedException {
            together(times(2, this::enter));
        }
    }

    /** An element of a list. */
    private static final class Link {
        private final int value;
        private final AtomicReference<@Nullable Link> next;

        Link(int value, @Nullable Link next) {
            this.value = value;
            this.next = new AtomicReference<>(next);
        }
    }

    private static final class TreiberStack {
        private final AtomicReference<@Nullable Link> top = new AtomicReference<>(new Link(1, new Link(2, null)));
        private final AtomicInteger sum = new AtomicInteger();

        private void pop() {
            Link first = top.get();
            if (first != null) {
                top.set(first.next.get());
                sum.addAndGet(first.value);
            }
        }

        void run() throws InterruptedException {
            together(times(2, this::pop));
            bugIf(sum.get() != 3);
        }
    }

    private static final class LinkedQueue {
        private final Link head = new Link(0, null);
        private final AtomicReference<Link> tail = new AtomicReference<>(head);

        private void enqueue(int value) {
            var added = new Link(value, null);
            Link last = tail.get();
            last.next.set(added);
            tail.set(added);
        }

        void run() throws InterruptedException {
            together(() -> enqueue(1), () -> enqueue(2));
            int length = 0;
            for (Link link = head.next.get(); link != null; link = link.next.get()) {
                length++;
            }
            bugIf(length != 2);
        }
    }

    private static final class RingBuffer {
        private final AtomicReferenceArray<@Nullable String> slots = new AtomicReferenceArray<>(4);
        private final AtomicInteger next = new AtomicInteger();

        private void put(String item) {
            slots.set(next.get() % slots.length(), item);
            next.incrementAndGet();
        }

        void run() throws InterruptedException {
            together(() -> put("a"), () -> put("b"));
            bugIf(slots.get(0) == null || slots.get(1) == null);
        }
    }

    /** Holds 1 and 3; 2 is added after 1 while 1 is removed. */
    private static final class OrderedSet {
        private final Link three = new Link(3, null);
        private final Link one = new Link(1, three);
        private final Link head = new Link(0, one);

        private void addTwo() {
            Link previous = head.next.get() == one ? one : head;
            Link following = previous.next.get();
            previous.next.compareAndSet(following, new Link(2, following));
        }

        private void removeOne() {
            head.next.compareAndSet(one, one.next.get());
        }

        void run() throws InterruptedException {
            together(this::addTwo, this::removeOne);
            boolean found = false;
            for (Link link = head; link != null; link = link.next.get()) {
                found |= link.value == 2;
            }
            bugIf(!found);
        }
    }

    private static final class Snapshot {
        private final AtomicInteger first = new AtomicInteger();
        private final AtomicInteger second = new AtomicInteger();

        void run() throws InterruptedException {
            together(
                    () -> {
                        first.incrementAndGet();
                        second.incrementAndGet();
                    },
                    () -> bugIf(first.get() < second.get()));
        }
    }

    private static final class WorkDeque {
        private final AtomicInteger bottom = new AtomicInteger(1);
        private final AtomicInteger top = new AtomicInteger();
        private final AtomicInteger taken = new AtomicInteger();

        private void pop() {
            int last = bottom.get() - 1;
            if (top.get() <= last) {
                bottom.set(last);
                taken.incrementAndGet();
            }
        }

        private void steal() {
            int first = top.get();
            if (first < bottom.get() && top.compareAndSet(first, first + 1)) {
                taken.incrementAndGet();
            }
        }

        void run() throws InterruptedException {
            together(this::pop, this::steal);
            bugIf(taken.get() != 1);
        }
    }
}
