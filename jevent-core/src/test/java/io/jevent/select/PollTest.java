// SPDX-License-Identifier: Apache-2.0
package io.jevent.select;

import static io.jevent.select.Readiness.CLOSED;
import static io.jevent.select.Readiness.READABLE;
import static io.jevent.select.Readiness.WRITABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.exceptions.InvalidThreadUseException;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@link Poll}: waits again and again for registered sources. */
class PollTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakePipe a = new FakePipe("a");
    private final FakePipe b = new FakePipe("b");

    @Test
    void findsWhatIsReadyOfWhatItWasAskedFor() throws Exception {
        HubTesting.run(() -> {
            var poll = new Poll<FakePipe>();
            poll.register(a, READABLE);
            poll.register(b, Set.of(READABLE, WRITABLE));
            assertThat(poll.poll(SECOND)).isEmpty();
            a.writable.set();
            b.writable.set();
            assertThat(poll.poll()).isEqualTo(Map.of(b, Set.of(WRITABLE)));
            a.readable.set();
            b.readable.set();
            assertThat(poll.poll().toString()).isEqualTo("{a=[READABLE], b=[READABLE, WRITABLE]}");
            poll.modify(a, Set.of(WRITABLE));
            poll.unregister(b);
            assertThat(poll.poll()).isEqualTo(Map.of(a, Set.of(WRITABLE)));
            assertThat(poll.registered()).isEqualTo(Map.of(a, Set.of(WRITABLE)));
            assertThat(Hub.current().now()).isEqualTo(SECOND.toNanos());
        });
    }

    @Test
    void findsTheSameAgainUntilItIsTaken() throws Exception {
        HubTesting.run(() -> {
            var poll = new Poll<FakePipe>();
            poll.register(a, READABLE);
            var _ = Jevent.spawnLater(SECOND, () -> a.readable.set());
            assertThat(poll.poll()).hasSize(1);
            assertThat(poll.poll()).hasSize(1);
            a.readable.clear();
            assertThat(poll.poll(Duration.ZERO)).isEmpty();
        });
    }

    @Test
    void letsSeveralGreenletsPoll() throws Exception {
        HubTesting.run(() -> {
            var poll = new Poll<FakePipe>();
            poll.register(a, READABLE);
            var first = Jevent.spawn(() -> poll.poll());
            var second = Jevent.spawn(() -> poll.poll());
            Jevent.sleep();
            a.readable.set();
            assertThat(List.of(first.result(), second.result()))
                    .containsOnly(Map.of(a, Set.of(READABLE)))
                    .hasSize(2);
        });
    }

    @Test
    void reportsTheClosedOneUntilItIsUnregistered() throws Exception {
        HubTesting.run(() -> {
            var poll = new Poll<FakePipe>();
            poll.register(a, Set.of(READABLE, WRITABLE));
            var _ = Jevent.spawnLater(SECOND, () -> a.close());
            assertThat(poll.poll()).isEqualTo(Map.of(a, Set.of(CLOSED)));
            assertThat(poll.poll(SECOND)).isEqualTo(Map.of(a, Set.of(CLOSED)));
            poll.unregister(a);
            assertThat(poll.poll(Duration.ZERO)).isEmpty();
        });
    }

    @Test
    void countsWhatIsRegisteredMeanwhileFromTheNextPollOn() throws Exception {
        HubTesting.run(() -> {
            var poll = new Poll<FakePipe>();
            poll.register(a, READABLE);
            b.readable.set();
            var waiting = Jevent.spawn(() -> poll.poll(SECOND));
            Jevent.sleep();
            poll.register(b, READABLE);
            assertThat(waiting.result()).isEmpty();
            assertThat(poll.poll(SECOND)).isEqualTo(Map.of(b, Set.of(READABLE)));
        });
    }

    @Test
    void refusesWhatIsUnknownEmptyOrSenseless() throws Exception {
        HubTesting.run(() -> {
            var poll = new Poll<FakePipe>();
            assertThatThrownBy(() -> poll.unregister(a))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("a is not registered");
            assertThatThrownBy(() -> poll.modify(a, Set.of(READABLE)))
                    .isInstanceOf(NoSuchElementException.class)
                    .hasMessage("a is not registered");
            assertThatThrownBy(() -> poll.register(a, Set.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("interest must not be empty; unregister a instead");
            assertThatThrownBy(() -> poll.register(a, CLOSED))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("CLOSED is always reported; ask for READABLE or WRITABLE: a");
            assertThatThrownBy(() -> poll.poll(SECOND.negated())).isInstanceOf(IllegalArgumentException.class);
            assertThat(poll).hasToString("Poll of 0");
        });
    }

    @Test
    void refusesOtherHubs() throws Exception {
        HubTesting.run(() -> {
            var poll = new Poll<FakePipe>();
            HubTesting.onThreads(List.of(() -> assertThatThrownBy(poll::poll)
                    .isInstanceOf(InvalidThreadUseException.class)
                    .hasMessageContaining("make one there")));
        });
    }
}
