// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.time.Duration;

/**
 * A loop whose time stands still while anything can run and jumps to the next timer when nothing can: an hour of sleep
 * takes no time, and every run gives the same order.
 *
 * <p>While work is done outside of the hub whose end will be reported (a {@code ThreadPool} task, say) the clock does
 * not jump; while a greenlet is parked by code that is not jevent's, it jumps only after 10 ms of real time.
 */
public final class VirtualTimeLoop implements Loop {

    /** How long in real time a wait in code that is not jevent's (a socket, say) may hold the clock. */
    private static final long GRACE_NANOS = 10_000_000;

    private final ParkingLoop real = new ParkingLoop();
    private volatile boolean woken;
    private long now;
    private boolean jumps = true;

    /** Makes a loop whose clock stands at zero. */
    public VirtualTimeLoop() {
        super();
    }

    @Override
    public long now() {
        return now;
    }

    /**
     * Moves the clock on; the timers that become due fire at the hub's next turn, each at its own deadline.
     *
     * @param step how far; not negative
     * @throws IllegalArgumentException if {@code step} is negative
     */
    public void advance(Duration step) {
        now = Math.addExact(now, Durations.nanos(step, "step"));
    }

    /**
     * Says whether the clock jumps by itself when nothing can run; it does unless told otherwise.
     *
     * @param jumps false to move it by {@link #advance} only
     */
    public void autoJump(boolean jumps) {
        this.jumps = jumps;
    }

    @Override
    public boolean poll() {
        return false;
    }

    @Override
    public void block(long deadline, Outside outside) {
        if (deadline == Long.MAX_VALUE || outside == Outside.AT_WORK || !jumps) {
            real.block(Long.MAX_VALUE, outside);
            return;
        }
        if (outside == Outside.POSSIBLE) {
            woken = false;
            real.block(real.now() + GRACE_NANOS, outside);
            if (woken) {
                return;
            }
        }
        now = Math.max(now, deadline);
    }

    @Override
    public void wakeup() {
        woken = true;
        real.wakeup();
    }

    @Override
    public boolean hasWork() {
        return false;
    }

    @Override
    public void close() {
        real.close();
    }

    @Override
    public String toString() {
        return "virtual-time loop at " + Duration.ofNanos(now);
    }
}
