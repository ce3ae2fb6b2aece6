// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The programs of jevent-examples, as its index lists them: a line each of name, class and description. */
final class Examples {
    private static final String INDEX = "io/jevent/examples/index";

    private record Example(String name, String className, String about) {
        static Example parse(String line) {
            String[] fields = line.split("\t", -1);
            if (fields.length != 3) {
                throw new IllegalStateException(INDEX + ": not a line of name, class and description: " + line);
            }
            return new Example(fields[0], fields[1], fields[2]);
        }
    }

    private Examples() {}

    /** Lists the examples, or runs the one that the first argument names with the other arguments. */
    static void runOrList(String[] args, PrintStream out) throws Throwable {
        List<Example> examples = read();
        if (args.length == 0) {
            list(examples, out);
            return;
        }
        Example example = examples.stream()
                .filter(candidate -> candidate.name().equals(args[0]))
                .findFirst()
                .orElseThrow(() -> LauncherException.usage(
                        "no example is called '" + args[0] + "'; './jevent example' lists them"));
        MainMethod main = Run.loaded(example.className(), "example " + example.name() + " was not built");
        Run.run(main, Arrays.copyOfRange(args, 1, args.length));
    }

    private static void list(List<Example> examples, PrintStream out) {
        int width = examples.stream()
                .mapToInt(example -> example.name().length())
                .max()
                .orElse(0);
        for (Example example : examples) {
            out.println(example.name() + " ".repeat(width - example.name().length()) + "  " + example.about());
        }
    }

    private static List<Example> read() {
        try (@Nullable InputStream index = ClassLoader.getSystemResourceAsStream(INDEX)) {
            if (index == null) {
                throw LauncherException.program("the examples are not on the class path");
            }
            return new BufferedReader(new InputStreamReader(index, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(Example::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
