// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.shutdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.tests.programs.DefaultSignals;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a signal does to a program that {@code java} runs, from the first line that it prints to its exit status. */
@Tag("realtime")
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ShutdownProcessTest {

    /** What a program left behind. */
    private record Ran(int status, List<String> out, String err) {}

    private static Process start(Map<String, String> environment, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "-cp",
                place(Jevent.class) + File.pathSeparator + place(SignalledProgram.class),
                SignalledProgram.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(DefaultSignals.of(command));
        builder.environment().keySet().removeIf(name -> name.equals("_JAVA_SR_SIGNUM") || name.endsWith("_OPTIONS"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Path place(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void send(String signal, Process to) throws IOException, InterruptedException {
        var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(to.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Starts a program, and sends it each signal after it has printed the line that goes with it. */
    private static Ran run(Process process, String... linesAndSignals) throws Exception {
        try (BufferedReader out = process.inputReader()) {
            var lines = new ArrayList<String>();
            for (int i = 0; i < linesAndSignals.length; i += 2) {
                String line;
                do {
                    line = out.readLine();
                    lines.add(String.valueOf(line));
                } while (line != null && !line.equals(linesAndSignals[i]));
                send(linesAndSignals[i + 1], process);
            }
            out.lines().forEach(lines::add);
            String err = String.join("\n", process.errorReader().lines().toList());
            return new Ran(process.waitFor(), lines, err);
        } finally {
            process.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSignalRunsAllFinallyBlocksAndIsTheExitStatus(String signal, int status) throws Exception {
        Ran ran = run(start(Map.of(), "orderly"), "ready", signal);
        assertThat(ran)
                .isEqualTo(new Ran(
                        status, List.of("ready", "cleaning up", "cleaned up", "other greenlet cleaned up"), ""));
    }

    @Test
    void aSecondSignalEndsTheProgramInTheMiddleOfItsCleanUp() throws Exception {
        Ran ran = run(start(Map.of(), "slow-cleanup"), "ready", "TERM", "cleaning up", "INT");
        assertThat(ran).isEqualTo(new Ran(130, List.of("ready", "cleaning up"), ""));
    }

    @Test
    void aSignalEndsAMainMethodThatWaitsWithoutARoot() throws Exception {
        Ran ran = run(start(Map.of(), "no-root"), "ready", "TERM");
        assertThat(ran).isEqualTo(new Ran(143, List.of("ready", "cleaning up", "cleaned up"), ""));
    }

    @Test
    void aProgramThatCatchesTheSignalEndsAsItLikes() throws Exception {
        Ran ran = run(start(Map.of(), "caught"), "ready", "TERM");
        assertThat(ran).isEqualTo(new Ran(0, List.of("ready", "caught 143", "main returns"), ""));
    }

    @Test
    void aSignalThatComesWhileTheProgramEndsDoesNotCutShortItsCleanUp() throws Exception {
        Ran ran = run(start(Map.of(), "ending"), "ready", "TERM");
        assertThat(ran).isEqualTo(new Ran(0, List.of("ready", "cleaned up", "main returns"), ""));
    }

    @Test
    void afterTheProgramOfTheHubASignalEndsTheJvmAsUsual() throws Exception {
        Ran ran = run(start(Map.of(), "ended"), "ready", "TERM");
        assertThat(ran).isEqualTo(new Ran(143, List.of("ready"), ""));
    }

    @Test
    void aSignalForAHubWhoseThreadHasEndedEndsTheJvm() throws Exception {
        Ran ran = run(start(Map.of(), "abandoned"), "ready", "TERM");
        assertThat(ran).isEqualTo(new Ran(143, List.of("ready"), ""));
    }

    @ParameterizedTest
    @CsvSource({"INT", "TERM", "HUP", "USR1", "WINCH", "CONT"})
    void manySignalsCanBeHandled(String signal) throws Exception {
        Ran ran = run(start(Map.of(), "handled", signal), "ready", signal);
        assertThat(ran).isEqualTo(new Ran(0, List.of("ready", "handled", "main returns"), ""));
    }

    @Test
    void theJvmsOwnSignalCanBeHandledIfTheJvmIsGivenAnother() throws Exception {
        Ran ran = run(start(Map.of("_JAVA_SR_SIGNUM", "62"), "handled", "USR2"), "ready", "USR2");
        assertThat(ran).isEqualTo(new Ran(0, List.of("ready", "handled", "main returns"), ""));
        assertThat(run(start(Map.of(), "handled", "USR2")).err())
                .contains("SIGUSR2 cannot be handled: the JVM sends it to its own threads");
    }
}
