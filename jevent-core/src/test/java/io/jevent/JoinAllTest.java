// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.event.AsyncResult;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The forms of {@code joinAll} and {@code joinAllOrThrow}: several arguments, a limit, a count. */
class JoinAllTest {

    private final IOException disk = new IOException("disk");

    private static Duration seconds(double number) {
        return Duration.ofMillis((long) (number * 1000));
    }

    private static Greenlet<Integer> after(int seconds) {
        return Jevent.spawn(() -> {
            Jevent.sleep(seconds(seconds));
            return seconds;
        });
    }

    private Greenlet<Integer> failingAfter(int seconds) {
        return Jevent.spawn(() -> {
            Jevent.sleep(seconds(seconds));
            throw disk;
        });
    }

    private static void quietly(HubTesting.Body body) throws Exception {
        HubTesting.run(() -> {
            Hub.current().setErrorHandler((_, _) -> {});
            body.run();
        });
    }

    private static double now() {
        return Hub.current().now() / 1e9;
    }

    @Test
    void severalArgumentsAreJoinedAndTheFirstFailureThrown() throws Exception {
        quietly(() -> {
            Greenlet<?> slow = after(3);
            assertThatThrownBy(() -> Jevent.joinAllOrThrow(slow, after(1), failingAfter(2)))
                    .is(Copies.of(disk));
            assertThat(now()).isEqualTo(2);
            assertThat(slow.isReady()).isFalse();
            Jevent.joinAllOrThrow(slow, after(1));
            assertThat(now()).isEqualTo(3);
        });
    }

    @Test
    void aLimitReturnsThoseThatEndedInTime() throws Exception {
        quietly(() -> {
            List<Greenlet<Integer>> all = List.of(after(3), after(1), after(2));
            assertThat(Jevent.joinAllOrThrow(all, Duration.ZERO)).isEmpty();
            assertThat(Jevent.joinAllOrThrow(all, seconds(2.5))).containsExactly(all.get(1), all.get(2));
            assertThat(now()).isEqualTo(2.5);
            assertThat(Jevent.joinAllOrThrow(all, seconds(9))).hasSize(3);
            assertThat(now()).isEqualTo(3);
        });
    }

    @Test
    void aFailureAfterTheLimitIsNotThrown() throws Exception {
        quietly(() -> {
            List<Greenlet<Integer>> all = List.of(after(1), failingAfter(3));
            assertThat(Jevent.joinAllOrThrow(all, seconds(2))).containsExactly(all.get(0));
            assertThatThrownBy(() -> Jevent.joinAllOrThrow(all, seconds(2))).is(Copies.of(disk));
            assertThat(now()).isEqualTo(3);
        });
    }

    @Test
    void aCountEndsTheWaitEarly() throws Exception {
        quietly(() -> {
            List<Greenlet<Integer>> all = List.of(after(3), after(1), failingAfter(2));
            assertThat(Jevent.joinAllOrThrow(all, 1)).containsExactly(all.get(1));
            assertThat(Jevent.joinAll(all, 2)).containsExactly(all.get(1), all.get(2));
            assertThat(Jevent.joinAllOrThrow(all, 0)).isEmpty();
            assertThatThrownBy(() -> Jevent.joinAllOrThrow(all, 2)).is(Copies.of(disk));
            assertThat(now()).isEqualTo(2);
            assertThat(Jevent.joinAll(all, 9)).hasSize(3);
            assertThat(now()).isEqualTo(3);
        });
    }

    @Test
    void aCountAndALimitEndTheWaitWhicheverComesFirst() throws Exception {
        quietly(() -> {
            List<Greenlet<Integer>> all = List.of(after(3), after(1), after(2));
            assertThat(Jevent.joinAllOrThrow(all, 2, seconds(1.5))).containsExactly(all.get(1));
            assertThat(now()).isEqualTo(1.5);
            assertThat(Jevent.joinAll(all, 2, seconds(9))).containsExactly(all.get(1), all.get(2));
            assertThat(now()).isEqualTo(2);
            assertThatThrownBy(() -> Jevent.joinAllOrThrow(all, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Jevent.joinAllOrThrow(all, 1, seconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        });
    }

    @Test
    void aKillIsNoFailureAndResultsMayBeAmongThem() throws Exception {
        quietly(() -> {
            Greenlet<?> killed = after(5);
            var result = new AsyncResult<String>();
            var _ = Jevent.spawnLater(seconds(1), () -> killed.kill(new GreenletExit()));
            var _ = Jevent.spawnLater(seconds(2), () -> result.setException(disk));
            List<Outcome<?>> both = List.of(killed, result);
            assertThat(Jevent.joinAllOrThrow(both, 1)).containsExactly(killed);
            assertThatThrownBy(() -> Jevent.joinAllOrThrow(both)).is(Copies.of(disk));
        });
    }

    @Test
    void aKillOfTheWaiterLeavesNothingBehind() throws Exception {
        quietly(() -> {
            Greenlet<?> slow = after(5);
            Greenlet<?> waiter = Jevent.spawn(() -> Jevent.joinAllOrThrow(List.of(slow), 1, seconds(9)));
            Jevent.sleep();
            waiter.kill();
            assertThat(slow.isReady()).isFalse();
            assertThat(slow.result()).isEqualTo(5);
        });
    }
}
