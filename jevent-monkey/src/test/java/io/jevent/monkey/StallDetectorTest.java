// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.monkey.patch.Patch;
import io.jevent.testing.junit.HubTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
        readToEnd(child.getInputStream());
        child.waitFor(1, TimeUnit.MINUTES);
    }

    private static void readToEnd(InputStream stream) throws IOException {
        while (stream.read() >= 0) {
            // to the end
        }
    }

    /** Other places, such as the start of a process, may take long as well. */
    private static List<StallDetector.Stall> at(String method, StallDetector detector) {
        return detector.stalls().stream()
                .filter(stall -> stall.place().getClassName().equals(StallDetectorTest.class.getName())
                        && stall.place().getMethodName().equals(method))
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
            assertThat(at("readToEnd", detector)).singleElement().satisfies(stall -> {
                assertThat(stall.remedy()).contains(Patch.SUBPROCESS);
                assertThat(stall.time()).isGreaterThanOrEqualTo(Duration.ofMillis(50));
            });
        }
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.contains("readToEnd(StallDetectorTest.java:"))
                .singleElement()
                .asString()
                .contains("blocked its hub for")
                .contains("the patch 'subprocess' lets others run meanwhile (Monkey, or ./jevent run"
                        + " --patch=subprocess)");
    }

    private static void compute(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @HubTest(realTime = true)
    void whatIsComputedHasNoPatch() {
        try (var detector = StallDetector.start(Duration.ofMillis(20), _ -> {})) {
            compute(TimeUnit.MILLISECONDS.toNanos(200));
            Jevent.sleep(Duration.ZERO);
            assertThat(at("compute", detector)).isNotEmpty().allSatisfy(stall -> {
                assertThat(stall.remedy()).isEmpty();
                assertThat(stall.toString()).endsWith("no patch helps; move it to a ThreadPool");
            });
        }
    }
}
