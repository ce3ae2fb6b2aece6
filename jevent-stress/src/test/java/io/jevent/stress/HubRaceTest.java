// SPDX-License-Identifier: Apache-2.0
package io.jevent.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages of another thread to a hub that works, sleeps or ends. */
class HubRaceTest {
    private static final int POSTS = 20;

    @Test
    void aMessageIsNeverMissedAndNoneIsOvertaken() {
        Race.repeat(race -> {
            var hub = new AtomicReference<Hub>();
            List<Integer> seen = new ArrayList<>();
            race.run(() -> hub.set(Hub.current()), () -> {});
            hub.get().retain();
            race.run(hub.get()::join, () -> {
                for (int i = 0; i < POSTS; i++) {
                    int number = i;
                    hub.get().runCallback(() -> seen.add(number));
                }
                hub.get().release();
            });
            assertThat(seen).isEqualTo(IntStream.range(0, POSTS).boxed().toList());
        });
    }

    @Test
    void aHubThatIsReleasedFromElsewhereLearnsThatNothingIsToCome() {
        Race.repeat(race -> {
            var hub = new AtomicReference<Hub>();
            race.run(() -> hub.set(Hub.current()), () -> {});
            hub.get().retain();
            race.run(hub.get()::join, hub.get()::release);
        });
    }

    @Test
    void whatIsSentToAHubThatEndsIsCalledOrRefused() {
        Race.repeat(race -> {
            var hub = new AtomicReference<Hub>();
            var called = new AtomicInteger();
            var accepted = new AtomicInteger();
            race.run(() -> hub.set(Hub.current()), () -> {});
            boolean withGreenlet = race.random(2) == 0;
            race.run(
                    () -> {
                        if (withGreenlet) {
                            var _ = Jevent.spawn(() -> Jevent.sleep(Duration.ofHours(1)));
                        }
                        hub.get().close();
                    },
                    () -> {
                        for (int i = 0; i < POSTS; i++) {
                            try {
                                hub.get().runCallback(called::incrementAndGet);
                                accepted.incrementAndGet();
                            } catch (HubClosedException _) {
                                return;
                            }
                        }
                    });
            assertThat(called.get())
                    .as("called, of %s that were accepted", accepted)
                    .isEqualTo(accepted.get());
        });
    }

    @Test
    void aGreenletThatIsStartedOnAHubThatEndsComesToItsEnd() {
        Race.repeat(race -> {
            var body = new AtomicInteger();
            var greenlet = new AtomicReference<Greenlet<?>>();
            race.run(() -> greenlet.set(new Greenlet<>(body::incrementAndGet)), () -> {});
            race.run(() -> greenlet.get().hub().close(), () -> {
                try {
                    greenlet.get().start();
                    greenlet.get().join();
                } catch (HubClosedException _) {
                    assertThat(greenlet.get().isDead()).isFalse();
                }
            });
            assertThat(body.get())
                    .as("times that it ran")
                    .isLessThanOrEqualTo(greenlet.get().isDead() ? 1 : 0);
        });
    }
}
