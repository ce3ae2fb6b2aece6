// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {

    private static Object read(Setting setting, Map<String, String> properties, Map<String, String> variables) {
        return setting.value(properties::get, variables::get);
    }

    private static Object read(Setting setting, String text) {
        return read(setting, Map.of(setting.property(), text), Map.of());
    }

    @ParameterizedTest
    @EnumSource
    void everyDefaultIsAllowed(Setting setting) {
        if (!setting.byDefault().isEmpty()) {
            assertThat(read(setting, Map.of(), Map.of())).isEqualTo(read(setting, setting.byDefault()));
        }
    }

    @Test
    void aVariableIsNamedAfterItsProperty() {
        assertThat(Setting.LOOP.variable()).isEqualTo("JEVENT_LOOP");
        assertThat(Setting.NO_ATTACH.variable()).isEqualTo("JEVENT_MONKEY_NO_ATTACH");
    }

    @Test
    void thePropertyWinsOverTheVariableAndThatOverTheDefault() {
        Map<String, String> variables = Map.of("JEVENT_CLOSE_GRACE", "2s");
        assertThat(read(Setting.CLOSE_GRACE, Map.of(), Map.of())).isEqualTo(Duration.ofSeconds(10));
        assertThat(read(Setting.CLOSE_GRACE, Map.of(), variables)).isEqualTo(Duration.ofSeconds(2));
        assertThat(read(Setting.CLOSE_GRACE, Map.of("jevent.closeGrace", "1s"), variables))
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void anEmptyVariableCountsAsUnset() {
        assertThat(read(Setting.CLOSE_GRACE, Map.of(), Map.of("JEVENT_CLOSE_GRACE", "")))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({"0, PT0S", "0s, PT0S", "250ms, PT0.25S", "2s, PT2S", "3m, PT3M", "1h, PT1H", "PT0.5S, PT0.5S"})
    void durationsHaveUnitsOrAreInIsoForm(String text, Duration expected) {
        assertThat(read(Setting.MAX_BLOCKING, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "s", "-1s", "1.5s", "PT-1S", "soon", "99999999999s", "1 s"})
    void whatIsNoDurationIsRefused(String text) {
        assertThatThrownBy(() -> read(Setting.CLOSE_GRACE, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the system property jevent.closeGrace is '" + text
                        + "'; allowed: a duration: 250ms, 2s, 1m, 1h, 0, or in ISO 8601 PT0.5S");
    }

    @Test
    void theMessageNamesTheVariableThatIsWrong() {
        assertThatThrownBy(() -> read(Setting.SPAWN_SITES, Map.of(), Map.of("JEVENT_SPAWN_SITES", "some")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the environment variable JEVENT_SPAWN_SITES is 'some'; allowed: adaptive, exact, off");
        assertThatThrownBy(() -> read(Setting.THREAD_POOL_SIZE, "0"))
                .hasMessage(
                        "the system property jevent.threadPoolSize is '0'; allowed: a whole number, 1 to 2147483647");
        assertThatThrownBy(() -> read(Setting.OPEN, "yes"))
                .hasMessage("the system property jevent.open is 'yes'; allowed: true, false");
    }

    /** Not when its reader needs it, which for the limit of a shutdown is too late to tell anybody. */
    @Test
    void aWrongValueIsReportedWhenAHubIsOpened() {
        System.setProperty("jevent.cleanupLimit", "soon");
        try {
            assertThatThrownBy(Hub::open)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the system property jevent.cleanupLimit is 'soon'; allowed: a duration");
        } finally {
            System.clearProperty("jevent.cleanupLimit");
        }
        assertThat(Hub.ifCurrent()).isNull();
    }
}
