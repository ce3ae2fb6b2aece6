// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.access.FieldHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/*
 * Vyukov's queue of many producers and one consumer, with one dummy node. A producer swaps itself in as the tail and
 * then links its predecessor to it; between the two the chain has a gap, which the consumer sees as "tail is not head,
 * yet head has no next" and waits out: the producer is two instructions away. The consumer ends the queue by putting
 * the node SEAL in the place of the tail, which succeeds only while the queue is empty.
 * Invariant: a message whose add() returned true is polled before seal() returns true; after that, add() returns false.
 */
/** The messages of other threads to a hub, in the order in which they were sent. */
final class Inbox {

    private static final VarHandle TAIL = FieldHandles.find(MethodHandles.lookup(), Inbox.class, "tail", Node.class);
    private static final VarHandle NEXT = FieldHandles.find(MethodHandles.lookup(), Node.class, "next", Node.class);

    /** The tail of a queue that takes no more messages; nothing is ever linked to it. */
    private static final Node SEAL = new Node(null);

    private Node head = new Node(null);
    private volatile Node tail = head;

    /** Any thread: appends a message; false if the queue was sealed. */
    boolean add(Object message) {
        var node = new Node(message);
        Node before;
        do {
            before = tail;
            if (before == SEAL) {
                return false;
            }
        } while (!TAIL.compareAndSet(this, before, node));
        NEXT.setRelease(before, node);
        return true;
    }

    /** The consumer only: ends the queue if it is empty; false if it is not. */
    boolean seal() {
        return tail == SEAL || TAIL.compareAndSet(this, head, SEAL);
    }

    /** The consumer only. */
    boolean isEmpty() {
        Node last = tail;
        return last == head || last == SEAL;
    }

    /** The consumer only. */
    @Nullable
    Object poll() {
        if (isEmpty()) {
            return null;
        }
        Node next;
        while ((next = (Node) NEXT.getAcquire(head)) == null) {
            Thread.onSpinWait();
        }
        Object message = next.message;
        next.message = null;
        head = next;
        return message;
    }

    @SuppressWarnings("UnusedVariable") // next is read through its handle
    private static final class Node {
        private @Nullable Object message;
        private volatile @Nullable Node next;

        Node(@Nullable Object message) {
            this.message = message;
        }
    }
}
