// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.io.PrintStream;
import java.util.Locale;

/** Prints results for people. */
final class Report {

    private static final int SMALL = 100;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** Prints a row: ours, then each peer with the ratio to ours. */
    void print(RowResult result) {
        var row = result.row();
        out.println();
        out.println(row.name() + ": " + row.what());
        line(result, result.ours());
        for (var peer : result.peers()) {
            line(result, peer);
        }
        out.flush();
    }

    private void line(RowResult result, Samples samples) {
        var unit = result.row().metric().unit();
        var median = samples.median();
        if (median.isPresent()) {
            out.println(String.format(
                    Locale.ROOT,
                    "  %-20s %10s %s (%s to %s)%s",
                    samples.name(),
                    number(median.get()),
                    unit,
                    number(samples.least()),
                    number(samples.most()),
                    ratio(result, samples)));
        } else {
            out.println(String.format(
                    Locale.ROOT, "  %-20s %s", samples.name(), samples.failure().orElse("not measured")));
        }
        samples.remark().ifPresent(words -> out.println("    " + words));
    }

    private static String ratio(RowResult result, Samples peer) {
        var ours = result.ours().median();
        var theirs = peer.median();
        if (peer == result.ours() || ours.isEmpty() || theirs.isEmpty()) {
            return "";
        }
        double advantage = result.row().metric().advantage(ours.get(), theirs.get());
        return advantage >= 1
                ? String.format(Locale.ROOT, "  jevent is %.2f times better", advantage)
                : String.format(Locale.ROOT, "  jevent is %.2f times worse", 1 / advantage);
    }

    /** Returns a number as the report shows it. */
    static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < SMALL ? "%.2f" : "%,.0f", value);
    }
}
