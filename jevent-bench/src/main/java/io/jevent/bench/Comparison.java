// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares jevent's results with those of an earlier run, row by row. A row is worse if its median is worse than the
 * earlier one by more than the tolerance, and outside of the rounds of the earlier run.
 *
 * @param earlier the earlier results
 * @param tolerance the change of a median that does not count, as a share of it
 */
record Comparison(Earlier earlier, double tolerance) {

    private static final double PERCENT = 100;

    /** The change of one row. */
    enum Change {
        BETTER,
        SAME,
        WORSE
    }

    /**
     * Prints a line for each row that both runs have.
     *
     * @return whether no row is worse
     */
    boolean print(List<RowResult> results, PrintStream out) {
        boolean passed = true;
        out.println();
        out.println(String.format(
                Locale.ROOT, "compared with the earlier run (%.0f %% is no change):", tolerance * PERCENT));
        for (var result : results) {
            String name = result.row().name();
            Optional<Earlier.Result> before = earlier.row(name);
            Optional<Double> now = result.ours().median();
            if (before.isEmpty() || now.isEmpty()) {
                out.println(String.format(
                        Locale.ROOT, "  %-18s not measured %s", name, before.isEmpty() ? "earlier" : "now"));
                continue;
            }
            Change change = change(result.row().metric(), before.get(), now.get());
            passed &= change != Change.WORSE;
            out.println(line(result, before.get(), now.get(), change));
        }
        return passed;
    }

    private static String line(RowResult result, Earlier.Result before, double now, Change change) {
        return String.format(
                Locale.ROOT,
                "  %-18s %s (%s to %s), was %s (%s to %s) %s: %+.1f %%  %s",
                result.row().name(),
                Report.number(now),
                Report.number(result.ours().least()),
                Report.number(result.ours().most()),
                Report.number(before.median()),
                Report.number(before.least()),
                Report.number(before.most()),
                result.row().metric().unit(),
                (now / before.median() - 1) * PERCENT,
                change == Change.SAME ? "" : change.name().toLowerCase(Locale.ROOT));
    }

    /** Judges a median by the earlier result. */
    Change change(Metric metric, Earlier.Result before, double now) {
        double advantage = metric.advantage(now, before.median());
        boolean outside = now < before.least() || now > before.most();
        if (!outside) {
            return Change.SAME;
        }
        if (advantage < 1 / (1 + tolerance)) {
            return Change.WORSE;
        }
        return advantage > 1 + tolerance ? Change.BETTER : Change.SAME;
    }
}
