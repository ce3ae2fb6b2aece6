// SPDX-License-Identifier: Apache-2.0
package io.jevent.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Events, results and the ends of greenlets, awaited on another thread than the one that brings them about. */
class OutcomeRaceTest {

    @Test
    void aWaitThatBeginsWhileTheEventIsSetEnds() {
        Race.repeat(race -> {
            var event = new Event();
            race.run(event::await, event::set, event::await);
        });
    }

    @Test
    void clearingAnEventLeavesNobodyWaitingWhoWasThereBefore() {
        Race.repeat(race -> {
            var event = new Event();
            race.run(event::await, () -> {
                event.set();
                event.clear();
                event.set();
            });
            assertThat(event.isSet()).isTrue();
        });
    }

    @Test
    void oneOfTwoSetsAResultAndWhoWaitsGetsThatValue() {
        Race.repeat(race -> {
            var result = new AsyncResult<Integer>();
            var winner = new AtomicInteger();
            var seen = new AtomicInteger();
            race.run(
                    () -> seen.set(result.result()),
                    () -> winner.addAndGet(result.trySet(1) ? 1 : 0),
                    () -> winner.addAndGet(result.trySet(2) ? 2 : 0));
            assertThat(winner.get())
                    .as("the sum of those who won")
                    .isBetween(1, 2)
                    .isEqualTo(seen.get());
        });
    }

    @Test
    void aLinkToAResultIsCalledOnceAndOnTheHubThatMadeIt() {
        Race.repeat(race -> {
            var result = new AsyncResult<Integer>();
            var calls = new AtomicInteger();
            var called = new Event();
            var thread = new AtomicReference<Thread>();
            race.run(
                    () -> {
                        thread.set(Thread.currentThread());
                        result.rawlink(() -> {
                            assertThat(Hub.current().carrier()).isSameAs(thread.get());
                            assertThat(result.value()).isEqualTo(7);
                            calls.incrementAndGet();
                            called.set();
                        });
                        called.await();
                    },
                    () -> result.set(7));
            assertThat(calls.get()).isEqualTo(1);
        });
    }

    @Test
    void aLinkThatIsTakenBackIsCalledAtMostOnce() {
        Race.repeat(race -> {
            var event = new Event();
            var calls = new AtomicInteger();
            Runnable link = calls::incrementAndGet;
            race.run(
                    () -> {
                        event.rawlink(link);
                        event.unlink(link);
                        event.await();
                        Jevent.sleep();
                    },
                    event::set);
            assertThat(calls.get()).isBetween(0, 1);
        });
    }

    @Test
    void theEndOfAGreenletIsSeenByWhoeverJoinsOrLinks() {
        Race.repeat(race -> {
            var greenlet = new AtomicReference<Greenlet<Integer>>();
            var calls = new AtomicInteger();
            var called = new Event();
            race.run(() -> greenlet.set(Jevent.spawn(() -> 42)));
            race.run(
                    () -> greenlet.get().join(),
                    () -> {
                        greenlet.get().rawlink(() -> {
                            calls.incrementAndGet();
                            called.set();
                        });
                        assertThat(greenlet.get().result()).isEqualTo(42);
                        called.await();
                    },
                    () -> assertThat(greenlet.get().result()).isEqualTo(42));
            assertThat(calls.get()).isEqualTo(1);
        });
    }
}
