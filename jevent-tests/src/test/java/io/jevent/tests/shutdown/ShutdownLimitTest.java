// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.shutdown;

import static io.jevent.tests.shutdown.SignalledJvm.run;
import static io.jevent.tests.shutdown.SignalledJvm.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.shutdown.SignalledJvm.Ran;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One signal ends every program, also one whose hub cannot take it; short limits keep the tests quick. */
@Tag("realtime")
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ShutdownLimitTest {

    private static final List<String> SHORT = List.of("-Djevent.shutdownGrace=PT0.2S", "-Djevent.cleanupLimit=PT0.2S");

    private static Process stuck(List<String> flags, String mode) throws Exception {
        return start(StuckProgram.class, Map.of(), flags, mode);
    }

    @ParameterizedTest
    @CsvSource({
        "busy, TERM, 143, StuckProgram.compute",
        "busy, INT, 130, StuckProgram.compute",
        "locked, TERM, 143, StuckProgram$Pinned.<clinit>",
        "locked-error-stream, TERM, 143, StuckProgram.lockTheErrorStream",
        "native, TERM, 143, StuckProgram.waitInNativeCode"
    })
    void aHubThatTakesNoSignalIsNamedAndTheJvmShutDown(String mode, String signal, int status, String place)
            throws Exception {
        Ran ran = run(stuck(SHORT, mode), "ready", signal);
        assertThat(ran.status()).isEqualTo(status);
        assertThat(ran.out()).containsExactly("ready", "hook");
        assertThat(ran.err())
                .contains("SIG" + signal + ": the hub has not taken the signal within 200 ms; the JVM is shut down")
                .contains("holds the hub's thread", "at io.jevent.tests.shutdown." + place, "thread main is ");
    }

    @Test
    void cleanUpThatDoesNotEndIsNamedAndTheJvmShutDown() throws Exception {
        Ran ran = run(stuck(SHORT, "stuck-clean-up"), "ready", "TERM");
        assertThat(ran.status()).isEqualTo(143);
        assertThat(ran.out()).containsExactly("ready", "cleaning up", "hook");
        assertThat(ran.err())
                .contains("SIGTERM: the program has not ended within 200 ms; the JVM is shut down")
                .contains("at io.jevent.tests.shutdown.StuckProgram.cleanUpForEver");
    }

    @Test
    void aGreenletThatComputesWhileItsHubClosesIsNamedAndTheJvmShutDown() throws Exception {
        Ran ran = run(stuck(SHORT, "busy-leftover"), "ready", "TERM");
        assertThat(ran.status()).isEqualTo(143);
        assertThat(ran.out()).containsExactly("ready", "computing", "hook");
        assertThat(ran.err()).contains("at io.jevent.tests.shutdown.StuckProgram.lambda$leaveOneThatComputes");
    }

    @Test
    void aShutdownHookThatDoesNotEndIsCutOff() throws Exception {
        Ran ran = run(stuck(SHORT, "stuck-hook"), "ready", "TERM");
        assertThat(ran).isEqualTo(new Ran(143, List.of("ready", "hook begins"), ""));
    }

    @Test
    void aSecondSignalEndsTheJvmWhateverHoldsIt() throws Exception {
        assertThat(run(stuck(List.of("-Djevent.shutdownGrace=PT10M"), "busy-told"), "ready", "TERM", "told", "INT"))
                .isEqualTo(new Ran(130, List.of("ready", "told"), ""));
    }

    @Test
    void aSecondSignalCutsOffAShutdownHook() throws Exception {
        Ran ran = run(
                stuck(List.of("-Djevent.shutdownGrace=PT10M"), "stuck-hook"), "ready", "TERM", "hook begins", "INT");
        assertThat(ran).isEqualTo(new Ran(130, List.of("ready", "hook begins"), ""));
    }

    @Test
    void aPropertyThatIsNoDurationIsRefused() throws Exception {
        Ran ran = run(stuck(List.of("-Djevent.shutdownGrace=soon"), "busy"));
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.err()).contains("the system property jevent.shutdownGrace is 'soon'; allowed: a duration");
    }
}
