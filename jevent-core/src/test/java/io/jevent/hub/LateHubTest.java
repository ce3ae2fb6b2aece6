// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.queue.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A hub that looks at the clock late: messages of other threads that came in time win over timeouts. */
class LateHubTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTimeLoop loop = new VirtualTimeLoop();

    /** Has {@code wait} begun, then {@code news} sent by another thread, and the hub late for all limits. */
    private <T> T lateFor(Callable<T> wait, Runnable news) throws Exception {
        try (Hub _ = Hub.open(loop)) {
            return Jevent.run(() -> {
                Greenlet<T> waiter = Jevent.spawn(wait);
                var _ = Jevent.spawn(() -> {
                    runOnAnotherThread(news);
                    loop.advance(Duration.ofSeconds(10));
                });
                return waiter.result();
            });
        }
    }

    /** Holds the hub until a thread has ended. */
    private static void runOnAnotherThread(Runnable work) {
        Thread other = Thread.ofPlatform().start(work);
        while (other.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void anEventThatAnotherThreadSetInTimeEndsTheWait() throws Exception {
        var event = new Event();
        assertThat(lateFor(() -> event.await(SECOND), event::set)).isTrue();
    }

    @Test
    void anItemThatAnotherThreadPutInTimeIsTaken() throws Exception {
        var queue = new Queue<String>();
        assertThat(lateFor(() -> queue.get(SECOND), () -> queue.put("in time"))).contains("in time");
    }

    @Test
    void anEnclosingTimeoutComesLaterThanWhatEndsItsBody() throws Exception {
        var event = new Event();
        Callable<Boolean> wait = () -> new Timeout(SECOND).call(() -> {
            event.await();
            return true;
        });
        assertThat(lateFor(wait, event::set)).isTrue();
    }

    @Test
    void aTimeoutThatIsDueEndsABodyThatGoesOnWaiting() throws Exception {
        var event = new Event();
        Callable<String> wait = () -> {
            try {
                return new Timeout(SECOND).call(() -> {
                    event.await();
                    Jevent.sleep(SECOND);
                    return "slept";
                });
            } catch (Timeout timeout) {
                return "timed out";
            }
        };
        assertThat(lateFor(wait, event::set)).isEqualTo("timed out");
    }

    @Test
    void timersOfALateHubFireThoughMessagesComeWithoutEnd() throws Exception {
        var fired = new ArrayList<String>();
        try (Hub hub = Hub.open(loop)) {
            Jevent.run(() -> {
                hub.schedule(SECOND, () -> fired.add("timer"));
                var again = new Runnable() {
                    @Override
                    public void run() {
                        if (fired.isEmpty()) {
                            runOnAnotherThread(() -> hub.runCallback(this));
                        }
                    }
                };
                again.run();
                loop.advance(Duration.ofSeconds(10));
                Jevent.sleep(Duration.ofSeconds(20));
                return null;
            });
        }
        assertThat(fired).containsExactly("timer");
    }

    @Test
    void aTimerThatIsDueAtTheMomentDoesNotWaitForInput() throws Exception {
        var order = new ArrayList<String>();
        try (Hub hub = Hub.open(loop)) {
            Jevent.run(() -> {
                hub.schedule(SECOND, () -> {
                    order.add("timer");
                    hub.runCallback(() -> order.add("callback"));
                });
                hub.schedule(SECOND, () -> order.add("second timer"));
                Jevent.sleep(SECOND);
                return null;
            });
        }
        assertThat(order).containsExactly("timer", "second timer", "callback");
    }
}
