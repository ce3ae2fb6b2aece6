// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {

    private static final Row ROW = Rows.named("switch").orElseThrow();

    @Test
    void medianOfAnOddAndOfAnEvenNumber() {
        assertThat(samples("go", 3, 1, 2).median()).contains(2.0);
        assertThat(samples("go", 4, 1, 2, 3).median()).contains(2.5);
        assertThat(samples("go").median()).isEmpty();
    }

    @Test
    void aFailureLeavesNoMedian() {
        var failed = samples("go", 1, 2, 3);
        failed.fail("the child ended");
        assertThat(failed.median()).isEmpty();
    }

    @Test
    void advantageKnowsWhichWayIsBetter() {
        assertThat(Metric.cost("ns").advantage(10, 50)).isCloseTo(5, within(1e-9));
        assertThat(new Metric("requests/s", false).advantage(10, 50)).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void jsonHasOnlyPeersThatWereMeasured() {
        var failed = samples("gevent");
        failed.fail("no such row");
        var result = new RowResult(ROW, samples("jevent", 110, 120, 130), List.of(samples("go", 50.5), failed));
        assertThat(ResultsJson.write(List.of(result), "a \"fast\" machine")).isEqualTo("""
                [
                  {
                    "name": "switch",
                    "unit": "ns/switch",
                    "lower_is_better": true,
                    "ours": 120.0000,
                    "least": 110.0000,
                    "most": 130.0000,
                    "peers": {"go": 50.5000},
                    "machine": "a \\"fast\\" machine"
                  }
                ]
                """);
    }

    @Test
    void reportSaysTheRatioOrTheReason() {
        var failed = samples("gevent");
        failed.fail("the child ended");
        var result = new RowResult(ROW, samples("jevent", 120), List.of(samples("go", 60), failed));
        var bytes = new ByteArrayOutputStream();
        new Report(new PrintStream(bytes, true, StandardCharsets.UTF_8)).print(result);
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("jevent is 2.00 times worse")
                .contains("the child ended");
    }

    @Test
    void barsAreAsLongAsTheirNumbersAndTheBestIsMarked() {
        var failed = samples("gevent");
        failed.fail("no such row");
        var result = new RowResult(ROW, samples("jevent", 200), List.of(samples("go", 100), failed));
        assertThat(Bars.draw(List.of(result)))
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"720\" height=\"78\"")
                .contains("<rect x=\"170\" y=\"31\" width=\"420.0\" height=\"14\" fill=\"#2f6f4f\"/>")
                .contains("<rect x=\"170\" y=\"47\" width=\"210.0\" height=\"14\" fill=\"#9aa5b1\"/>")
                .contains(">100 best</text>", ">200</text>")
                .doesNotContain("gevent")
                .endsWith("</svg>\n");
    }

    private static Samples samples(String name, double... numbers) {
        var samples = new Samples(name);
        for (double number : numbers) {
            samples.add(number);
        }
        return samples;
    }
}
