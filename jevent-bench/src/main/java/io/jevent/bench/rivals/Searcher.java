// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.rivals;

import io.jevent.bench.races.Race;
import java.io.IOException;

/** A tool with a strategy. */
interface Searcher {

    /** Returns the name of the tool and its strategy, for the head of a column. */
    String name();

    /** Returns whether it is made for small structures in memory, and runs those only. */
    default boolean isForStructures() {
        return false;
    }

    /**
     * Looks for the bug of a program, in a JVM of its own, until it is found or the time is over.
     *
     * @param trial the number of the trial; each has other schedules
     * @throws IOException if the JVM cannot be started
     */
    Outcome search(Race race, int trial) throws IOException;
}
