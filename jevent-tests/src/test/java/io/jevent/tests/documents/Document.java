// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Markdown file of the project and its fenced blocks. */
record Document(Path file, String text) {

    static final Path ROOT = Path.of(System.getProperty("jevent.root", "")).toAbsolutePath();

    private static final Pattern MARKER = Pattern.compile(
            "<!-- (code|program|output|process|errors|failure): (\\S+?)(?:#(\\S+))?(?: \\(([^)]+)\\))? -->");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)(#[^)\\s]*)?\\)");

    /**
     * A fenced block.
     *
     * @param document where it stands
     * @param line the number of its first line
     * @param language what the fence says it is
     * @param kind code, program, output, process, errors or failure; empty if no marker stands above it
     * @param type the class that the marker names
     * @param region the region of its source that the marker names; empty for all of it
     * @param note the words in parentheses in the marker; empty if there are none
     * @param text the lines of the block
     */
    record Block(
            Path document,
            int line,
            String language,
            String kind,
            String type,
            String region,
            String note,
            String text) {
        /** Matches output that the block shows: a line {@code ...} stands for lines, {@code ...} for any text. */
        Pattern pattern() {
            return Pattern.compile(text.lines()
                    .map(shown -> shown.equals("...")
                            ? "(?:.*\n)*?"
                            : Stream.of(shown.split("\\.\\.\\.", -1))
                                            .map(Pattern::quote)
                                            .collect(Collectors.joining(".*"))
                                    + "\n")
                    .collect(Collectors.joining()));
        }

        @Override
        public String toString() {
            return document + ":" + line + " " + kind + " " + type + (region.isEmpty() ? "" : "#" + region);
        }
    }

    /** Returns the project's Markdown files, outside of what builds leave. */
    static List<Document> all() {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .map(Document::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Document read(Path file) {
        try {
            return new Document(ROOT.relativize(file), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks() {
        var blocks = new ArrayList<Block>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith("```")) {
                int first = i + 1;
                int end = first;
                while (end < lines.length && !lines[end].equals("```")) {
                    end++;
                }
                blocks.add(block(lines, first, end));
                i = end;
            }
        }
        return blocks;
    }

    private Block block(String[] lines, int first, int end) {
        Matcher marker = MARKER.matcher(first > 1 ? lines[first - 2] : "");
        boolean marked = marker.matches();
        return new Block(
                file,
                first,
                lines[first - 1].substring(3),
                marked ? marker.group(1) : "",
                marked ? marker.group(2) : "",
                group(marker, marked, 3),
                group(marker, marked, 4),
                String.join("\n", List.of(lines).subList(first, end)));
    }

    private static String group(Matcher marker, boolean marked, int number) {
        return marked && marker.group(number) != null ? marker.group(number) : "";
    }

    /** Returns the files and folders of the project that the document links to. */
    List<Path> links() {
        return LINK.matcher(text)
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.contains("://"))
                .map(target -> ROOT.resolve(file).resolveSibling(target).normalize())
                .toList();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
