// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.sim.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);

    private static Progress after(Duration elapsed, int schedules) {
        return new Progress(schedules, 1000, 5, 7, elapsed);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void aTerminalShowsOneLineThatChanges() {
        var line = new ProgressLine(stream, true);
        line.accept(after(Duration.ofMillis(10), 1));
        assertThat(printed()).isEmpty();
        line.accept(after(Duration.ofMillis(250), 100));
        line.accept(after(Duration.ofMillis(300), 110));
        line.accept(after(Duration.ofMillis(500), 200));
        line.end();
        assertThat(printed())
                .startsWith("\rsimulating: 100 of 1,000 schedules, 400/s, 5 different orders, coverage 7"
                        + "\rsimulating: 200 of 1,000 schedules, 400/s, 5 different orders, coverage 7\r  ")
                .endsWith(" \r");
    }

    @Test
    void elsewhereALineIsPrintedNowAndThen() {
        var line = new ProgressLine(stream, false);
        line.accept(after(Duration.ofSeconds(9), 1));
        line.accept(after(Duration.ofSeconds(10), 100));
        line.accept(after(Duration.ofSeconds(11), 110));
        line.end();
        assertThat(printed()).isEqualTo("simulating: 100 of 1,000 schedules, 10/s, 5 different orders, coverage 7\n");
    }
}
