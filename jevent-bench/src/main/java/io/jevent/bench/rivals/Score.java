// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.rivals;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts the bugs that a tool has found in all programs. */
final class Score {

    private static final double MILLIS = 1000;

    private final Searcher searcher;
    private final List<Long> times = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private int searches;
    private int found;
    private int broken;

    Score(Searcher searcher) {
        this.searcher = searcher;
    }

    Searcher searcher() {
        return searcher;
    }

    /** Adds the trials of a program, and returns a cell of the table for them. */
    String add(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            searches++;
            if (outcome.trouble().isPresent()) {
                broken++;
            } else if (outcome.found()) {
                found++;
                counts.add(outcome.schedules());
                times.add(outcome.millis());
            }
        }
        List<Outcome> successes = outcomes.stream().filter(Outcome::found).toList();
        if (successes.isEmpty()) {
            boolean failed =
                    outcomes.stream().allMatch(outcome -> outcome.trouble().isPresent());
            return failed
                    ? "fails"
                    : "none in "
                            + outcomes.stream()
                                    .mapToLong(Outcome::schedules)
                                    .max()
                                    .orElse(0);
        }
        String share = successes.size() == outcomes.size() ? "" : " " + successes.size() + "/" + outcomes.size();
        return median(successes.stream().map(Outcome::schedules).toList()) + " ("
                + seconds(median(successes.stream().map(Outcome::millis).toList())) + ")" + share;
    }

    /** Returns a line for the end. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "%-17s finds the bug in %3d of %3d searches; medians: %s schedules, %s%s",
                searcher.name(),
                found,
                searches,
                counts.isEmpty() ? "-" : median(counts),
                times.isEmpty() ? "-" : seconds(median(times)),
                broken == 0 ? "" : "; " + broken + " did not end as they should");
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / MILLIS);
    }

    private static long median(List<Long> numbers) {
        return numbers.stream().sorted().toList().get((numbers.size() - 1) / 2);
    }
}
