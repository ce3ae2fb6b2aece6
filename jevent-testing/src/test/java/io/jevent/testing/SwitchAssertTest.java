// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.event.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class SwitchAssertTest {

    @Test
    void passesWhenTheBlockGivesWay() throws Exception {
        VirtualTime.run(time -> {
            SwitchAssert.switches(() -> Jevent.sleep());
            SwitchAssert.switches(() -> Jevent.sleep(Duration.ofHours(1)));
            int value = SwitchAssert.switches(() -> Jevent.spawn(() -> 7).result());
            assertThat(value).isEqualTo(7);
        });
    }

    @Test
    void failsWhenTheBlockNeverGivesWay() throws Exception {
        VirtualTime.run(time -> assertThatThrownBy(() -> SwitchAssert.switches(() -> new Event().set()))
                .isInstanceOf(AssertionError.class)
                .hasMessage("root was to give way to others, but did not switch"));
    }

    @Test
    void passesWhenNobodyElseCouldRun() throws Exception {
        VirtualTime.run(time -> {
            var event = new Event();
            SwitchAssert.neverSwitches(event::set);
            boolean set = SwitchAssert.neverSwitches((Callable<Boolean>) () -> event.await(Duration.ofHours(1)));
            assertThat(set).isTrue();
        });
    }

    @Test
    void failsWhenOthersRanMeanwhile() throws Exception {
        VirtualTime.run(time -> assertThatThrownBy(() -> SwitchAssert.neverSwitches(() -> Jevent.sleep()))
                .isInstanceOf(AssertionError.class)
                .hasMessage("root was not to give way, but others ran: the hub switched 1 time"));
    }

    @Test
    void letsThrowWhatTheBlockThrows() throws Exception {
        var failure = new IOException("disk");
        VirtualTime.run(time -> assertThatThrownBy(() -> SwitchAssert.switches(() -> {
                    throw failure;
                }))
                .isSameAs(failure));
    }

    @Test
    void needsAGreenlet() {
        assertThatThrownBy(() -> SwitchAssert.switches(() -> Jevent.sleep()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("run the test with TestHub.run(...) or @HubTest");
    }
}
