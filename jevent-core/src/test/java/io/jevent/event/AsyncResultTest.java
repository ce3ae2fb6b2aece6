// SPDX-License-Identifier: Apache-2.0
package io.jevent.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Copies;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Results: values, failures, sources, other threads. */
class AsyncResultTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void handsItsValueToAllWhoWaitAndAsk() throws Exception {
        HubTesting.run(() -> {
            var result = new AsyncResult<Integer>();
            assertThat(result.isReady() || result.isSuccessful()).isFalse();
            assertThat(result.value()).isNull();
            var waiting = List.of(Jevent.spawn(() -> result.result()), Jevent.spawn(() -> result.result(SECOND)));
            Jevent.sleep();
            result.set(7);
            assertThat(waiting.getFirst().result()).isEqualTo(7);
            assertThat(waiting.getLast().result()).isEqualTo(7);
            assertThat(result.isReady() && result.isSuccessful()).isTrue();
            assertThat(result.value()).isEqualTo(7);
            assertThat(result.exception()).isNull();
            long switches = Hub.current().switches();
            assertThat(result.result()).isEqualTo(7);
            assertThat(Hub.current().switches()).isEqualTo(switches);
        });
    }

    @Test
    void servesAsAPlainEvent() throws Exception {
        HubTesting.run(() -> {
            var result = new AsyncResult<Integer>();
            var waiter = Jevent.spawn(() -> result.join(SECOND));
            Jevent.sleep();
            result.set();
            assertThat(waiter.result()).isTrue();
            assertThat(result.value()).isNull();
            assertThat(result.isSuccessful()).isTrue();
        });
    }

    @Test
    void throwsATimeoutAtThoseWhoAskTooEarly() throws Exception {
        HubTesting.run(() -> {
            var result = new AsyncResult<Integer>();
            assertThatThrownBy(() -> result.result(Duration.ZERO)).isInstanceOf(Timeout.class);
            assertThatThrownBy(() -> result.result(SECOND))
                    .isInstanceOf(Timeout.class)
                    .hasMessage("1 second");
            assertThat(result.join(SECOND)).isFalse();
        });
    }

    @Test
    void throwsACopyOfItsFailureToEachCallerButNotAtThoseWhoJoin() throws Exception {
        HubTesting.run(() -> {
            var failure = new IOException("disk");
            var result = new AsyncResult<Integer>();
            var seen = new ArrayList<Throwable>();
            for (int i = 0; i < 2; i++) {
                var _ = Jevent.spawn(() -> {
                    try {
                        result.result();
                    } catch (Throwable t) {
                        seen.add(t);
                    }
                });
            }
            Jevent.sleep();
            result.setException(failure);
            result.join();
            Jevent.idle();
            assertThat(seen).hasSize(2).doesNotHaveDuplicates().are(Copies.of(failure));
            assertThat(result.exception()).isSameAs(failure);
            assertThat(result.isSuccessful()).isFalse();
        });
    }

    @Test
    void keepsWhatWasSetLastAndCanBeSetOnceOnly() throws Exception {
        HubTesting.run(() -> {
            var result = new AsyncResult<Integer>();
            assertThat(result.trySet(1)).isTrue();
            assertThat(result.trySet(2)).isFalse();
            assertThat(result.result()).isEqualTo(1);
            result.setException(new IOException("disk"));
            result.set(3);
            assertThat(result.result()).isEqualTo(3);
        });
    }

    @Test
    void isAFutureThatCannotBeCancelled() throws Exception {
        HubTesting.run(() -> {
            var result = new AsyncResult<Integer>();
            assertThat(result.isDone()).isFalse();
            assertThat(result.cancel(true)).isFalse();
            assertThat(result.isCancelled()).isFalse();
            result.set(7);
            assertThat(result.isDone()).isTrue();
            assertThat(result.get()).isEqualTo(7);
        });
    }

    @Test
    void takesOverTheOutcomeOfASourceThatIsReady() throws Exception {
        HubTesting.run(() -> {
            var source = new AsyncResult<Integer>();
            var copy = new AsyncResult<Number>();
            assertThatThrownBy(() -> copy.setFrom(source))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith("is not ready; link to it: source.rawlink(...)");
            source.set(7);
            copy.setFrom(source);
            assertThat(copy.result()).isEqualTo(7);
            var exit = new GreenletExit();
            source.setException(exit);
            copy.setFrom(source);
            assertThat(copy.exit()).isSameAs(exit);
            assertThat(copy.exception()).isNull();
            assertThatThrownBy(copy::result).isInstanceOf(CancellationException.class);
        });
    }

    @Test
    void callsLinksInTurnWithWaitersAndTakesThemBack() throws Exception {
        HubTesting.run(() -> {
            var trace = new ArrayList<String>();
            var result = new AsyncResult<Integer>();
            Runnable gone = () -> trace.add("gone");
            result.rawlink(() -> trace.add("link"));
            result.rawlink(gone);
            var waiter = Jevent.spawn(() -> {
                result.join();
                trace.add("waiter");
            });
            Jevent.sleep();
            result.unlink(gone);
            result.set(1);
            waiter.join();
            result.rawlink(() -> trace.add("late link"));
            Jevent.sleep();
            assertThat(trace).containsExactly("link", "waiter", "late link");
        });
    }

    @Test
    void saysWhatIsInIt() throws Exception {
        HubTesting.run(() -> {
            var result = new AsyncResult<String>();
            assertThat(result.toString()).matches("AsyncResult@[0-9a-f]+ \\(not set\\)");
            result.set("v");
            assertThat(result.toString()).matches("AsyncResult@[0-9a-f]+ \\(v\\)");
            result.setException(new IOException("disk"));
            assertThat(result.toString()).matches("AsyncResult@[0-9a-f]+ \\(java.io.IOException: disk\\)");
        });
    }

    @Test
    void isSetByAnotherThread() throws Exception {
        for (int round = 0; round < 100; round++) {
            HubTesting.run(() -> {
                var result = new AsyncResult<Thread>();
                var setter = new Thread(() -> result.set(Thread.currentThread()));
                var waiter = Jevent.spawn(() -> result.result());
                setter.start();
                assertThat(waiter.result()).isSameAs(setter);
                setter.join();
            });
        }
    }
}
