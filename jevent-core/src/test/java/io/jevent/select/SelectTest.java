// SPDX-License-Identifier: Apache-2.0
package io.jevent.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.LoopExit;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Select}: waits for the first of several sources. */
class SelectTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final List<FakePipe> NONE = List.of();

    private final FakePipe a = new FakePipe("a");
    private final FakePipe b = new FakePipe("b");
    private final List<Object> trace = new ArrayList<>();

    @Test
    void returnsWhatIsReadyAfterTheOthersHadATurn() throws Exception {
        HubTesting.run(() -> {
            a.readable.set();
            b.writable.set();
            var _ = Jevent.spawn(() -> trace.add("other"));
            var selected = Select.select(List.of(a, b), List.of(b, a), SECOND);
            trace.add("selected");
            assertThat(selected).isEqualTo(new Selected<>(List.of(a), List.of(b)));
            assertThat(selected.isEmpty()).isFalse();
            assertThat(trace).containsExactly("other", "selected");
            assertThat(Hub.current().now()).isZero();
        });
    }

    @Test
    void waitsForTheFirstToBecomeReady() throws Exception {
        HubTesting.run(() -> {
            var _ = Jevent.spawnLater(SECOND, () -> b.readable.set());
            assertThat(Select.select(List.of(a, b), NONE)).isEqualTo(new Selected<>(List.of(b), NONE));
            assertThat(Hub.current().now()).isEqualTo(SECOND.toNanos());
        });
    }

    @Test
    void isEmptyWhenTheTimePassesFirst() throws Exception {
        HubTesting.run(() -> {
            assertThat(Select.select(List.of(a), List.of(b), SECOND).isEmpty()).isTrue();
            assertThat(Select.select(NONE, NONE, SECOND).isEmpty()).isTrue();
            assertThat(Select.select(List.of(a), List.of(b), Duration.ZERO).isEmpty())
                    .isTrue();
            assertThat(Hub.current().now()).isEqualTo(2 * SECOND.toNanos());
        });
    }

    @Test
    void givesTheOthersATurnWhenItOnlyLooks() throws Exception {
        HubTesting.run(() -> {
            var _ = Jevent.spawn(() -> a.readable.set());
            assertThat(Select.select(List.of(a), NONE, Duration.ZERO).readable())
                    .containsExactly(a);
        });
    }

    @Test
    void goesOnWaitingIfSomebodyElseWasFaster() throws Exception {
        HubTesting.run(() -> {
            var slow =
                    Jevent.spawn(() -> Select.select(List.of(a), NONE, SECOND).isEmpty());
            Jevent.sleep();
            a.readable.set();
            a.readable.clear();
            assertThat(slow.result()).isTrue();
            assertThat(Hub.current().now()).isEqualTo(SECOND.toNanos());
        });
    }

    @Test
    void waitsForOneToBecomeReadableOrWritable() throws Exception {
        HubTesting.run(() -> {
            assertThat(Select.awaitReadable(a, SECOND)).isFalse();
            assertThat(Select.awaitWritable(a, SECOND)).isFalse();
            var _ = Jevent.spawn(() -> {
                a.readable.set();
                a.writable.set();
            });
            Select.awaitReadable(a);
            Select.awaitWritable(a);
            assertThat(Select.awaitReadable(a, Duration.ZERO)).isTrue();
            assertThat(Select.awaitWritable(a, SECOND)).isTrue();
            assertThat(Hub.current().now()).isEqualTo(2 * SECOND.toNanos());
        });
    }

    @Test
    void refusesANegativeTimeAndWhatIsClosedOrCannotDoIt() throws Exception {
        HubTesting.run(() -> {
            assertThatThrownBy(() -> Select.select(NONE, NONE, SECOND.negated()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("timeout must not be negative: PT-1S");
            a.close();
            assertThatThrownBy(() -> Select.select(List.of(b, a), NONE, SECOND))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a is closed; take it out of what is selected");
            Selectable nothing = new Selectable() {
                @Override
                public boolean isOpen() {
                    return true;
                }

                @Override
                public String toString() {
                    return "nothing";
                }
            };
            assertThatThrownBy(() -> Select.awaitReadable(nothing))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("nothing cannot be read from; select it for writing only");
            assertThatThrownBy(() -> Select.awaitWritable(nothing))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessage("nothing cannot be written to; select it for reading only");
        });
    }

    @Test
    void reportsWhatIsClosedMeanwhileAsReady() throws Exception {
        HubTesting.run(() -> {
            var _ = Jevent.spawnLater(SECOND, () -> a.close());
            assertThat(Select.select(List.of(a), List.of(a, b))).isEqualTo(new Selected<>(List.of(a), List.of(a)));
        });
    }

    @Test
    void leavesNothingLinkedWhenItIsKilled() throws Exception {
        HubTesting.run(() -> {
            var victim = Jevent.spawn(() -> Select.select(List.of(a, b), List.of(b)));
            Jevent.sleep();
            victim.kill();
            assertThat(victim.exit()).isInstanceOf(GreenletExit.class);
            long switches = Hub.current().switches();
            a.readable.set();
            b.readable.set();
            b.writable.set();
            Jevent.sleep();
            assertThat(Hub.current().switches()).isEqualTo(switches + 1);
        });
    }

    @Test
    void isStuckIfNothingCouldEverBecomeReady() throws Exception {
        HubTesting.run(() -> {
            assertThatThrownBy(() -> Select.select(List.of(a), NONE)).isInstanceOf(LoopExit.class);
            assertThatThrownBy(() -> Select.select(NONE, NONE)).isInstanceOf(LoopExit.class);
        });
    }
}
