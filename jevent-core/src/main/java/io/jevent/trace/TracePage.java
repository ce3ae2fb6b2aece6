// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import io.jevent.trace.EventLog.Kind;
import io.jevent.trace.Recording.Row;
import io.jevent.trace.Slices.Doing;
import io.jevent.trace.Slices.Slice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;

/**
 * Writes a recording as a page that needs nothing else: the recording as JSON, the scripts that draw it, and a table
 * for those who run no scripts.
 */
final class TracePage {

    private static final int MAX_TABLE_ROWS = 200;

    private static final List<String> SCRIPTS = List.of("model.js", "groups.js", "picture.js", "page.js");

    /** A text beside the picture. */
    record Note(String title, String text) {}

    private final Recording recording;
    private final List<Note> notes;
    private final String title;
    private final Writer out;
    private final long[] runs;
    private final long[] running;
    private final long[] waiting;

    private TracePage(Recording recording, List<Note> notes, String title, Writer out) {
        this.recording = recording;
        this.notes = notes;
        this.title = title;
        this.out = out;
        int lanes = recording.rows().size();
        runs = new long[lanes];
        running = new long[lanes];
        waiting = new long[lanes];
    }

    static void write(Recording recording, List<Note> notes, String title, Writer out) throws IOException {
        try {
            new TracePage(recording, notes, title, out).write();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The page is a template with a place for each part, in the order in which they are written. */
    private void write() throws IOException {
        String[] parts = resource("page.html").split("@(?:TITLE|STYLE|NOTE|NOTES|TABLE|DATA|SCRIPTS)@", -1);
        out.write(parts[0]);
        escaped(title);
        out.write(parts[1]);
        out.write(resource("page.css"));
        out.write(parts[2]);
        escaped(title);
        out.write(parts[3]);
        int first = Math.min(1, notes.size());
        notes(notes.subList(0, first));
        out.write(parts[4]);
        notes(notes.subList(first, notes.size()));
        out.write(parts[5]);
        table();
        out.write(parts[6]);
        data();
        out.write(parts[7]);
        for (String script : SCRIPTS) {
            out.write(resource(script));
        }
        out.write(parts[8]);
    }

    /** The texts stand in the page itself, so they can be read without scripts. */
    private void notes(List<Note> some) throws IOException {
        for (Note note : some) {
            out.write("<details class=\"note\" open><summary>");
            escaped(note.title);
            out.write("</summary><pre tabindex=\"0\">");
            escaped(note.text);
            out.write("</pre></details>\n");
        }
    }

    private void table() throws IOException {
        var slices = new Slices(runs.length, this::count);
        recording.forEach(slices);
        slices.finish();
        int shown = Math.min(runs.length, MAX_TABLE_ROWS);
        for (int lane = 0; lane < shown; lane++) {
            Row row = recording.rows().get(lane);
            out.write("<tr><th scope=\"row\">");
            escaped(row.label());
            out.write("</th><td>");
            escaped(row.site());
            out.write("</td><td>" + runs[lane] + "</td><td>" + running[lane] / 1000 + "</td><td>" + waiting[lane] / 1000
                    + "</td></tr>\n");
        }
        if (shown < runs.length) {
            out.write("<tr><td colspan=\"5\">and " + (runs.length - shown) + " more</td></tr>\n");
        }
    }

    private void count(Slice slice) {
        if (slice.doing() == Doing.RUNNING) {
            runs[slice.lane()]++;
            running[slice.lane()] += slice.length();
        } else {
            waiting[slice.lane()] += slice.length();
        }
    }

    /**
     * Parallel arrays of the events: what happened, how many nanoseconds after the one before, to whom, and by what.
     */
    private void data() throws IOException {
        out.write("{\"title\":");
        PageJson.string(out, title);
        out.write(",\"dropped\":" + recording.dropped() + ",\"hubs\":");
        strings(recording.hubs());
        out.write(",\"texts\":");
        strings(recording.texts());
        out.write(",\"sites\":");
        List<String> sites = recording.rows().stream().map(Row::site).distinct().toList();
        strings(sites);
        rows(sites);
        column("kinds", (previous, kind, time, lane, other) -> kind.code);
        column("times", (previous, kind, time, lane, other) -> time - previous);
        column("lanes", (previous, kind, time, lane, other) -> lane);
        column("others", (previous, kind, time, lane, other) -> other);
        out.write("}");
    }

    private void rows(List<String> sites) throws IOException {
        var numbers = new HashMap<String, Integer>();
        sites.forEach(site -> numbers.put(site, numbers.size()));
        out.write(",\"rows\":[");
        String separator = "";
        for (Row row : recording.rows()) {
            out.write(separator);
            separator = ",\n";
            out.write('[');
            PageJson.string(out, row.named() ? row.label() : "");
            out.write("," + numbers.get(row.site()) + "," + row.hub() + "," + row.spawner());
            if (!row.part().isEmpty()) {
                out.write(',');
                PageJson.string(out, row.part());
            }
            out.write(']');
        }
        out.write(']');
    }

    private void strings(List<String> strings) throws IOException {
        out.write('[');
        for (int i = 0; i < strings.size(); i++) {
            if (i > 0) {
                out.write(',');
            }
            PageJson.string(out, strings.get(i));
        }
        out.write(']');
    }

    private interface Value {
        long of(long previousTime, Kind kind, long time, int lane, int other);
    }

    private void column(String name, Value value) throws IOException {
        out.write(",\n\"" + name + "\":[");
        long[] previous = {0};
        boolean[] first = {true};
        recording.forEach((kind, time, lane, other) -> {
            try {
                if (!first[0]) {
                    out.write(',');
                }
                out.write(Long.toString(value.of(previous[0], kind, time, lane, other)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            first[0] = false;
            previous[0] = time;
        });
        out.write(']');
    }

    private void escaped(String text) throws IOException {
        out.write(text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = TracePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("jevent's own file " + name + " is missing from its jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
