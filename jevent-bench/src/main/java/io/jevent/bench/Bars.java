// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Draws results as an SVG image: for each row a bar for jevent and for each peer, as long as its number; the best is
 * marked, since of a cost the shortest bar is the best.
 */
final class Bars {

    private static final int WIDTH = 720;
    private static final int LEFT = 170;
    private static final int RIGHT = 130;
    private static final int BAR = 16;
    private static final int HEAD = 30;
    private static final String OURS = "#2f6f4f";
    private static final String THEIRS = "#9aa5b1";

    private Bars() {}

    /** Returns the image. */
    static String draw(List<RowResult> results) {
        var marks = new StringBuilder();
        int y = 0;
        for (RowResult result : results) {
            y = row(result, y, marks);
        }
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                                + " font-size=\"11\">%n",
                        WIDTH,
                        y + BAR)
                + marks + "</svg>\n";
    }

    /** Draws a row at a height; returns the height of the next one. */
    private static int row(RowResult result, int top, StringBuilder marks) {
        var contestants = new ArrayList<Samples>();
        contestants.add(result.ours());
        contestants.addAll(result.peers());
        contestants.removeIf(one -> one.median().isEmpty());
        var metric = result.row().metric();
        Optional<Double> best = contestants.stream()
                .map(one -> one.median().orElseThrow())
                .reduce((one, other) -> metric.advantage(one, other) >= 1 ? one : other);
        if (best.isEmpty()) {
            return top;
        }
        text(marks, 0, top + HEAD - BAR / 2, "bold", result.row().name() + " (" + metric.unit() + ")");
        int y = top + HEAD;
        for (Samples one : contestants) {
            double number = one.median().orElseThrow();
            // of a cost the shortest bar is the best one, of a rate the longest
            double longest = contestants.stream()
                    .mapToDouble(other -> other.median().orElseThrow())
                    .max()
                    .orElseThrow();
            double length = longest > 0 ? number / longest * (WIDTH - LEFT - RIGHT) : 0;
            text(marks, 10, y + BAR - 4, "normal", one.name());
            marks.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                    LEFT,
                    y + 1,
                    Math.max(1, length),
                    BAR - 2,
                    one == result.ours() ? OURS : THEIRS));
            text(
                    marks,
                    LEFT + (int) length + 6,
                    y + BAR - 4,
                    "normal",
                    Report.number(number) + (number == best.get() ? " best" : ""));
            y += BAR;
        }
        return y;
    }

    private static void text(StringBuilder marks, int x, int y, String weight, String words) {
        marks.append(String.format(
                Locale.ROOT, "<text x=\"%d\" y=\"%d\" font-weight=\"%s\">%s</text>%n", x, y, weight, words));
    }
}
