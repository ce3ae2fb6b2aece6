// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A table in a page that a test compares with the code, and rewrites with {@code -Djevent.write=true}.
 *
 * @param page the page
 * @param name the name in the comments before and after the table; the first one has the command that rewrites it
 */
record GeneratedTable(Path page, String name) {

    /** Returns how the line before the table begins. */
    String begin() {
        return "<!-- " + name + ": generated";
    }

    /** Fails if the page has other lines; rewrites them instead if the property says so. */
    void compareOrWrite(List<String> table) throws IOException {
        List<String> lines = Files.readAllLines(page);
        int first = 1
                + lines.indexOf(lines.stream()
                        .filter(line -> line.startsWith(begin()))
                        .findFirst()
                        .orElseThrow());
        int end = lines.indexOf("<!-- " + name + ": end -->");
        if (Boolean.getBoolean("jevent.write")) {
            List<String> written = new ArrayList<>(lines.subList(0, first));
            written.addAll(table);
            written.addAll(lines.subList(end, lines.size()));
            Files.write(page, written);
            return;
        }
        assertThat(lines.subList(first, end))
                .as("the table of %s; the line before it names the command that rewrites it", page)
                .isEqualTo(table);
    }
}
