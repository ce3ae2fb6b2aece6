// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

    private static final Row COST = Rows.named("switch").orElseThrow();
    private static final Row RATE = Rows.named("echo").orElseThrow();
    private static final String MACHINE = "A Processor, 2 processors, Linux";

    @TempDir
    Path folder;

    private static RowResult result(Row row, double... numbers) {
        var samples = new Samples("jevent");
        for (double number : numbers) {
            samples.add(number);
        }
        return new RowResult(row, samples, List.of());
    }

    private Earlier written(RowResult... results) throws IOException, UsageException {
        Path file = folder.resolve("results.json");
        Files.writeString(file, ResultsJson.write(List.of(results), MACHINE));
        return Earlier.read(file);
    }

    private boolean passes(Earlier earlier, RowResult... results) {
        return new Comparison(earlier, 0.1).print(List.of(results), new PrintStream(new ByteArrayOutputStream()));
    }

    @Test
    void aCostThatGrowsBeyondToleranceAndSpreadIsWorse() throws Exception {
        Earlier earlier = written(result(COST, 95, 100, 105));
        assertThat(passes(earlier, result(COST, 109))).isTrue();
        assertThat(passes(earlier, result(COST, 111))).isFalse();
        assertThat(passes(earlier, result(COST, 50))).isTrue();
        Earlier noisy = written(result(COST, 95, 100, 130));
        assertThat(passes(noisy, result(COST, 120)))
                .as("within the rounds of the earlier run")
                .isTrue();
        assertThat(passes(noisy, result(COST, 131))).isFalse();
    }

    @Test
    void aRateThatFallsBeyondToleranceAndSpreadIsWorse() throws Exception {
        Earlier earlier = written(result(RATE, 95, 100, 105));
        assertThat(passes(earlier, result(RATE, 92))).isTrue();
        assertThat(passes(earlier, result(RATE, 90))).isFalse();
        assertThat(passes(earlier, result(RATE, 200))).isTrue();
    }

    @Test
    void eachRowHasALineWithBothSpreads() throws Exception {
        var failed = new Samples("jevent");
        failed.fail("the child ended");
        Earlier earlier = written(result(COST, 95, 100, 105), new RowResult(RATE, failed, List.of()));
        var bytes = new ByteArrayOutputStream();
        boolean passed = new Comparison(earlier, 0.1)
                .print(
                        List.of(result(COST, 190, 200, 220), result(RATE, 5)),
                        new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(passed).isFalse();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualToIgnoringNewLines("""

                compared with the earlier run (10 % is no change):
                  switch             200 (190 to 220), was 100 (95.00 to 105) ns/switch: +100.0 %  worse
                  echo               not measured earlier
                """);
    }

    @Test
    void anotherMachineIsRefused() throws Exception {
        Earlier earlier = written(result(COST, 100));
        earlier.requireMachine("A Processor, 2 processors, Linux of next year");
        assertThatThrownBy(() -> earlier.requireMachine("A Processor, 4 processors, Linux"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("measured on another machine (A Processor, 2 processors; this one is A Processor,"
                        + " 4 processors)");
    }

    @Test
    void aFileThatHasNoResultsIsNamed() throws Exception {
        Path file = folder.resolve("other.json");
        assertThatThrownBy(() -> Earlier.read(file)).hasMessageStartingWith("there is no file " + file);
        for (String text :
                List.of("", "{}", "[{}]", "[null]", "[{\"name\": \"switch\"", "[{\"name\": 1, \"ours\": 2}]")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> Earlier.read(file))
                    .as(text)
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("has no results of this version of the bench");
        }
    }
}
