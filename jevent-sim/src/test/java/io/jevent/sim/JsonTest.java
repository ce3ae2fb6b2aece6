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

class JsonTest {

    @Test
    void readsWhatItWrites() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", "a \"quote\", a \\, a\nline, \u0001 and ä");
        object.put("number", -12L);
        object.put("list", List.of("x", "y*3"));
        object.put("empty", List.of());
        String line = Json.write(object);
        assertThat(line).doesNotContain("\n");
        assertThat(Json.read(line)).isEqualTo(object);
        assertThat(Json.read("{}")).isEmpty();
        assertThat(Json.read(" { \"a\" : 1 } ")).containsEntry("a", 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":\"x}", "{\"a\":\"\\u00", "{} x"})
    void refusesWhatItDoesNotWrite(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.read(line)).withMessageContaining("column");
    }
}
