// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.time.Duration;

/**
 * A loop whose time stands still while anything can run and jumps to the next timer when nothing can: an hour of sleep
 * takes no time, and every run gives the same order.
 *
 * <p>While work is done outside of the hub whose end will be reported (such as a {@code ThreadPool} task) the clock
 * does not jump. While a greenlet is parked by code that is not jevent's, it jumps only if no thread of the program is
 * seen at work that might wake the greenlet (see {@link #setAwaitForeignThreads}), and after 10 ms of real time: a
 * greenlet that waits for a time of the JDK's, for a lock of another greenlet, or for a socket does not hold the clock
 * for longer.
 *
 * @since 0.1
 */
public final class VirtualTimeLoop implements Loop {

    /** How long in real time a wait for input, or in code that is not jevent's, may hold the clock. */
    private static final long GRACE_NANOS = 10_000_000;

    private volatile Loop real;
    private final boolean closedWorld;
    private volatile boolean woken;
    private long switchesAtWait = -1;
    private long now;

    private final ForeignWork foreignWork = new ForeignWork();
    private boolean awaitsThreads = true;

    /** How far the clock jumps by itself. */
    private long limit = Long.MAX_VALUE;

    /**
     * Makes a loop whose clock stands at zero. It has no input and output until the hub needs them, for example for its
     * first socket; from then on it is as one of {@link #withInput}.
     */
    public VirtualTimeLoop() {
        this(new ParkingLoop(true));
    }

    VirtualTimeLoop(Loop real) {
        this(real, false);
    }

    private VirtualTimeLoop(Loop real, boolean closedWorld) {
        this.real = real;
        this.closedWorld = closedWorld;
    }

    /**
     * Makes a loop whose clock stands at zero, for a hub that is a closed world: no other thread, no input and no real
     * time can wake its greenlets. The clock jumps at once, a dead end is recognized at once, and whatever escapes from
     * the hub fails with {@link io.jevent.exceptions.NotSimulatedException}: so the run is a function of the program
     * and of the order of its greenlets. Tasks of a {@code ThreadPool} run as greenlets.
     *
     * @return the loop
     */
    public static VirtualTimeLoop closedWorld() {
        return new VirtualTimeLoop(new ParkingLoop(false), true);
    }

    /**
     * Makes a loop whose clock stands at zero and whose input and output is real: that of the loop which hubs get when
     * they need it, see {@link LoopProvider}. While a greenlet waits for input or output, the clock jumps only after 10
     * ms of real time without any.
     *
     * @return the loop
     */
    public static VirtualTimeLoop withInput() {
        return new VirtualTimeLoop(Loops.withInput());
    }

    /**
     * Returns what does the input and output.
     *
     * @return a loop whose own clock is of no matter
     */
    public Loop real() {
        return real;
    }

    /**
     * Replaces the loop that does the input and output, if it is {@linkplain Loop#isProvisional provisional}: the hub
     * needs sockets now. Only the hub's own thread calls this.
     *
     * @param loop the new loop
     * @throws IllegalStateException if the loop in use is not provisional
     * @audience SPI
     */
    public void setReal(Loop loop) {
        Loop old = real;
        if (!old.isProvisional()) {
            throw new IllegalStateException(this + " has its loop for input and output already: the " + old);
        }
        real = loop;
        old.close();
    }

    @Override
    public long now() {
        return now;
    }

    /**
     * Sets whether the clock jumps by itself when nothing can run; it does unless told otherwise. If it does not, only
     * {@link #allow} moves it, and a hub whose greenlets all wait for later is stuck.
     *
     * @param jumps false to keep it where it stands
     */
    public void setAutoJump(boolean jumps) {
        limit = jumps ? Long.MAX_VALUE : now;
    }

    /**
     * Moves the clock on at once, as if what runs now had computed so long: the hub is late then. The timers that
     * became due fire at its next turn, in the order of their deadlines.
     *
     * @param step how far; not negative
     * @throws IllegalArgumentException if {@code step} is negative
     */
    public void advance(Duration step) {
        long then = Math.addExact(now, Durations.nanos(step, "step"));
        Hub hub = Hub.ifCurrent();
        if (hub != null) {
            hub.settleTimers();
        }
        now = then;
    }

    /**
     * Lets a clock that does not jump by itself do so up to a time from now on, from timer to timer. Does nothing to
     * one that does.
     *
     * @param step how far; not negative
     * @throws IllegalArgumentException if {@code step} is negative
     */
    public void allow(Duration step) {
        long nanos = Durations.nanos(step, "step");
        if (limit != Long.MAX_VALUE) {
            limit = Math.max(limit, Math.addExact(now, nanos));
        }
    }

    /**
     * Sets whether threads of the program that are at work hold the clock while a greenlet is parked by code that is
     * not jevent's; they do unless told otherwise. A thread is at work if it runs, sleeps, or waits for a time in the
     * task of a pool. Idle workers of pools, threads that wait without a limit, and threads that wait for connections
     * or in a selector are not. Tell it otherwise for a program with a thread that never rests.
     *
     * @param awaits false to have the clock jump after 10 ms of real time whatever other threads do
     */
    public void setAwaitForeignThreads(boolean awaits) {
        awaitsThreads = awaits;
    }

    @Override
    public boolean reaches(long deadline) {
        return deadline <= limit || deadline <= now;
    }

    @Override
    public boolean poll() {
        return real.poll();
    }

    @Override
    public void block(long deadline, Outside outside) {
        if (closedWorld) {
            now = Math.max(now, deadline);
            return;
        }
        if (deadline == Long.MAX_VALUE || outside == Outside.AT_WORK || !reaches(deadline)) {
            real.block(Long.MAX_VALUE, outside);
            return;
        }
        if ((outside == Outside.POSSIBLE || real.hasWork()) && (real.poll() || waitOnce(outside))) {
            return;
        }
        Hub hub = Hub.current();
        if (outside == Outside.POSSIBLE && awaitsThreads && hub.dispatcher().anyoneAway() && foreignWork.isSeen(hub)) {
            real.block(real.now() + GRACE_NANOS, outside);
            return;
        }
        if (hub.messages().isQuiet()) { // a thread that was not seen at work may have ended after it sent a message
            now = Math.max(now, deadline);
        }
    }

    /**
     * Waits a while for what comes from outside, unless it has waited and no greenlet has run since: whatever may have
     * come has its turn before the clock jumps.
     */
    private boolean waitOnce(Outside outside) {
        Hub hub = Hub.current();
        if (hub.switches() == switchesAtWait) {
            return false;
        }
        woken = false;
        real.block(real.now() + GRACE_NANOS, outside);
        switchesAtWait = woken ? -1 : hub.switches();
        return true;
    }

    @Override
    public boolean isClosedWorld() {
        return closedWorld;
    }

    @Override
    public void wakeup() {
        woken = true;
        real.wakeup();
    }

    @Override
    public boolean hasWork() {
        return real.hasWork();
    }

    @Override
    public void close() {
        real.close();
    }

    @Override
    public String toString() {
        return "virtual-time loop at " + Duration.ofNanos(now) + (limit == Long.MAX_VALUE ? "" : ", moved by hand");
    }
}
