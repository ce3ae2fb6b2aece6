// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.shutdown;

import static io.jevent.tests.shutdown.SignalledJvm.run;
import static io.jevent.tests.shutdown.SignalledJvm.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.shutdown.SignalledJvm.Ran;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The effect of a signal on a program that {@code java} runs, from the first line that it prints to its exit status.
 */
@Tag("realtime")
class ShutdownProcessTest {

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSignalRunsAllFinallyBlocksAndIsTheExitStatus(String signal, int status) throws Exception {
        Ran ran = run(start("orderly"), "ready", signal);
        assertThat(ran)
                .isEqualTo(new Ran(
                        status, List.of("ready", "cleaning up", "cleaned up", "other greenlet cleaned up"), ""));
    }

    @Test
    void aSecondSignalEndsTheProgramInTheMiddleOfItsCleanUp() throws Exception {
        Ran ran = run(start("slow-cleanup"), "ready", "TERM", "cleaning up", "INT");
        assertThat(ran).isEqualTo(new Ran(130, List.of("ready", "cleaning up"), ""));
    }

    @Test
    void aSignalEndsAMainMethodThatWaitsWithoutARoot() throws Exception {
        Ran ran = run(start("no-root"), "ready", "TERM");
        assertThat(ran).isEqualTo(new Ran(143, List.of("ready", "cleaning up", "cleaned up"), ""));
    }

    @Test
    void aProgramThatCatchesTheSignalEndsAsItLikes() throws Exception {
        Ran ran = run(start("caught"), "ready", "TERM");
        assertThat(ran).isEqualTo(new Ran(0, List.of("ready", "caught 143", "main returns"), ""));
    }

    @Test
    void aSignalThatComesWhileTheProgramEndsDoesNotCutShortItsCleanUp() throws Exception {
        Ran ran = run(start("ending"), "ready", "TERM");
        assertThat(ran).isEqualTo(new Ran(0, List.of("ready", "cleaned up", "main returns"), ""));
    }

    @Test
    void afterTheProgramOfTheHubASignalEndsTheJvmAsUsual() throws Exception {
        Ran ran = run(start("ended"), "ready", "TERM");
        assertThat(ran).isEqualTo(new Ran(143, List.of("ready"), ""));
    }

    @Test
    void aSignalForAHubWhoseThreadHasEndedEndsTheJvm() throws Exception {
        Ran ran = run(start("abandoned"), "ready", "TERM");
        assertThat(ran).isEqualTo(new Ran(143, List.of("ready"), ""));
    }

    @ParameterizedTest
    @CsvSource({"INT", "TERM", "HUP", "USR1", "WINCH", "CONT"})
    void manySignalsCanBeHandled(String signal) throws Exception {
        Ran ran = run(start("handled", signal), "ready", signal);
        assertThat(ran).isEqualTo(new Ran(0, List.of("ready", "handled", "main returns"), ""));
    }

    @Test
    void theJvmsOwnSignalCanBeHandledIfTheJvmIsGivenAnother() throws Exception {
        Ran ran = run(start(Map.of("_JAVA_SR_SIGNUM", "61"), List.of(), "handled", "USR2"), "ready", "USR2");
        assertThat(ran).isEqualTo(new Ran(0, List.of("ready", "handled", "main returns"), ""));
        assertThat(run(start("handled", "USR2")).err())
                .contains("SIGUSR2 cannot be handled: the JVM sends it to its own threads");
    }
}
