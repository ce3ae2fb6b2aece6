// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.testing.VirtualTime;
import io.jevent.tests.examples.Example;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Events and results. */
class EventClaimsTest {

    @Test
    @DisplayName("E1, E2: set() wakes all who wait, in the order in which they came")
    void setWakesAll() throws Exception {
        VirtualTime.run(_ -> {
            var event = new Event();
            var log = new ArrayList<String>();
            for (int i = 0; i < 5; i++) {
                int number = i;
                var _ = Jevent.spawn(() -> {
                    event.await();
                    log.add("wake " + number);
                });
            }
            Jevent.sleep();
            assertThat(log).as("await() blocks").isEmpty();
            event.set();
            log.add("set returned");
            Jevent.sleep();
            assertThat(log).containsExactly("set returned", "wake 0", "wake 1", "wake 2", "wake 3", "wake 4");
        });
        assertThat(Example.named("event").program().run().took()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    @DisplayName("E3: a result set without a value wakes all who wait as a plain event")
    void setWithoutAValueIsAnEvent() throws Exception {
        VirtualTime.run(_ -> {
            var result = new AsyncResult<String>();
            List<Greenlet<String>> waiters = IntStream.range(0, 3)
                    .mapToObj(_ -> Jevent.spawn(() -> result.result()))
                    .toList();
            Jevent.sleep();
            result.set();
            Jevent.joinAll(waiters);
            assertThat(waiters).allMatch(Greenlet::isSuccessful).allMatch(waiter -> waiter.value() == null);
        });
    }

    @Test
    @DisplayName("E4: a result carries a value to all who wait, now or later, at any time")
    void aResultCarriesAValue() throws Exception {
        VirtualTime.run(time -> {
            var result = new AsyncResult<String>();
            List<Greenlet<String>> waiters = IntStream.range(0, 3)
                    .mapToObj(_ -> Jevent.spawn(() -> result.result()))
                    .toList();
            var _ = Jevent.spawnLater(Duration.ofSeconds(3), () -> result.set("Hello!"));
            Jevent.joinAll(waiters);
            assertThat(waiters).extracting(Greenlet::value).containsExactly("Hello!", "Hello!", "Hello!");
            assertThat(time.now()).isEqualTo(Duration.ofSeconds(3));
            assertThat(result.result()).isEqualTo("Hello!");

            var failed = new AsyncResult<String>();
            failed.setException(new IllegalStateException("no"));
            assertThatThrownBy(failed::result)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no");

            var linked = new AsyncResult<Integer>();
            var greenlet = Jevent.spawn(() -> 42);
            greenlet.rawlink(() -> linked.setFrom(greenlet));
            assertThat(linked.result()).isEqualTo(42);
        });
    }
}
