// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.access.FieldHandles;
import io.jevent.internal.carrier.VirtualThreads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/*
 * Why not a monitor or a j.u.c. lock: a greenlet that finds one taken would unmount, and so switch, in the middle of a
 * call that promises not to wait. A mutex is held for a few instructions, never across a switch, so waiting for it
 * means waiting for another platform thread to leave those instructions: spin, then let the operating system run it.
 * States: 0 free, otherwise the id of the carrier inside. Invariant: a carrier never waits for what it holds itself;
 * that would be user code that re-entered (for example, a comparator) and is refused.
 */
/**
 * Guards the few instructions in which a primitive that several hubs or threads may share changes its state.
 *
 * <p>Each {@link #lock} is followed at once by a {@code try} whose {@code finally} calls {@link #unlock}:
 *
 * <pre>{@code
 * mutex.lock();
 * try {
 *     ...
 * } finally {
 *     mutex.unlock();
 * }
 * }</pre>
 *
 * <p><b>Confinement:</b> thread-safe. Nothing that can wait may be called between {@link #lock} and {@link #unlock}.
 *
 * @audience SPI
 * @since 0.1
 */
public final class Mutex {

    private static final VarHandle HOLDER =
            FieldHandles.find(MethodHandles.lookup(), Mutex.class, "holder", long.class);
    private static final int SPINS = 64;

    private volatile long holder;

    /** Makes a free mutex. */
    public Mutex() {
        VirtualThreads.check();
    }

    /**
     * Enters, spinning while another platform thread is inside; never switches.
     *
     * @throws IllegalStateException if this carrier is inside already
     */
    public void lock() {
        long me = VirtualThreads.currentCarrier().threadId();
        if (!HOLDER.compareAndSet(this, 0L, me)) {
            lockSlowly(me);
        }
        Preemption.enterAtomic();
    }

    private void lockSlowly(long me) {
        int spins = 0;
        do {
            if (holder == me) {
                throw new IllegalStateException("a jevent primitive was used again, or switched, inside one of its own"
                        + " operations; a comparator must neither block nor use the queue it orders");
            }
            if (spins++ < SPINS) {
                Thread.onSpinWait();
            } else {
                VirtualThreads.yieldCarrier();
            }
        } while (holder != 0 || !HOLDER.compareAndSet(this, 0L, me));
    }

    /*
     * The stack may end within setRelease, but not within the handler, which calls nothing. It does not end at the call
     * of this method either: lock(), which needs a deeper stack, has returned to the same frame before.
     */
    /** Leaves; succeeds even where the stack ends. */
    public void unlock() {
        Preemption.exitAtomic();
        try {
            HOLDER.setRelease(this, 0L);
        } catch (StackOverflowError e) {
            holder = 0L;
        }
    }
}
