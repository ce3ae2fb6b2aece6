// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaxBlockingTest {
    @ParameterizedTest
    @CsvSource({"0, PT0S", "0s, PT0S", "250ms, PT0.25S", "2s, PT2S", "3m, PT3M", "1h, PT1H", "PT0.5S, PT0.5S"})
    void readsWhatUsersType(String typed, Duration expected) {
        assertThat(MaxBlocking.parse(typed)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "s", "-1s", "1.5s", "PT-1S", "soon", "99999999999s"})
    void refusesWhatIsNoDurationAndSaysHowToWriteOne(String typed) {
        assertThatThrownBy(() -> MaxBlocking.parse(typed))
                .isInstanceOfSatisfying(
                        LauncherException.class, e -> assertThat(e.status()).isEqualTo(2))
                .hasMessageStartingWith("--max-blocking=" + typed + ": not a duration; write it as 250ms");
    }

    @Test
    void theLibraryFindsAnIsoDurationInTheProperty() {
        System.setProperty(MaxBlocking.PROPERTY, "250ms");
        try {
            MaxBlocking.normalizeProperty();
            assertThat(System.getProperty(MaxBlocking.PROPERTY)).isEqualTo("PT0.25S");
        } finally {
            System.clearProperty(MaxBlocking.PROPERTY);
        }
    }
}
