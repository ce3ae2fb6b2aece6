// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lines of the program, with their source where that is found. */
final class Lines {

    private static final Pattern LIBRARIES =
            Pattern.compile("^(java|javax|jdk|sun|org\\.junit|org\\.opentest4j|org\\.assertj|org\\.hamcrest)\\.");
    private static final Pattern JEVENT = Pattern.compile("^io\\.jevent\\.(?!examples\\.|bench\\.|docs\\.|tests\\.)");
    private static final Pattern TEST = Pattern.compile("Test(\\$|$)");
    private static final List<String> ROOTS = List.of("src/test/java", "src/main/java", "");

    private final Path folder;
    private final Map<String, List<String>> sources = new HashMap<>();

    /**
     * Makes one.
     *
     * @param folder the folder of the project, or of a source file
     */
    Lines(Path folder) {
        this.folder = folder;
    }

    static boolean isOfProgram(StackTraceElement frame) {
        String type = frame.getClassName();
        return !LIBRARIES.matcher(type).find()
                && (!JEVENT.matcher(type).find() || TEST.matcher(type).find());
    }

    /** A frame as {@code Type.method(File.java:7)}. */
    static String text(StackTraceElement frame) {
        String type = frame.getClassName().replaceFirst(".*\\.", "");
        return type + "." + frame.getMethodName() + "(" + frame.getFileName() + ":" + frame.getLineNumber() + ")";
    }

    /** A frame as {@code File.java:7}, with the source of the line. */
    String withSource(StackTraceElement frame) {
        String place = frame.getFileName() + ":" + frame.getLineNumber();
        String source = sourceOf(frame);
        return source.isEmpty() ? place : place + "  " + source;
    }

    private String sourceOf(StackTraceElement frame) {
        @Nullable String file = frame.getFileName();
        if (file == null) {
            return "";
        }
        int dot = frame.getClassName().lastIndexOf('.');
        String path = (dot < 0 ? "" : frame.getClassName().substring(0, dot).replace('.', '/') + "/") + file;
        List<String> lines = sources.computeIfAbsent(path, this::read);
        int number = frame.getLineNumber();
        return number >= 1 && number <= lines.size() ? lines.get(number - 1).strip() : "";
    }

    private List<String> read(String path) {
        return ROOTS.stream()
                .flatMap(root -> Stream.of(folder.resolve(root).resolve(path)))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(Lines::readOrNothing)
                .orElse(List.of());
    }

    private static List<String> readOrNothing(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (MalformedInputException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
