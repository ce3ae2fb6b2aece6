// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A main greenlet that waits while it holds monitors, on the thread on which the others of its hub run. */
class HeldMonitorsTest {

    private final Object lock = new Object();
    private final List<String> steps = new ArrayList<>();

    private static void onMain(HubTesting.Body body) throws Exception {
        HubTesting.onThreads(List.of(body));
    }

    private static <T> T holding(Object monitor, int times, Callable<T> body) throws Exception {
        if (times == 0) {
            return body.call();
        }
        synchronized (monitor) {
            return holding(monitor, times - 1, body);
        }
    }

    /** Yields within {@code times} nested blocks of its own monitor. */
    private static Greenlet<Boolean> busy(int times) {
        var own = new Object();
        return Jevent.spawn(() -> holding(own, times, () -> {
            for (int i = 0; i < 5; i++) {
                Jevent.sleep();
            }
            return Thread.holdsLock(own);
        }));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 20})
    void aMonitorThatWasEnteredSeveralTimesIsLeftAsOften(int times) throws Exception {
        onMain(() -> {
            List<Greenlet<Boolean>> others = List.of(busy(1), busy(3), busy(9));
            holding(lock, times, () -> {
                Jevent.joinAll(others);
                assertThat(Thread.holdsLock(lock)).isTrue();
                return true;
            });
            assertThat(Thread.holdsLock(lock)).isFalse();
            assertThat(others).allMatch(Greenlet::result);
        });
    }

    @Test
    void differentMonitorsAreLeft() throws Exception {
        onMain(() -> {
            var second = new Object();
            Greenlet<Boolean> other = busy(2);
            holding(lock, 2, () -> holding(second, 3, () -> holding(lock, 2, other::result)));
            assertThat(Thread.holdsLock(lock)).isFalse();
            assertThat(Thread.holdsLock(second)).isFalse();
        });
    }

    @Test
    void aGreenletThatWantsTheMonitorWaitsUntilTheMainGreenletLeavesIt() throws Exception {
        onMain(() -> {
            var gate = new Event();
            var wants = Jevent.spawn(() -> {
                steps.add("wants");
                synchronized (lock) {
                    steps.add("has");
                }
            });
            var opens = Jevent.spawn(() -> {
                steps.add("opens");
                gate.set();
            });
            synchronized (lock) {
                gate.await();
                steps.add("main leaves");
            }
            Jevent.joinAll(List.of(wants, opens));
            assertThat(steps).containsExactly("wants", "opens", "main leaves", "has");
        });
    }

    @Test
    void aHubIsClosedWithinMonitors() throws Exception {
        onMain(() -> {
            var waiting = Jevent.spawn(() -> holding(new Object(), 3, () -> {
                try {
                    new Event().await();
                } finally {
                    steps.add("ended");
                }
                return true;
            }));
            Jevent.sleep();
            holding(lock, 4, () -> {
                Hub.current().close();
                return true;
            });
            assertThat(Thread.holdsLock(lock)).isFalse();
            assertThat(waiting.isReady()).isTrue();
            assertThat(steps).containsExactly("ended");
        });
    }
}
