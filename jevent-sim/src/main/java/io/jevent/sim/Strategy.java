// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.ReadyOrder.Ready;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to choose the schedules of a simulation. An implementation is an immutable description; each exploration begins
 * with a {@link Planner} of its own.
 *
 * <p><b>Confinement:</b> immutable; its planner and plans are confined to the thread of the simulation.
 *
 * @audience SPI
 * @since 0.1
 */
public interface Strategy {

    /** {@return a short name for reports, such as {@code pct(3)}} */
    String name();

    /**
     * Begins an exploration.
     *
     * @return what plans its schedules
     */
    Planner begin();

    /**
     * Plans one schedule after the other.
     *
     * @audience SPI
     * @since 0.1
     */
    @FunctionalInterface
    interface Planner {

        /**
         * Plans the next schedule, after the one before has ended.
         *
         * @param past what is known so far
         * @return the plan; null if no schedule is left
         */
        @Nullable
        Plan next(Past past);
    }

    /**
     * The knowledge with which a schedule is planned.
     *
     * @param schedule the number of the schedule, from 0 on
     * @param seed a seed for it, which differs from schedule to schedule and is the same in each exploration
     * @param length how many choices a schedule had on average
     * @since 0.1
     */
    record Past(int schedule, long seed, int length) {}

    /**
     * Decides what happens in one schedule. Called on the bare carrier of the hub; must not block and must take no lock
     * of the JDK.
     *
     * @audience SPI
     * @since 0.1
     */
    interface Plan {

        /** {@return the name of the strategy that made it} */
        String name();

        /**
         * Chooses who runs next.
         *
         * @param ready those that are ready, at least 2, the one that has been ready longest first
         * @return an index
         */
        int next(Ready ready);

        /**
         * Makes a choice of the test.
         *
         * @param label what is decided
         * @param alternatives how many alternatives there are, at least 2
         * @return from 0 to {@code alternatives - 1}
         */
        long value(String label, long alternatives);

        /**
         * Decides whether something happens.
         *
         * @param label what happens
         * @param probability how likely it is, between 0 and 1
         * @return true if it happens
         */
        boolean happens(String label, double probability);

        /**
         * Is told that the schedule has ended and passed.
         *
         * @param discovered how many edges it has taken that no schedule before had: steps of one greenlet after one of
         *     another, by how often each had run
         */
        default void ended(int discovered) {}
    }

    /** {@return a strategy in which each of those that are ready is as likely as the others} */
    static Strategy random() {
        return new Seeded("random", RandomPlan::new);
    }

    /**
     * Returns probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010): greenlets have random priorities, the
     * highest runs, and at {@code depth - 1} random places the one that would run gets the lowest. Finds bugs that need
     * few changes of the order at the right places, however long the program is.
     *
     * @param depth how many ordering constraints a bug may need, at least 1
     * @return the strategy
     * @throws IllegalArgumentException if {@code depth} is less than 1
     */
    static Strategy pct(int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("depth must be at least 1: " + depth);
        }
        String name = "pct(" + depth + ")";
        return new Seeded(name, (of, past) -> new PctPlan(of, past, depth));
    }

    /**
     * Returns basic partial order sampling (Yuan, Yang, Gu, CAV 2018): each step gets a random priority when it becomes
     * ready, and the highest runs.
     *
     * @return the strategy
     */
    static Strategy bpos() {
        return new Seeded("bpos", (of, past) -> new PosPlan(of, past, false));
    }

    /**
     * Returns partial order sampling: as {@link #bpos}, and the steps that are about to use the same object as the one
     * that runs get new priorities.
     *
     * @return the strategy
     */
    static Strategy pos() {
        return new Seeded("pos", (of, past) -> new PosPlan(of, past, true));
    }

    /**
     * Returns a systematic search through all schedules that differ from first in, first out by a number of delays:
     * each time a greenlet runs, those that were ready before it count as delayed once. Choices of the test count by
     * their number.
     *
     * @param delays the most delays, at least 0
     * @return the strategy
     * @throws IllegalArgumentException if {@code delays} is negative
     */
    static Strategy delayBounded(int delays) {
        if (delays < 0) {
            throw new IllegalArgumentException("delays must not be negative: " + delays);
        }
        return new Systematic("delays(" + delays + ")", delays);
    }

    /**
     * Returns a search through all schedules, for tests with a few steps. An exploration that has come to its end says
     * so, see {@link Exploration#isComplete}. Of a choice with more than 16 alternatives only the first is tried.
     *
     * @return the strategy
     */
    static Strategy exhaustive() {
        return new Systematic("exhaustive", Long.MAX_VALUE);
    }

    /**
     * Returns a strategy that varies schedules which have taken new edges (see {@link Plan#ended}), as fuzzers do with
     * inputs: it repeats such a schedule up to a place, or all but a few decisions. Finds bugs behind a number of
     * unlikely steps of which each shows in the order.
     *
     * @return the strategy
     */
    static Strategy guided() {
        return new Guided();
    }

    /**
     * Returns strategies that alternate: no single one finds all kinds of bugs.
     *
     * @param strategies the members, at least 1
     * @return the strategy
     * @throws IllegalArgumentException if there is none
     */
    static Strategy portfolio(Strategy... strategies) {
        return new Portfolio(List.of(strategies));
    }

    /** {@return what a simulation uses unless told otherwise: bpos, pct(2), random and pct(3) alternately} */
    static Strategy portfolio() {
        return portfolio(bpos(), pct(2), random(), pct(3));
    }
}
