// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/** Starts greenlets: now, after a time, and from other threads. */
final class Start {

    private Start() {}

    /** As {@link RawGreenlet#start()}. */
    static void now(RawGreenlet greenlet) {
        Hub hub = greenlet.hub;
        if (hub.isCurrent()) {
            if (greenlet.state == State.NEW) {
                hub.population.started(greenlet);
                hub.runQueue().add(greenlet);
            } else if (greenlet.state == State.STARTING && greenlet.waitingOn != null) {
                begin(greenlet);
            }
        } else {
            hub.runCallback((DirectCallback) () -> hub.end.startSent(greenlet, greenlet::start));
        }
    }

    /** As {@link RawGreenlet#startLater}. */
    static void later(RawGreenlet greenlet, long nanos) {
        Hub hub = greenlet.hub;
        if (hub.isCurrent()) {
            if (greenlet.state == State.NEW) {
                hub.population.started(greenlet);
                greenlet.waitingOn = hub.startTimer(nanos, false, (DirectCallback) () -> begin(greenlet));
            }
        } else {
            hub.runCallback((DirectCallback) () -> hub.end.startSent(greenlet, () -> later(greenlet, nanos)));
        }
    }

    /**
     * Starts a greenlet as {@link #now} does; from another thread, in turn with the wake-ups that this thread sends.
     */
    static void inTurn(RawGreenlet greenlet) {
        if (greenlet.hub.isCurrent()) {
            greenlet.start();
        } else {
            var _ = greenlet.hub.messages().send(greenlet);
        }
    }

    /** The time of a greenlet that starts later has come. */
    private static void begin(RawGreenlet greenlet) {
        greenlet.cancelStartTimer();
        greenlet.hub.runQueue().add(greenlet);
        greenlet.hub.tellWoken(greenlet, greenlet.hub.waker());
    }
}
