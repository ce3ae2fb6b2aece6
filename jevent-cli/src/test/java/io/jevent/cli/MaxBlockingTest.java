// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaxBlockingTest {
    private static final String PROPERTY = "jevent.maxBlocking";

    @AfterEach
    void clear() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void aProgramHasALimitOfOneSecond() {
        MaxBlocking.setDefault();
        assertThat(System.getProperty(PROPERTY)).isEqualTo("1s");
    }

    @Test
    void aLimitThatIsSetStays() {
        System.setProperty(PROPERTY, "0");
        MaxBlocking.setDefault();
        assertThat(System.getProperty(PROPERTY)).isEqualTo("0");
    }
}
