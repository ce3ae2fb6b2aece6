// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineTest {

    @Test
    void readsWhatItWrites() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", "a \"quote\", a \\, a\nline, \u0001 and ä");
        object.put("number", -12L);
        object.put("list", List.of("x", "y*3"));
        object.put("empty", List.of());
        String line = JsonLine.write(object);
        assertThat(line).doesNotContain("\n");
        assertThat(JsonLine.read(line)).isEqualTo(object);
        assertThat(JsonLine.read("{}")).isEmpty();
        assertThat(JsonLine.read(" { \"a\" : 1 } ")).containsEntry("a", 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":\"x}", "{\"a\":\"\\u00", "{} x"})
    void refusesWhatItDoesNotWrite(String line) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonLine.read(line))
                .withMessageContaining("column");
    }
}
