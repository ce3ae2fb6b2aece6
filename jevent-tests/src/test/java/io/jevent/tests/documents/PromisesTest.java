// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The list of promises and the tests that keep them agree. */
class PromisesTest {

    private static final Pattern ROW =
            Pattern.compile("^\\| ([A-Z]\\d+) \\| ([^|]+) \\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Pattern NUMBERS = Pattern.compile("^([A-Z]\\d+(?:, [A-Z]\\d+)*): \\S.*");

    private static Map<String, String> listed() {
        var rows = new TreeMap<String, String>();
        ROW.matcher(Document.read(Document.ROOT.resolve("docs/promises.md")).text())
                .results()
                .forEach(row -> assertThat(rows.put(row.group(1), row.group(3)))
                        .as("%s is listed once", row.group(1))
                        .isNull());
        return rows;
    }

    private static Set<String> tested() throws IOException {
        var numbers = new TreeSet<String>();
        Path folder = Document.ROOT.resolve("jevent-tests/src/test/java/io/jevent/tests/claims");
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> load("io.jevent.tests.claims." + name.replace(".java", "")))
                    .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                    .filter(method -> method.isAnnotationPresent(DisplayName.class))
                    .map(method -> method.getAnnotation(DisplayName.class).value())
                    .forEach(name -> {
                        var matcher = NUMBERS.matcher(name);
                        assertThat(matcher.matches())
                                .as("begins with its numbers: %s", name)
                                .isTrue();
                        numbers.addAll(List.of(matcher.group(1).split(", ", -1)));
                    });
        }
        return numbers;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyPromiseIsKeptByATestOrSaidToBeAdviceOrLater() throws Exception {
        Map<String, String> listed = listed();
        assertThat(listed).hasSize(101);
        assertThat(listed.values())
                .allSatisfy(how -> assertThat(how).matches("test|(advice: \\[.*]\\(.*\\))|(later: .*)"));
        var byTest = new TreeSet<String>();
        listed.forEach((number, how) -> {
            if (how.equals("test")) {
                byTest.add(number);
            }
        });
        assertThat(tested()).containsExactlyElementsOf(byTest);
    }
}
