// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The source of a class, as far as documents show it. */
final class Source {

    private static final List<String> FOLDERS = List.of("jevent-examples/src/main/java", "jevent-tests/src/test/java");

    private Source() {}

    /**
     * Returns the lines of a region, which stand between {@code @start region="NAME"} and {@code @end}, moved to the
     * left edge.
     */
    static String region(String type, String region) {
        List<String> lines = linesOf(type);
        String start = "// @start region=\"" + region + "\"";
        int from = indexOf(lines, start, 0);
        int to = indexOf(lines, "// @end", from);
        if (from < 0 || to < 0) {
            throw new IllegalArgumentException(type + " has no region " + region);
        }
        return String.join("\n", lines.subList(from + 1, to)).stripIndent();
    }

    private static int indexOf(List<String> lines, String stripped, int from) {
        for (int i = Math.max(0, from); i < lines.size(); i++) {
            if (lines.get(i).strip().equals(stripped)) {
                return i;
            }
        }
        return -1;
    }

    private static List<String> linesOf(String type) {
        Path file = FOLDERS.stream()
                .map(folder -> Document.ROOT.resolve(folder).resolve(type.replace('.', '/') + ".java"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no source of " + type));
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
