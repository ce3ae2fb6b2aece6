// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.sim.Schedule.Deviation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * The format: a line of JSON each.
 *   1. the header: the format's number, the test, what failed, and the settings on which choices depend
 *   2. the path: how many alternatives each choice had, "5" for a choice who runs, "delay/10" for one with a label; "5*3" is
 *      three of them
 *   3. the deviations from the first alternative, with the lines of the program
 * The path is only compared; the settings of the header and the deviations are what is replayed.
 */
/**
 * A schedule as a file.
 *
 * @param test the name of the test
 * @param failure the failure's first line
 * @param circumstances the settings on which its choices depend; null in an old file
 * @param java the version of the JVM that found it
 * @param path how many alternatives each choice had
 * @param deviations what was not the first alternative
 */
record ReplayFile(
        String test,
        String failure,
        @Nullable Circumstances circumstances,
        String java,
        List<String> path,
        List<Deviation> deviations) {

    private static final String FORMAT = "jevent-sim";
    private static final long VERSION = 1;

    static void write(Path file, Map<String, Object> header, Run run, Map<Integer, Explanation.Place> places)
            throws IOException {
        var lines = new ArrayList<String>();
        var first = new LinkedHashMap<String, Object>();
        first.put(FORMAT, VERSION);
        first.putAll(header);
        lines.add(JsonLine.write(first));
        lines.add(JsonLine.write(Map.of("path", pathOf(run.schedule()))));
        for (Deviation deviation : run.schedule().deviations()) {
            var line = new LinkedHashMap<String, Object>();
            line.put("choice", deviation.choice());
            line.put("label", deviation.label());
            line.put("of", deviation.alternatives());
            line.put("chose", deviation.chosen());
            Explanation.Place place = places.get(deviation.choice());
            if (place != null) {
                line.put("at", place.chosen());
                line.put("not", place.other());
            }
            lines.add(JsonLine.write(line));
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.write(file, lines);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no schedule; the message names the line
     */
    static ReplayFile read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int number = 0;
        try {
            if (lines.size() < 2) {
                throw new IllegalArgumentException("a header and a path were expected");
            }
            Map<String, Object> header = JsonLine.read(lines.getFirst());
            if (!Long.valueOf(VERSION).equals(header.get(FORMAT))) {
                throw new IllegalArgumentException("\"" + FORMAT + "\":" + VERSION + " was expected");
            }
            Circumstances circumstances = Circumstances.read(header);
            number = 1;
            List<String> path = unfold(list(JsonLine.read(lines.get(1)), "path"));
            var deviations = new ArrayList<Deviation>();
            for (number = 2; number < lines.size(); number++) {
                Map<String, Object> line = JsonLine.read(lines.get(number));
                deviations.add(new Deviation(
                        (int) number(line, "choice"),
                        text(line, "label"),
                        0,
                        number(line, "of"),
                        number(line, "chose"),
                        Deviation.NOBODY,
                        Deviation.NOBODY));
            }
            return new ReplayFile(
                    text(header, "test"),
                    text(header, "failure"),
                    circumstances,
                    String.valueOf(header.getOrDefault("java", "unknown")),
                    path,
                    deviations);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": line " + (number + 1) + " is none of a schedule: " + e.getMessage(), e);
        }
    }

    private static long number(Map<String, Object> line, String key) {
        if (line.get(key) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException("\"" + key + "\" must be a number");
    }

    private static String text(Map<String, Object> line, String key) {
        if (line.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("\"" + key + "\" must be a text");
    }

    private static List<String> list(Map<String, Object> line, String key) {
        if (line.get(key) instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        throw new IllegalArgumentException("\"" + key + "\" must be a list");
    }

    /** The alternatives of a choice, as the path has them. */
    static String token(String label, long alternatives) {
        return label.equals(Schedule.NEXT) ? Long.toString(alternatives) : label + "/" + alternatives;
    }

    private static List<String> pathOf(Schedule schedule) {
        var path = new ArrayList<String>();
        int i = 0;
        while (i < schedule.size()) {
            String token = token(schedule.label(i), schedule.alternatives(i));
            int from = i;
            while (i < schedule.size()
                    && token(schedule.label(i), schedule.alternatives(i)).equals(token)) {
                i++;
            }
            path.add(i - from == 1 ? token : token + "*" + (i - from));
        }
        return path;
    }

    private static List<String> unfold(List<String> folded) {
        var path = new ArrayList<String>();
        for (String token : folded) {
            int star = token.lastIndexOf('*');
            int slash = token.lastIndexOf('/');
            boolean repeated = star > slash;
            int times = repeated ? Integer.parseInt(token.substring(star + 1)) : 1;
            for (int i = 0; i < times; i++) {
                path.add(repeated ? token.substring(0, star) : token);
            }
        }
        return path;
    }
}
