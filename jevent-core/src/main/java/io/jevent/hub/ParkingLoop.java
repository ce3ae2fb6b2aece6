// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.concurrent.locks.LockSupport;

/** The loop of a hub that does no input or output of its own: it parks the hub's thread. */
final class ParkingLoop implements Loop {

    private final Thread thread = Thread.currentThread();
    private final boolean provisional;
    private volatile boolean awake;

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
        if (deadline == Long.MAX_VALUE) {
            while (!awake && !thread.isInterrupted()) {
                LockSupport.park(this);
            }
        } else {
            long left;
            while (!awake && !thread.isInterrupted() && (left = deadline - System.nanoTime()) > 0) {
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
