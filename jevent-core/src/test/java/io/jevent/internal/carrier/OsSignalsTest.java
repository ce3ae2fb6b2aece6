// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OsSignalsTest {

    @ParameterizedTest
    @ValueSource(strings = {"13", "62", "64"})
    void theJvmsOwnSignalIsMovedToAnyBeyondTheOnesOfErrors(String number) {
        assertThat(OsSignals.isMoved(number)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "11", "0", "-1", "65", "USR1"})
    void whatTheJvmIgnoresMovesNothing(String number) {
        assertThat(OsSignals.isMoved(number)).isFalse();
    }

    @Test
    void withoutAWordTheJvmsOwnSignalIsUsr2() {
        assertThat(OsSignals.isMoved(null)).isFalse();
    }
}
