// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.internal.settings.Setting;
import io.jevent.tests.architecture.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/settings.md} lists the settings that the code reads. */
class SettingsTest {

    private static final Path PAGE = Document.ROOT.resolve("docs/settings.md");
    private static final String BEGIN = "<!-- settings: generated";
    private static final String END = "<!-- settings: end -->";
    private static final Pattern NAME_OF_PROPERTY = Pattern.compile("(?<!@Name\\()\"jevent\\.[a-zA-Z.]+\"");

    private static List<String> table() {
        var lines = new ArrayList<String>();
        lines.add("| system property | environment variable | default | allowed | effect |");
        lines.add("|---|---|---|---|---|");
        for (Setting setting : Setting.values()) {
            lines.add("| `" + setting.property() + "` | `" + setting.variable() + "` | "
                    + (setting.byDefault().isEmpty() ? "" : "`" + setting.byDefault() + "`") + " | "
                    + setting.allowed() + " | " + setting.effect() + " |");
        }
        return lines;
    }

    @Test
    void thePageHasTheSettingsOfTheCode() throws IOException {
        List<String> page = Files.readAllLines(PAGE);
        int begin = page.stream()
                .filter(line -> line.startsWith(BEGIN))
                .mapToInt(page::indexOf)
                .findFirst()
                .orElseThrow();
        int end = page.indexOf(END);
        if (Boolean.getBoolean("jevent.write")) {
            List<String> written = new ArrayList<>(page.subList(0, begin + 1));
            written.addAll(table());
            written.addAll(page.subList(end, page.size()));
            Files.write(PAGE, written);
            return;
        }
        assertThat(page.subList(begin + 1, end))
                .as("the table of docs/settings.md; its first line names the command that rewrites it")
                .isEqualTo(table());
    }

    @Test
    void nothingElseReadsPropertiesOfJevent() throws IOException {
        var found = new ArrayList<String>();
        for (String module : Stream.concat(Modules.LIBRARIES.stream(), Stream.of("jevent-cli"))
                .filter(module -> !module.equals("jevent-http-metrics")) // names of meters
                .toList()) {
            try (Stream<Path> files = Files.walk(Document.ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("Setting.java"))
                        .toList()) {
                    NAME_OF_PROPERTY
                            .matcher(Files.readString(file))
                            .results()
                            .forEach(name -> found.add(file.getFileName() + ": " + name.group()));
                }
            }
        }
        assertThat(found)
                .as("properties that are not in io.jevent.internal.settings.Setting")
                .isEmpty();
    }
}
