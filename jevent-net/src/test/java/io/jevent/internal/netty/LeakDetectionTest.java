// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("the level is one for the whole JVM")
class LeakDetectionTest {

    private final Level before = ResourceLeakDetector.getLevel();

    @AfterEach
    void restore() {
        ResourceLeakDetector.setLevel(before);
    }

    @Test
    void nettysDefaultIsSwitchedOff() {
        ResourceLeakDetector.setLevel(Level.SIMPLE);

        LeakDetection.offByDefault();

        assertThat(ResourceLeakDetector.isEnabled()).isFalse();
    }

    @Test
    void aLevelThatTheProgramHasChosenStays() {
        ResourceLeakDetector.setLevel(Level.PARANOID);

        LeakDetection.offByDefault();

        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(Level.PARANOID);
    }

    @Test
    void aPropertyOfTheProgramStays() {
        ResourceLeakDetector.setLevel(Level.SIMPLE);
        System.setProperty("io.netty.leakDetection.level", "simple");
        try {
            LeakDetection.offByDefault();

            assertThat(ResourceLeakDetector.getLevel()).isEqualTo(Level.SIMPLE);
        } finally {
            System.clearProperty("io.netty.leakDetection.level");
        }
    }
}
