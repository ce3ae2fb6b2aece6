// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.internal.http.HttpDates;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HubHttpStateTest {

    @Test
    void theDateIsWrittenOnceASecond() throws Exception {
        try (Hub _ = Hub.current()) {
            Jevent.run(() -> {
                HubHttpState hubState = HubHttpState.of(Hub.current());
                Set<byte[]> written = Collections.newSetFromMap(new IdentityHashMap<>());
                Instant begin = Instant.now();
                for (int i = 0; i < 1000; i++) {
                    written.add(hubState.date());
                }
                var line = new String(hubState.date(), StandardCharsets.US_ASCII);
                Instant end = Instant.now();
                assertThat(written)
                        .hasSizeLessThanOrEqualTo(
                                (int) Duration.between(begin, end).toSeconds() + 2);
                assertThat(HttpDates.parse(line.substring("Date: ".length(), line.length() - 2)))
                        .hasValueSatisfying(date -> assertThat(date).isBetween(begin.minusSeconds(1), end));
                return null;
            });
        }
    }

    @Test
    void anArrayThatIsInUseIsNotHandedOutAgain() {
        try (Hub hub = Hub.current()) {
            HubHttpState hubState = HubHttpState.of(hub);
            byte[] first = hubState.takeScratch(100);
            byte[] second = hubState.takeScratch(100); // of a greenlet that runs while the first one is parked
            assertThat(second).isNotSameAs(first).hasSizeGreaterThanOrEqualTo(100);
            hubState.giveBack(first);
            hubState.giveBack(second);
            assertThat(hubState.takeScratch(100)).isSameAs(first);
            assertThat(hubState.takeScratch(100_000)).hasSize(100_000);
        }
    }
}
