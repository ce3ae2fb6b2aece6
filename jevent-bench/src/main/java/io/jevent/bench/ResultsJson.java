// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Writes results for programs: an array with an object for each row. */
final class ResultsJson {

    private static final char FIRST_PRINTABLE = ' ';

    private ResultsJson() {}

    /**
     * Returns the results as JSON.
     *
     * @param machine on what they were measured
     */
    static String write(List<RowResult> results, String machine) {
        var rows = new StringJoiner(",\n", "[\n", "\n]\n");
        for (var result : results) {
            rows.add(object(result, machine));
        }
        return rows.toString();
    }

    private static String object(RowResult result, String machine) {
        var peers = new StringJoiner(", ", "{", "}");
        for (var peer : result.peers()) {
            peer.median().ifPresent(median -> peers.add(string(peer.name()) + ": " + number(median)));
        }
        boolean measured = result.ours().median().isPresent();
        return new StringJoiner(",\n", "  {\n", "\n  }")
                .add("    \"name\": " + string(result.row().name()))
                .add("    \"unit\": " + string(result.row().metric().unit()))
                .add("    \"lower_is_better\": " + result.row().metric().lowerIsBetter())
                .add("    \"ours\": "
                        + result.ours().median().map(ResultsJson::number).orElse("null"))
                .add("    \"least\": " + (measured ? number(result.ours().least()) : "null"))
                .add("    \"most\": " + (measured ? number(result.ours().most()) : "null"))
                .add("    \"peers\": " + peers)
                .add("    \"machine\": " + string(machine))
                .toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String string(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default ->
                    quoted.append(
                            c < FIRST_PRINTABLE ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
