// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import io.jevent.event.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Forces an order on the steps of several greenlets: step 0 first, then step 1, independent of the greenlets.
 *
 * <pre>{@code
 * var sequence = new Sequencer();
 * Jevent.spawn(() -> { try (var step = sequence.step(1)) { second(); } });
 * Jevent.spawn(() -> { try (var step = sequence.step(0)) { first(); } });
 * }</pre>
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @since 0.1
 */
public final class Sequencer {

    private final Map<Integer, Event> turns = new HashMap<>();
    private final Set<Integer> taken = new HashSet<>();
    private int broken = -1;

    /** Makes a sequence that begins with step 0. */
    public Sequencer() {
        turn(0).set();
    }

    /**
     * A step that is being taken; closing it lets the next one begin.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface Step extends AutoCloseable {

        /** Ends the step. */
        @Override
        void close();
    }

    /**
     * Waits until all steps before this one have ended, and begins it. If the wait is cut short, the whole sequence is
     * broken: waiters for a later step, and later calls, throw.
     *
     * @param number the step, from 0 on
     * @return the step, to be closed
     * @throws IllegalStateException if this step was taken before, or the sequence is broken
     * @throws IllegalArgumentException if {@code number} is negative
     * @switches when it has to wait
     */
    public Step step(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("a step must not be negative: " + number);
        }
        if (!taken.add(number)) {
            throw new IllegalStateException("step " + number + " was taken before; each can be taken once");
        }
        checkWhole(number);
        boolean came = false;
        try {
            turn(number).await();
            came = true;
        } finally {
            if (!came) {
                breakAt(number);
            }
        }
        checkWhole(number);
        return () -> turn(number + 1).set();
    }

    private Event turn(int number) {
        return turns.computeIfAbsent(number, n -> new Event());
    }

    private void breakAt(int number) {
        broken = number;
        turns.values().forEach(Event::set);
    }

    private void checkWhole(int number) {
        if (broken >= 0) {
            throw new IllegalStateException(
                    "step " + number + " cannot come: the wait for step " + broken + " was cut short");
        }
    }
}
