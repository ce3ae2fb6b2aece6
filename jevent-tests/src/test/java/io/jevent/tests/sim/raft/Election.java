// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.sim.raft;

import java.util.HashMap;
import java.util.Map;

/** The leaders of all terms, as an observer outside of the nodes sees them. */
final class Election {

    private final Map<Long, String> leaders = new HashMap<>();

    /** A node has won a term; nobody else may. */
    void won(long term, String node) {
        String before = leaders.put(term, node);
        if (before != null && !before.equals(node)) {
            throw new AssertionError("term " + term + " has two leaders: " + before + " and " + node);
        }
    }
}
