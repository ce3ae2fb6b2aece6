// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The source of a class, as far as documents show it. */
final class Source {

    private static final List<String> FOLDERS =
            List.of("jevent-examples/src/main/java", "jevent-tests/src/test/java", "jevent-http-jdk/src/test/java");
    private static final Pattern IMPORT = Pattern.compile("import (?:static )?[\\w.]+\\.(\\w+);");
    private static final Pattern TEXT =
            Pattern.compile("\"(?:\\\\.|[^\"\\\\\n])*\"|//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

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

    /** Returns a program without its class: the region {@code program}, after the imports that it uses. */
    static String program(String type) {
        String body = region(type, "program");
        String code = TEXT.matcher(body).replaceAll("");
        List<String> imports = linesOf(type).stream()
                .filter(line -> isUsed(IMPORT.matcher(line), code))
                .toList();
        Predicate<String> isStatic = line -> line.startsWith("import static ");
        return Stream.of(
                        imports.stream().filter(isStatic).collect(Collectors.joining("\n")),
                        imports.stream().filter(isStatic.negate()).collect(Collectors.joining("\n")),
                        body)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    private static boolean isUsed(Matcher imported, String code) {
        return imported.matches()
                && Pattern.compile("\\b" + imported.group(1) + "\\b")
                        .matcher(code)
                        .find();
    }

    private static int indexOf(List<String> lines, String stripped, int from) {
        for (int i = Math.max(0, from); i < lines.size(); i++) {
            if (lines.get(i).strip().equals(stripped)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the file that has a class. */
    static Path file(String type) {
        return FOLDERS.stream()
                .map(folder -> Document.ROOT.resolve(folder).resolve(type.replace('.', '/') + ".java"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no source of " + type));
    }

    private static List<String> linesOf(String type) {
        try {
            return Files.readAllLines(file(type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
