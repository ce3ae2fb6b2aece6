// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Waits that something outside of the hub may end. */
class ExpectationsTest {

    private final Mutex mutex = new Mutex();

    @Test
    void theClockJumpsOverAWaitThatPerhapsNobodyEndsAndWhoWaitsIsNotTakenForStuck() throws Exception {
        try (var hub = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                var list = WaitList.perhapsWokenFromOutside(mutex);
                var waiting = Jevent.spawn(() -> {
                    Waiter waiter;
                    mutex.lock();
                    try {
                        waiter = list.enter(Long.MAX_VALUE);
                    } finally {
                        mutex.unlock();
                    }
                    return WaitList.await(waiter, "somebody outside", Long.MAX_VALUE);
                });
                long begin = hub.now();
                Jevent.sleep(Duration.ofHours(1));
                assertThat(hub.now() - begin).isEqualTo(Duration.ofHours(1).toNanos());
                assertThat(hub.expectations.anythingIsPossible()).isTrue();
                assertThat(hub.expectations.workIsOut()).isFalse();
                Thread.ofPlatform().start(() -> {
                    mutex.lock();
                    Waiter waiter = list.poll();
                    mutex.unlock();
                    WaitList.wake(waiter, "hello");
                });
                assertThat(waiting.result()).isEqualTo("hello");
                assertThat(hub.expectations.anythingIsPossible()).isFalse();
                return null;
            });
        }
    }

    @Test
    void aLinkIsExpectedUntilItIsCalledOrRemoved() {
        try (var hub = Hub.open(new VirtualTimeLoop())) {
            Runnable callback = () -> {};
            for (var list :
                    new WaitList[] {WaitList.perhapsWokenFromOutside(mutex), WaitList.wokenFromOutside(mutex)}) {
                list.link(Link.calling(callback), () -> false);
                assertThat(hub.expectations.anythingIsPossible() || hub.expectations.workIsOut())
                        .isTrue();
                assertThat(list.unlink(callback)).isTrue();
                assertThat(hub.expectations.anythingIsPossible() || hub.expectations.workIsOut())
                        .isFalse();
            }
        }
    }
}
