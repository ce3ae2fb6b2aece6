// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.world;

/** Decides, once or more in a run, whatever the program leaves to chance. */
@FunctionalInterface
public interface WorldChoices {

    /**
     * Chooses a number.
     *
     * @param label what is decided
     * @param alternatives how many numbers there are
     * @return from 0 to {@code alternatives - 1}
     */
    long choose(String label, long alternatives);
}
