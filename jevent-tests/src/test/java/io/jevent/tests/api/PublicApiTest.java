// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.architecture.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A public signature changes only together with the file that lists it, {@code api/MODULE.api}. */
class PublicApiTest {

    private static final String COMMAND = "./jevent test -pl jevent-tests -am -Dtest=PublicApiTest -Djevent.write=true";

    private static final Pattern SETTER = Pattern.compile("\\bvoid ([a-z]\\w*)\\([^(),]+\\)");

    private static final Path PROJECT = Path.of(System.getProperty("jevent.root", ""));
    private static final Path FOLDER = PROJECT.resolve("api");
    private static final List<ApiType> TYPES = SourceModel.read(PROJECT, Modules.LIBRARIES);

    static Stream<String> modules() {
        return Modules.LIBRARIES.stream();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everyChangeOfASignatureIsListed(String module) throws IOException {
        Path file = FOLDER.resolve(module + ".api");
        List<String> now = dump(module);
        if (Boolean.getBoolean("jevent.write")) {
            Files.createDirectories(FOLDER);
            Files.write(file, now);
        }
        List<String> listed = Files.exists(file) ? Files.readAllLines(file) : List.of();
        assertThat(difference(listed, now))
                .as(
                        "public signatures of %s against %s; - is listed and gone, + is not listed. If you intend the"
                                + " change, run: %s",
                        module, PROJECT.relativize(file), COMMAND)
                .isEmpty();
        assertThat(now).as("%s has another order; run: %s", file, COMMAND).isEqualTo(listed);
    }

    @Test
    void everyTypeIsOnThePageOfReference() throws IOException {
        var page = new ReferencePage(PROJECT, TYPES);
        assertThat(page.unplacedPackages())
                .as("packages that the reading order in ReferencePage lacks")
                .isEmpty();
        Path file = PROJECT.resolve("docs/reference.md");
        if (Boolean.getBoolean("jevent.write")) {
            Files.write(file, page.lines());
        }
        try (Stream<String> lines = Files.lines(file)) {
            assertThat(lines.filter(line -> line.startsWith("| `")).map(ReferencePage::nameIn))
                    .as("the types in docs/reference.md; to rewrite it, run: %s", COMMAND)
                    .isEqualTo(page.rows());
        }
    }

    @Test
    void everyTypeNamesTheVersionThatBroughtIt() {
        assertThat(TYPES.stream().filter(type -> type.since().isEmpty()).map(ApiType::place))
                .as("public types without @since in their Javadoc")
                .isEmpty();
    }

    @Test
    void everyTypeIsForProgramsOrForExtensions() {
        assertThat(TYPES.stream()
                        .filter(type -> !Set.of("API", "SPI").contains(type.audience()))
                        .map(type -> type.place() + ": " + type.audience()))
                .as(
                        "@audience in the Javadoc of a public type is SPI; without the tag it is API. An internal type belongs"
                                + " into a package io.jevent.internal...")
                .isEmpty();
    }

    /** A method without a result that takes what a method of the same name returns is a setter. */
    @Test
    void settersAreNamedSet() {
        var misnamed = new ArrayList<String>();
        for (ApiType type : TYPES) {
            for (String line : type.lines()) {
                Matcher setter = SETTER.matcher(line);
                if (setter.find() && type.lines().stream().anyMatch(other -> isGetter(other, setter.group(1)))) {
                    misnamed.add(type.place() + ": " + line.strip());
                }
            }
        }
        assertThat(misnamed)
                .as("name() reads a property, setName(value) changes it; only a method that returns its object, for a"
                        + " chain of calls, is named name(value)")
                .isEmpty();
    }

    private static boolean isGetter(String line, String name) {
        return line.contains(" " + name + "()") && !line.contains("void " + name + "()");
    }

    private static List<String> dump(String module) {
        var lines = new ArrayList<String>();
        lines.add("# The public and protected signatures of " + module
                + ". PublicApiTest compares them with the sources.");
        lines.add("# API: for programs. SPI: for those who extend jevent.");
        lines.add("# Types of java.lang and of jevent stand without their packages.");
        lines.add("# To rewrite this file: " + COMMAND);
        TYPES.stream().filter(type -> type.module().equals(module)).forEach(type -> {
            lines.add("");
            lines.addAll(type.lines());
        });
        return lines;
    }

    /** The lines of one type begin with its header, so each is compared together with that. */
    private static List<String> difference(List<String> listed, List<String> now) {
        List<String> before = qualified(listed);
        List<String> after = qualified(now);
        return Stream.concat(
                        before.stream().filter(line -> !after.contains(line)).map("- "::concat),
                        after.stream().filter(line -> !before.contains(line)).map("+ "::concat))
                .toList();
    }

    private static List<String> qualified(List<String> lines) {
        var found = new ArrayList<String>();
        String type = "";
        for (String line : lines) {
            if (line.startsWith("    ")) {
                found.add(type + ":" + line);
            } else {
                type = line.replaceFirst("^(?:.*?)(io\\.jevent[\\w.]*).*", "$1");
                found.add(line);
            }
        }
        return found;
    }
}
