// SPDX-License-Identifier: Apache-2.0
package io.jevent.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each of the programs prints on both engines what it prints with gevent under the system's Python. Without gevent the
 * comparison is skipped, unless JEVENT_NEED_PYTHON is set.
 */
class ComparedWithGeventTest {

    private static final Pattern NAME = Pattern.compile("(?m)^=== (.*)\n");

    /** The same for both engines. */
    private static PythonPrograms.@Nullable Result withGevent;

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void programsPrintWhatTheyPrintWithGevent(int python) throws Exception {
        if (!PythonPrograms.hasSystemPython("gevent")) {
            assertThat(System.getenv("JEVENT_NEED_PYTHON"))
                    .as("Debian's python3-gevent is missing")
                    .isNull();
            assumeTrue(false, "SKIPPED: no gevent under the system's Python");
        }
        String[] arguments = PythonPrograms.withDriver(PythonPrograms.compared());
        PythonPrograms.Result theirs = withGevent(arguments);
        var ours = PythonPrograms.run(python, List.of("-Djevent.virtualTime=true"), arguments);

        assertThat(theirs.status()).as(theirs.err()).isZero();
        assertThat(ours.status()).as(ours.err()).isZero();
        Map<String, String> wanted = outputs(theirs.out());
        Map<String, String> got = outputs(ours.out());
        assertThat(got.keySet()).containsExactlyElementsOf(wanted.keySet());
        wanted.forEach((name, output) -> assertThat(got.get(name)).as(name).isEqualTo(output));
    }

    private static synchronized PythonPrograms.Result withGevent(String[] arguments) throws Exception {
        PythonPrograms.Result known = withGevent;
        if (known == null) {
            known = PythonPrograms.start(PythonPrograms.PROGRAMS, Map.of(), PythonPrograms.systemCommand(arguments));
            withGevent = known;
        }
        return known;
    }

    @Test
    void thereAreAtLeastTwoHundredPrograms() throws Exception {
        int count = 0;
        for (String file : PythonPrograms.compared()) {
            count += Pattern.compile("(?m)^#: ")
                            .split(java.nio.file.Files.readString(java.nio.file.Path.of(file)))
                            .length
                    - 1;
        }
        assertThat(count).isGreaterThanOrEqualTo(200);
    }

    private static Map<String, String> outputs(String text) {
        Map<String, String> outputs = new LinkedHashMap<>();
        String[] parts = NAME.split(text, -1);
        var names = NAME.matcher(text);
        for (int i = 1; names.find(); i++) {
            outputs.put(names.group(1), parts[i]);
        }
        return outputs;
    }
}
