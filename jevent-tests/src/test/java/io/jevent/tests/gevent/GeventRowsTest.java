// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.gevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares rows of {@code docs/from-gevent.md} with gevent itself: the functions of {@code rows.py} run in one process
 * of Debian's Python, their counterparts here. Without gevent that half is skipped, unless JEVENT_NEED_PYTHON is set.
 */
class GeventRowsTest {

    private static final Path ROOT =
            Path.of(System.getProperty("jevent.root", "")).toAbsolutePath();
    private static final String PYTHON = "/usr/bin/python3";
    private static final String MISSING =
            "SKIPPED: rows are compared with gevent only where " + PYTHON + " has it (Debian: python3-gevent)";

    private static boolean isMissing;
    private static final Map<String, String> GEVENT = new HashMap<>();

    static Stream<GeventRow> rows() {
        return Stream.of(
                        GreenletRows.rows(),
                        PrimitiveRows.rows(),
                        CollectionRows.rows(),
                        NetworkRows.rows(),
                        OutsideRows.rows())
                .flatMap(rows -> rows);
    }

    @BeforeAll
    static void runGevent(@TempDir Path folder) throws Exception {
        isMissing = !Files.exists(Path.of(PYTHON))
                || new ProcessBuilder(PYTHON, "-c", "import gevent")
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        != 0;
        if (isMissing) {
            System.err.println(MISSING);
            assertThat(System.getenv("JEVENT_NEED_PYTHON")).as(MISSING).isNull();
            return;
        }
        Path script = ROOT.resolve("jevent-tests/src/test/resources/io/jevent/tests/gevent/rows.py");
        Path out = folder.resolve("out");
        Process python = new ProcessBuilder(PYTHON, script.toString())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(python.waitFor(600, TimeUnit.SECONDS)).as("rows.py ends").isTrue();
        for (String line : Files.readAllLines(out, StandardCharsets.UTF_8)) {
            String[] parts = line.split("\t", 3);
            GEVENT.put(parts[0] + ": " + parts[1], parts[2]);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void jeventHasItsResult(GeventRow row) throws Exception {
        assertThat(row.run()).isEqualTo(row.jevent());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void geventHasItsResult(GeventRow row) {
        assumeTrue(!isMissing, MISSING);
        assertThat(GEVENT.get(row.toString())).isEqualTo(row.gevent());
    }

    @Test
    void everyRowIsComparedOrHasAReason() throws IOException {
        List<String> compared = rows().map(GeventRow::toString).toList();
        var open = new ArrayList<String>();
        var unknown = new ArrayList<>(compared);
        String section = "";
        for (String line : Files.readAllLines(ROOT.resolve("docs/from-gevent.md"))) {
            if (line.startsWith("## ")) {
                section = line.substring(3).replace("`", "");
            } else if (line.startsWith("| ") && !line.contains(" | jevent | ")) {
                String key = line.substring(2).split(" \\| ", 2)[0].replace("`", "");
                String name = section + ": " + key;
                unknown.remove(name);
                if (!compared.contains(name) && NotCompared.reason(section, key).isEmpty()) {
                    open.add(name);
                }
            }
        }
        assertThat(open)
                .as("rows of docs/from-gevent.md that neither rows.py compares nor NotCompared explains")
                .isEmpty();
        assertThat(unknown).as("compared rows that the page does not have").isEmpty();
        assertThat(compared).doesNotHaveDuplicates();
    }

    @Test
    void aRowWithDifferentResultsHasARemark() throws IOException {
        Map<String, String> remarks = new HashMap<>();
        String section = "";
        for (String line : Files.readAllLines(ROOT.resolve("docs/from-gevent.md"))) {
            String[] columns = line.split(" \\| ", -1);
            if (line.startsWith("## ")) {
                section = line.substring(3).replace("`", "");
            } else if (line.startsWith("| ") && columns.length == 3) {
                String remark = columns[2].substring(0, columns[2].length() - 1).strip();
                remarks.put(section + ": " + columns[0].substring(2).replace("`", ""), remark);
            }
        }
        assertThat(rows().filter(row -> !row.gevent().equals(row.jevent())))
                .allSatisfy(row -> assertThat(remarks.get(row.toString()))
                        .as("the third column of %s: gevent has '%s', jevent '%s'", row, row.gevent(), row.jevent())
                        .isNotEmpty());
    }
}
