// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.concurrent.locks.LockSupport;

/** The loop of a hub that does no input or output of its own: it parks the hub's thread. */
final class ParkingLoop implements Loop {

    private final boolean provisional;
    private volatile boolean awake;

    /** The thread that waits, or waited last; a stand-in may take the place of the hub's own. */
    private volatile Thread thread = Thread.currentThread();

    ParkingLoop(boolean provisional) {
        this.provisional = provisional;
    }

    @Override
    public boolean isProvisional() {
        return provisional;
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    @Override
    public boolean poll() {
        return false;
    }

    @Override
    public void block(long deadline, Outside outside) {
        Thread sleeper = Thread.currentThread();
        if (thread != sleeper) {
            thread = sleeper;
        }
        if (deadline == Long.MAX_VALUE) {
            while (!awake && !sleeper.isInterrupted()) {
                LockSupport.park(this);
            }
        } else {
            long left;
            while (!awake && !sleeper.isInterrupted() && (left = deadline - System.nanoTime()) > 0) {
                LockSupport.parkNanos(this, left);
            }
        }
        awake = false;
    }

    @Override
    public void wakeup() {
        awake = true;
        LockSupport.unpark(thread);
    }

    @Override
    public boolean hasWork() {
        return false;
    }

    @Override
    public void close() {
        // holds nothing
    }

    @Override
    public String toString() {
        return "parking loop";
    }
}
