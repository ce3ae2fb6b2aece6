// SPDX-License-Identifier: Apache-2.0
package io.jevent.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each of the programs prints on both engines what it prints with gevent under the system's Python.
 *
 * <p>{@code programs/gevent.out} has what gevent prints; {@code -Djevent.write=true} records it again. jevent runs the
 * programs in virtual time, gevent cannot: on a busy machine those with timers of some milliseconds print something
 * else there, so only the soak tests run these again with gevent. Without gevent the record is not compared with it,
 * unless JEVENT_NEED_PYTHON is set.
 */
class ComparedWithGeventTest {

    private static final Path RECORD = PythonPrograms.PROGRAMS.resolve("gevent.out");
    private static final Pattern PRINTED = Pattern.compile("(?m)^=== (.*)\n");
    private static final Pattern PROGRAM = Pattern.compile("(?m)^#: (.*)\n");
    private static final Pattern TIMED =
            Pattern.compile("sleep\\((?!0\\))|(?i)timeout|timer|_later|wait\\(|\\b0\\.\\d|subprocess|signal");

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void programsPrintWhatTheyPrintWithGevent(int python) throws Exception {
        var ours = PythonPrograms.run(
                python, List.of("-Djevent.virtualTime=true"), PythonPrograms.withDriver(PythonPrograms.compared()));

        assertThat(ours.status()).as(ours.err()).isZero();
        compare(parts(PRINTED, ours.out(), ""), recorded(), Set.of());
    }

    @Test
    void theRecordIsWhatGeventPrints() throws Exception {
        compareRecordWithGevent(timed());
    }

    @Test
    @Tag("soak")
    void theRecordIsWhatGeventPrintsForProgramsWithTimersToo() throws Exception {
        compareRecordWithGevent(Set.of());
    }

    private static void compareRecordWithGevent(Set<String> except) throws Exception {
        TutorialTest.needsDebian("gevent");
        TutorialTest.needsDebian("zmq");
        var theirs = PythonPrograms.start(
                PythonPrograms.PROGRAMS,
                Map.of(),
                PythonPrograms.systemCommand(PythonPrograms.withDriver(PythonPrograms.compared())));
        assertThat(theirs.status()).as(theirs.err()).isZero();
        if (Boolean.getBoolean("jevent.write")) {
            Files.writeString(RECORD, theirs.out());
        }
        compare(recorded(), parts(PRINTED, theirs.out(), ""), except);
    }

    private static void compare(Map<String, String> got, Map<String, String> wanted, Set<String> except) {
        assertThat(got.keySet()).containsExactlyElementsOf(wanted.keySet());
        wanted.forEach((name, output) -> {
            if (!except.contains(name)) {
                assertThat(got.get(name)).as(name).isEqualTo(output);
            }
        });
    }

    @Test
    void thereAreAtLeastTwoHundredProgramsMostlyWithoutTimers() throws Exception {
        int all = sources().size();
        assertThat(all).isGreaterThanOrEqualTo(200);
        assertThat(timed()).hasSizeLessThan(all / 2);
    }

    private static Map<String, String> recorded() throws IOException {
        return parts(PRINTED, Files.readString(RECORD), "");
    }

    private static Set<String> timed() throws IOException {
        var timed = new LinkedHashSet<>(sources().keySet());
        Map<String, String> sources = sources();
        timed.removeIf(name -> !TIMED.matcher(sources.get(name)).find());
        return timed;
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String file : PythonPrograms.compared()) {
            String name = Path.of(file).getFileName().toString();
            sources.putAll(parts(PROGRAM, Files.readString(Path.of(file)), name.substring(0, name.length() - 3) + " "));
        }
        return sources;
    }

    /** Returns what follows each heading, by the words of the heading after a prefix. */
    private static Map<String, String> parts(Pattern heading, String text, String prefix) {
        Map<String, String> parts = new LinkedHashMap<>();
        Matcher matcher = heading.matcher(text);
        List<MatchResult> found = matcher.results().toList();
        for (int i = 0; i < found.size(); i++) {
            int end = i + 1 < found.size() ? found.get(i + 1).start() : text.length();
            parts.put(
                    prefix + found.get(i).group(1), text.substring(found.get(i).end(), end));
        }
        return parts;
    }
}
