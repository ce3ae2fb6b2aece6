// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

/** Throws something into a greenlet from outside: what happens depends on the state of the greenlet. */
final class Delivery {

    private Delivery() {}

    /**
     * Throws {@code cause} where the greenlet waits, or leaves it for its next switch point. Called on the thread of
     * its hub.
     *
     * @param depth how many shields the greenlet was inside of when the signal was set up; deeper ones hold it back
     */
    static void to(RawGreenlet greenlet, Throwable cause, int depth) {
        greenlet.hub.tellInterrupted(greenlet, cause);
        switch (greenlet.state) {
            case DEAD -> {}
            case NEW -> {
                if (greenlet.dieIfNew()) { // else a thread that found the hub closed has ended it
                    greenlet.died(cause);
                }
            }
            case STARTING -> {
                greenlet.cancelStartTimer();
                greenlet.state = State.DEAD;
                greenlet.hub.population.ended(greenlet);
                greenlet.died(cause);
            }
            case WAITING -> {
                if (depth >= greenlet.shields && WaitList.claim(greenlet)) {
                    greenlet.throwAtWait(cause);
                } else {
                    greenlet.defer(cause, depth);
                }
            }
            case RUNNING, READY -> greenlet.defer(cause, depth);
            case PARKED -> interrupt(greenlet, cause, depth);
        }
    }

    /** Throws {@code cause} into a greenlet of any hub, as {@link RawGreenlet#interrupt} does. */
    static void fromAnyThread(RawGreenlet greenlet, Throwable cause) {
        if (greenlet.hub.isCurrent()) {
            to(greenlet, cause, 0);
        } else if (!greenlet.isDead()) {
            // a closed hub has ended all that were started; one that never was dies here
            if (!greenlet.hub.callIfOpen((DirectCallback) () -> to(greenlet, cause, 0)) && greenlet.dieIfNew()) {
                greenlet.died(cause);
            }
        }
    }

    /** Ends a wait in code that is not jevent's. */
    private static void interrupt(RawGreenlet greenlet, Throwable cause, int depth) {
        PendingSignal deferred = greenlet.defer(cause, depth);
        Thread thread = greenlet.thread;
        if (thread != null && depth >= greenlet.shields) {
            deferred.interrupted = true;
            thread.interrupt();
        }
    }
}
