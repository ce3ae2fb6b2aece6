// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts, over all runs, how often what should happen sometimes has happened. */
final class Tally {

    private static final class Count {
        long asked;
        long seen;
    }

    private final Map<String, Count> counts = new TreeMap<>();

    void add(String what, boolean seen) {
        Count count = counts.computeIfAbsent(what, _ -> new Count());
        count.asked++;
        count.seen += seen ? 1 : 0;
    }

    /** A line for each that has never happened. */
    List<String> missing() {
        var lines = new ArrayList<String>();
        counts.forEach((what, count) -> {
            if (count.seen == 0) {
                lines.add("sometimes: '" + what + "' was false each of the " + count.asked + " times");
            }
        });
        return lines;
    }
}
