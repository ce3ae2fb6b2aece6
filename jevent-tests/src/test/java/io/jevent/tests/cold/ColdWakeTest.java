// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.cold;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.tests.programs.OwnJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The first wave of wake-ups traps nowhere: greenlets that parked before the compiler had seen one resume have frames
 * that may rely on nothing after their switch. The compiler works in the foreground here and early, so that the frames
 * of most of the crowd are compiled.
 */
class ColdWakeTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Crowd.class)
    void theFirstWaveOfWakeUpsDoesNotTrap(Crowd crowd) throws Exception {
        Path log = folder.resolve("traps.log");
        String out = new OwnJvm(Crowd.class, crowd.name())
                .flag("-Xbatch")
                .flag("-XX:Tier4InvocationThreshold=400")
                .flag("-XX:Tier4MinInvocationThreshold=200")
                .flag("-XX:Tier4CompileThreshold=400")
                .flag("-Xlog:deoptimization=debug:file=" + log + ":none:filesize=0")
                .errorsTo(folder.resolve("errors"))
                .run();
        assertThat(out).contains(crowd.size + " were woken");
        List<String> traps = Files.readAllLines(log);
        assertThat(traps.stream().filter(line -> line.contains("level=4")))
                .as("the log of the JVM tells of traps at all")
                .isNotEmpty();
        assertThat(traps)
                .as(() -> "traps:\n" + String.join("\n", traps.subList(0, Math.min(400, traps.size()))))
                .hasSizeLessThan(crowd.size / 3);
    }
}
