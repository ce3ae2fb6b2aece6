// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.monkey.patch.Patch;
import io.jevent.testing.junit.HubTest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;

@Tag("realtime")
class StallDetectorTest {

    /** Nothing is patched here. */
    private static void readFromAChild(String script) throws Exception {
        Process child = new ProcessBuilder("sh", "-c", script).start();
        while (child.getInputStream().read() >= 0) {
            // to the end
        }
        child.waitFor(1, TimeUnit.MINUTES);
    }

    /** Loading a class may take long as well. */
    private static List<StallDetector.Stall> here(StallDetector detector) {
        return detector.stalls().stream()
                .filter(stall -> stall.place().getClassName().equals(StallDetectorTest.class.getName()))
                .toList();
    }

    @HubTest(realTime = true)
    void eachPlaceThatHoldsUpAHubIsNamedOnceWithItsRemedy() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var detector =
                StallDetector.start(Duration.ofMillis(50), new PrintStream(out, true, StandardCharsets.UTF_8))) {
            for (int i = 0; i < 2; i++) {
                readFromAChild("sleep 0.3");
            }
            assertThat(here(detector)).singleElement().satisfies(stall -> {
                assertThat(stall.remedy()).contains(Patch.SUBPROCESS);
                assertThat(stall.place().getMethodName()).isEqualTo("readFromAChild");
                assertThat(stall.time()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
            });
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("blocked its hub for")
                .contains("readFromAChild(StallDetectorTest.java:")
                .containsOnlyOnce("the patch 'subprocess' lets others run meanwhile (Monkey, or ./jevent run"
                        + " --patch=subprocess)");
    }

    @HubTest(realTime = true)
    void whatIsComputedHasNoPatch() {
        try (var detector = StallDetector.start(Duration.ofMillis(20), _ -> {})) {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            Jevent.sleep(Duration.ZERO);
            assertThat(here(detector)).isNotEmpty().allSatisfy(stall -> {
                assertThat(stall.remedy()).isEmpty();
                assertThat(stall.toString()).endsWith("no patch helps; move it to a ThreadPool");
            });
        }
    }
}
