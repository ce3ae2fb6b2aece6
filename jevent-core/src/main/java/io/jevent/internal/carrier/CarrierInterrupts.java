// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/*
 * The interrupt status of the carrier does not do: the JDK clears it whenever a virtual thread is mounted or unmounted,
 * and a wait in native code does not see it. But the JDK closes an interruptible channel when the thread that announced
 * a wait in it (begin) is interrupted, on the thread that interrupts. So the hub announces such a wait while it is driven.
 * A loop on the JDK's selector announces its own and withdraws it, so the hub announces again after each sleep.
 */
/** Notices each interrupt of a hub's carrier while the hub is driven, whatever the carrier does. */
public final class CarrierInterrupts {

    /** How long a thread that has set the interrupt status may take to close the channel. */
    private static final long CLOSE_NANOS = 1_000_000;

    private final Runnable wakeHub;
    private Watch watch = new Watch();

    /** Written by the thread that interrupts; cleared by the hub. */
    private volatile boolean noticed;

    public CarrierInterrupts(Runnable wakeHub) {
        this.wakeHub = wakeHub;
    }

    /** Begins to notice interrupts, or goes on doing so after a sleep; one that came before counts. */
    public void watch() {
        watch.announce();
    }

    /** Ends to notice; an interrupt that nobody has taken is in the thread's status again. */
    public void unwatch() {
        watch.withdraw();
        if (noticed) {
            renew();
            Thread.currentThread().interrupt();
        }
    }

    /** Whether an interrupt was noticed and not taken. */
    public boolean isNoticed() {
        return noticed;
    }

    /** Takes the interrupts that came since the last call, if any. */
    public boolean take() {
        boolean inStatus = Thread.interrupted();
        if (!inStatus && !noticed) {
            return false;
        }
        long end = System.nanoTime() + CLOSE_NANOS;
        while (!noticed && System.nanoTime() < end) {
            Thread.onSpinWait(); // or it would be noticed once more; an interrupt of the carrier by itself closes
            // nothing
        }
        renew();
        return true;
    }

    private void renew() {
        watch = new Watch();
        noticed = false;
    }

    private final class Watch extends AbstractInterruptibleChannel {

        void announce() {
            begin();
        }

        void withdraw() {
            try {
                end(true);
            } catch (AsynchronousCloseException e) {
                // that was noticed
            }
        }

        @Override
        protected void implCloseChannel() {
            noticed = true;
            wakeHub.run();
        }
    }
}
