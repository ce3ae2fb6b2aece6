// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import org.jspecify.annotations.Nullable;

/**
 * Switches where a program does not wait, in simulations: the agent of {@code jevent-monkey} puts calls of
 * {@link #point} into a program that is meant for threads, which other threads may interrupt anywhere.
 */
final class Preemption {

    /** Whether this JVM has programs with such calls: mostly not. Not volatile, for each mutex reads it. */
    private static boolean used;

    private Preemption() {}

    /** Has {@link #enterAtomic} and {@link #exitAtomic} count from now on. */
    static void use() {
        used = true;
    }

    /**
     * Lets the order of a closed world choose anew who runs, if others are ready. First in, first out, the caller goes
     * on; after 1,000 calls in succession it yields, so that a loop that waits for another thread ends.
     *
     * @param on the object that the caller is about to use, see {@link ReadyOrder.Ready#operation}
     * @switches sometimes, in greenlets and in foreign virtual threads of a hub that is a closed world and has an order
     */
    static void point(@Nullable Object on) {
        Hub hub = Hub.ifCurrent();
        if (hub != null && hub.loop().isClosedWorld()) {
            hub.dispatcher().offerTurn(on);
        }
    }

    /** Begins a part in which {@link #point} does nothing: code of the program within an operation of jevent. */
    static void enterAtomic() {
        count(1);
    }

    /** Ends what {@link #enterAtomic} began. */
    static void exitAtomic() {
        count(-1);
    }

    private static void count(int step) {
        if (used) {
            Hub hub = Hub.ifCurrent();
            if (hub != null) {
                hub.dispatcher().addAtomic(step);
            }
        }
    }
}
