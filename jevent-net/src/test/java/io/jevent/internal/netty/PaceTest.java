// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests the remaining budget of a slow peer. */
class PaceTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Pace.Rule RULE = new Pace.Rule(240, 5 * SECOND, 30 * SECOND);

    @Test
    void aByteASecondUsesUpTheGracePeriod() {
        Pace pace = RULE.begin();
        int seconds = 0;
        while (pace.left() > 0) {
            pace.waited(SECOND);
            pace.moved(1);
            seconds++;
            if (pace.left() < SECOND / 10) {
                break;
            }
        }
        assertThat(seconds).isEqualTo(5);
        assertThat(pace.failure("sent")).isEqualTo("sent fewer than 240 bytes per second");
    }

    @Test
    void theMinimumRateIsEnoughForEver() {
        Pace pace = RULE.begin();
        for (int i = 0; i < 100_000; i++) {
            pace.waited(SECOND);
            pace.moved(240);
        }
        assertThat(pace.left()).isEqualTo(5 * SECOND);
    }

    @Test
    void aFastPeerMayPauseUpToTheLimitAndNotLonger() {
        Pace pace = RULE.begin();
        pace.moved(100_000_000);
        assertThat(pace.left()).isEqualTo(30 * SECOND);
        pace.waited(29 * SECOND);
        assertThat(pace.left()).isEqualTo(SECOND);
        pace.waited(SECOND);
        assertThat(pace.left()).isZero();
        assertThat(pace.failure("read")).isEqualTo("read nothing for PT30S");
    }

    @Test
    void withoutARateAnyByteRenewsTheLimit() {
        Pace pace = new Pace.Rule(0, 0, 30 * SECOND).begin();
        pace.waited(29 * SECOND);
        pace.moved(1);
        assertThat(pace.left()).isEqualTo(30 * SECOND);
    }

    @Test
    void thereMayBeNoLimitAtAll() {
        Pace pace = new Pace.Rule(240, Long.MAX_VALUE, Long.MAX_VALUE).begin();
        pace.waited(Long.MAX_VALUE / 2);
        pace.moved(Long.MAX_VALUE);
        assertThat(pace.left()).isEqualTo(Long.MAX_VALUE);
    }
}
