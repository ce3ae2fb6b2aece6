// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.examples;

import io.jevent.tests.programs.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A line of the examples' index. */
public record Example(String name, String className, String about) {

    /** Returns the examples in the order of the index. */
    public static List<Example> all() {
        try (InputStream index = ClassLoader.getSystemResourceAsStream("io/jevent/examples/index")) {
            if (index == null) {
                throw new IllegalStateException("the index of the examples is not on the class path");
            }
            return new BufferedReader(new InputStreamReader(index, StandardCharsets.UTF_8))
                    .lines()
                    .map(line -> line.split("\t", -1))
                    .map(fields -> new Example(fields[0], fields[1], fields[2]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the example of that name. */
    public static Example named(String name) {
        return all().stream()
                .filter(example -> example.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no example is called " + name));
    }

    /** Returns the program, to be run with some arguments. */
    public Program program(String... arguments) {
        try {
            return new Program(Class.forName(className), arguments);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
