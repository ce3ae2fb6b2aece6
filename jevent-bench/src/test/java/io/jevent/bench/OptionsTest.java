// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void noNameMeansEveryRow() throws UsageException {
        assertThat(Options.parse(List.of()).rows()).isEqualTo(Rows.ALL);
    }

    @Test
    void readsRowsAndOptionsInAnyOrder() throws UsageException {
        var options = Options.parse(List.of("--quick", "queue", "--json", "out.json", "switch"));
        assertThat(options.rows()).extracting(Row::name).containsExactly("queue", "switch");
        assertThat(options.json()).contains(Path.of("out.json"));
        assertThat(options.quick()).isTrue();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Options.parse(List.of("swich"))).hasMessage("no such row: swich");
        assertThatThrownBy(() -> Options.parse(List.of("--quik"))).hasMessage("unknown option: --quik");
        assertThatThrownBy(() -> Options.parse(List.of("--json"))).hasMessage("option --json needs a value");
    }

    @Test
    void aComparisonHasATolerance() throws UsageException {
        assertThat(Options.parse(List.of()).earlier()).isEmpty();
        var options = Options.parse(List.of("--compare", "old.json"));
        assertThat(options.earlier()).contains(Path.of("old.json"));
        assertThat(options.tolerance()).isEqualTo(0.1);
        assertThat(Options.parse(List.of("--tolerance", "5")).tolerance()).isEqualTo(0.05);
        assertThatThrownBy(() -> Options.parse(List.of("--tolerance", "much")))
                .hasMessage("--tolerance needs a number of percent that is not negative, not much");
        assertThatThrownBy(() -> Options.parse(List.of("--tolerance", "-1"))).isInstanceOf(UsageException.class);
    }

    @Test
    void usageNamesEveryRow() {
        assertThat(Options.usage()).contains(Rows.ALL.stream().map(Row::name).toList());
    }
}
