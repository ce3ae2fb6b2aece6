// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The decisions of a test that vary from run to run: which message is lost, how long a call takes. Each has a label and
 * is recorded, so a run can be repeated and, in a simulation, made smaller.
 *
 * <p>The first alternative should be the plain case (no fault, the shortest time): a simulation that explains a failure
 * replaces as many decisions as possible by the first alternative.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @since 0.1
 */
public interface Choices {

    /**
     * Chooses one of several alternatives.
     *
     * @param label what is decided, for reports
     * @param alternatives how many there are, at least 1
     * @return from 0 to {@code alternatives - 1}
     * @throws IllegalArgumentException if there is no alternative
     * @switches never
     */
    int choose(String label, int alternatives);

    /**
     * Decides whether something happens.
     *
     * @param label what happens, for reports
     * @param probability how likely it is, from 0 to 1
     * @return true if it happens
     * @throws IllegalArgumentException if {@code probability} is not between 0 and 1
     * @switches never
     */
    boolean chance(String label, double probability);

    /**
     * Chooses a number.
     *
     * @param label what is decided, for reports
     * @param min the least, which is the plain case
     * @param max the largest
     * @return a number from {@code min} to {@code max}
     * @throws IllegalArgumentException if {@code max} is less than {@code min}, or the range is wider than 2^63-1
     * @switches never
     */
    long between(String label, long min, long max);

    /**
     * Makes a random generator whose seed is one choice.
     *
     * @return a generator, to be used by one greenlet
     * @switches never
     */
    default RandomGenerator random() {
        return new SplittableRandom(between("seed of a random generator", 0, Integer.MAX_VALUE));
    }

    /**
     * Returns the choices that were made.
     *
     * @return a snapshot, in order
     */
    List<Choice> made();

    /**
     * One decision.
     *
     * @param label what was decided
     * @param alternatives how many there were
     * @param chosen the alternative that was chosen, from 0 on
     * @since 0.1
     */
    record Choice(String label, long alternatives, long chosen) {}

    /**
     * Makes choices by a seed.
     *
     * @param seed the same seed gives the same choices
     * @return choices that are all recorded
     */
    static Choices seeded(long seed) {
        return new SeededChoices(seed);
    }
}
