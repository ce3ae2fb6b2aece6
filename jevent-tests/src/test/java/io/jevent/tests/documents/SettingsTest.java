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
    private static final GeneratedTable TABLE = new GeneratedTable(PAGE, "settings");
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
        TABLE.compareOrWrite(table());
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
