// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.architecture.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of confinements agrees with the Javadoc of the types. */
class ConfinementTest {

    private static final Pattern SAID =
            Pattern.compile("<b>Confinement:</b>\\s+(?:\\* )?(thread-safe|hub-confined|not shared|immutable)");
    private static final Pattern PUBLIC = Pattern.compile("^public ", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w*)`");

    private static Map<String, String> saidByTypes() throws IOException {
        var said = new TreeMap<String, String>();
        for (String module : Modules.LIBRARIES) {
            try (Stream<Path> files = Files.walk(Document.ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java"))
                        .filter(f -> !f.toString().contains("internal"))
                        .toList()) {
                    String source = Files.readString(file);
                    var matcher = SAID.matcher(source);
                    if (PUBLIC.matcher(source).find() && matcher.find()) {
                        said.put(file.getFileName().toString().replace(".java", ""), matcher.group(1));
                    }
                }
            }
        }
        return said;
    }

    private static Map<String, String> saidByTable() {
        var said = new TreeMap<String, String>();
        Document.read(Document.ROOT.resolve("docs/concurrency.md"))
                .text()
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" \\| ", -1))
                .forEach(row -> TYPE.matcher(row[0])
                        .results()
                        .forEach(type -> assertThat(said.put(type.group(1), row[1]))
                                .as("%s has one row", type.group(1))
                                .isNull()));
        return said;
    }

    @Test
    void everyTypeIsInTheTableAndTheTwoAgree() throws Exception {
        Map<String, String> table = saidByTable();
        saidByTypes()
                .forEach((type, confinement) -> assertThat(table)
                        .as("%s is %s", type, confinement)
                        .hasEntrySatisfying(
                                type,
                                said -> assertThat(said)
                                        .satisfiesAnyOf(
                                                s -> assertThat(s).startsWith(confinement),
                                                s -> assertThat(s).startsWith("under its"))));
    }
}
