// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.linear;

import io.jevent.sim.linear.History.Entry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Draws operations as lines over time, in text. The scale has a column or more for each beginning and end. */
final class Picture<I, O extends @Nullable Object> {

    private static final int WIDTH = 60;
    private static final int WIDEST_LABEL = 40;

    private final BiFunction<I, Observation<O>, String> describe;

    Picture(BiFunction<I, Observation<O>, String> describe) {
        this.describe = describe;
    }

    /** A line for each operation, with a note behind it. */
    String draw(List<Entry<I, O>> entries, Function<Entry<I, O>, String> notes) {
        Map<Integer, Integer> columns = columns(entries);
        int client = 0;
        int label = 0;
        for (Entry<I, O> entry : entries) {
            client = Math.max(client, entry.client().length());
            label = Math.max(label, label(entry).length());
        }
        int width = columns.values().stream().mapToInt(Integer::intValue).max().orElse(0) + 2;
        var text = new StringBuilder();
        for (Entry<I, O> entry : entries) {
            text.append(pad(entry.client(), client)).append("  ");
            text.append(pad(label(entry), label)).append("  ");
            text.append((line(entry, columns, width) + notes.apply(entry)).stripTrailing())
                    .append('\n');
        }
        return text.toString().stripTrailing();
    }

    private String label(Entry<I, O> entry) {
        String label = describe.apply(entry.input(), entry.outcome());
        return label.length() <= WIDEST_LABEL ? label : label.substring(0, WIDEST_LABEL - 3) + "...";
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private Map<Integer, Integer> columns(List<Entry<I, O>> entries) {
        var times = new TreeSet<Integer>();
        for (Entry<I, O> entry : entries) {
            times.add(entry.begun());
            if (entry.ended() != Entry.OPEN) {
                times.add(entry.ended());
            }
        }
        int scale = Math.max(1, Math.min(4, WIDTH / Math.max(1, times.size())));
        var columns = new LinkedHashMap<Integer, Integer>();
        for (int time : times) {
            columns.put(time, columns.size() * scale);
        }
        return columns;
    }

    private String line(Entry<I, O> entry, Map<Integer, Integer> columns, int width) {
        int from = columnOf(columns, entry.begun());
        if (entry.ended() == Entry.OPEN) {
            return " ".repeat(from) + "|" + "-".repeat(Math.max(0, width - from - 1)) + ">";
        }
        int to = columnOf(columns, entry.ended());
        return " ".repeat(from) + "|" + "-".repeat(Math.max(0, to - from - 1)) + "|"
                + " ".repeat(Math.max(0, width - to));
    }

    private static int columnOf(Map<Integer, Integer> columns, int time) {
        Integer column = columns.get(time);
        return column == null ? 0 : column;
    }
}
