// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

/*
 * HotSpot notes the monitors that a platform thread entered without contention in the lock stack of that thread, not in
 * the object. A virtual thread that is mounted on the thread shares this stack, and takes all of it along when it is
 * unmounted (LockStack::move_to_address): the thread then loses its monitors, and its next monitorexit may never end. The
 * JDK mounts virtual threads only on threads that hold no monitor; a hub mounts them on a thread whose main greenlet
 * waits, perhaps within a synchronized block.
 *
 * A lock stack has room for 8 entries (LockStack::CAPACITY). To make room for another one, HotSpot inflates the monitor
 * of the oldest: its owner then stands in the object. So a thread that enters 8 other monitors has none of its earlier
 * ones in the lock stack afterwards.
 */
/**
 * Moves the monitors that a platform thread holds out of its lock stack, so that virtual threads can be mounted on it.
 */
public final class HeldMonitors {

    private static final int CAPACITY = 8;

    private final Object[] fillers = new Object[CAPACITY];

    /** Creates one for a single thread; several threads would wait for each other. */
    public HeldMonitors() {
        for (int i = 0; i < CAPACITY; i++) {
            fillers[i] = new Object();
        }
    }

    /** Moves the monitors that the calling thread holds; takes some tens of nanoseconds if it holds none. */
    public void moveToObjects() {
        enter(0);
    }

    private void enter(int index) {
        if (index < CAPACITY) {
            synchronized (fillers[index]) {
                enter(index + 1);
            }
        }
    }
}
