// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.event.Event;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Timeouts: when they begin, which of several ends a wait, how they are told apart. */
class TimeoutTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> trace = new ArrayList<>();

    private static void waitForEver() {
        new Event().await();
    }

    @Test
    void isNoExceptionThatAHandlerForOrdinaryFailuresCouldSwallow() throws Exception {
        HubTesting.run(() -> assertThatThrownBy(() -> {
                    try (var _ = Timeout.startNew(SECOND)) {
                        try {
                            waitForEver();
                        } catch (RuntimeException e) {
                            trace.add(e);
                        }
                    }
                })
                .isInstanceOf(Timeout.class));
        assertThat(trace).isEmpty();
    }

    @Test
    void neverExpiresWithoutALimit() throws Exception {
        HubTesting.run(() -> {
            var timeout = new Timeout();
            timeout.start();
            assertThat(timeout.isPending()).isFalse();
            Jevent.sleep(Duration.ofDays(1000));
            timeout.close();
            assertThat(timeout.limit()).isNull();
            assertThat(timeout).hasToString("Timeout");
        });
    }

    @Test
    void expiresAtTheNextTurnWithALimitOfZero() throws Exception {
        HubTesting.run(() -> {
            var timeout = Timeout.startNew(Duration.ZERO);
            Jevent.sleep(); // may finish first
            assertThatThrownBy(TimeoutTest::waitForEver).isSameAs(timeout);
        });
    }

    @Test
    void doesNotInterruptWhatNeverWaits() throws Exception {
        HubTesting.run(() -> {
            int value = Jevent.withTimeout(Duration.ZERO, () -> 7);
            assertThat(value).isEqualTo(7);
        });
    }

    @Test
    void refusesANegativeLimit() { // gevent leaves it undefined
        assertThatThrownBy(() -> new Timeout(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit must not be negative: PT-0.001S");
    }

    @Test
    void throwsSomethingElseWhenTold() throws Exception {
        HubTesting.run(() -> {
            var cause = new IOException("too slow");
            var timeout = new Timeout(SECOND, () -> cause);
            assertThatThrownBy(() -> timeout.run(TimeoutTest::waitForEver)).isSameAs(cause);
            assertThat(timeout.isMine(cause)).isTrue();
            assertThat(timeout.isMine(new IOException("too slow"))).isFalse();
            try (var again = Timeout.startNew(SECOND, () -> cause)) {
                assertThatThrownBy(TimeoutTest::waitForEver)
                        .is(Copies.of(cause))
                        .satisfies(t -> assertThat(again.isMine(t)).isTrue());
            }
        });
    }

    @Test
    void throwsWhatItsSupplierThrows() throws Exception {
        HubTesting.run(() -> {
            var timeout = new Timeout(SECOND, () -> {
                throw new IllegalStateException("supplier");
            });
            assertThatThrownBy(() -> timeout.run(TimeoutTest::waitForEver))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("supplier");
        });
    }

    @Test
    void hasTheStackOfThePlaceThatItInterrupted() throws Exception {
        HubTesting.run(() -> {
            var timeout = new Timeout(SECOND);
            assertThat(timeout.getStackTrace())
                    .as("it costs nothing to make one")
                    .isEmpty();
            assertThatThrownBy(() -> timeout.run(TimeoutTest::waitForEver)).isSameAs(timeout);
            assertThat(timeout.getStackTrace()).anyMatch(f -> f.getMethodName().equals("waitForEver"));
            assertThat(Timeout.expired(SECOND).getStackTrace()).isNotEmpty();
        });
    }

    @Test
    void cannotBeStartedTwiceButAgainAfterItFiredOrWasCancelled() throws Exception {
        HubTesting.run(() -> {
            var timeout = new Timeout(SECOND);
            assertThat(timeout.isPending()).isFalse();
            timeout.start();
            assertThat(timeout.isPending()).isTrue();
            assertThatThrownBy(timeout::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("<Timeout: 1 second pending> is already started; to restart it, cancel it first");
            timeout.cancel();
            assertThat(timeout.isPending()).isFalse();
            Jevent.sleep(Duration.ofSeconds(2));

            timeout.start();
            assertThatThrownBy(TimeoutTest::waitForEver).isSameAs(timeout);
            for (int i = 0; i < 2; i++) {
                timeout.start();
                assertThatThrownBy(TimeoutTest::waitForEver)
                        .is(Copies.of(timeout))
                        .satisfies(t -> assertThat(timeout.isMine(t)).isTrue());
                assertThat(timeout.isPending()).isFalse();
            }
            timeout.close();
            timeout.close();
        });
    }

    @Test
    void belongsToTheGreenletThatStartsIt() throws Exception {
        HubTesting.run(() -> {
            var timeout = new Timeout(SECOND);
            var other = Jevent.spawn(() -> {
                timeout.start();
                waitForEver();
            });
            Jevent.sleep(Duration.ofSeconds(2));
            assertThat(other.exception()).isSameAs(timeout);
        });
    }

    @Test
    void diesWithItsGreenletAndDoesNothingThen() throws Exception {
        HubTesting.run(() -> {
            var forgetful = Jevent.spawn(() -> Timeout.startNew(SECOND));
            Timeout forgotten = forgetful.result();
            Jevent.sleep(Duration.ofSeconds(2));
            assertThat(forgotten.isPending()).isFalse();
        });
    }

    @Test
    void isClosedAtTheEndOfItsBlockWhateverHappensInIt() throws Exception {
        HubTesting.run(() -> {
            var timeout = new Timeout(SECOND);
            assertThatThrownBy(() -> timeout.run(() -> {
                        throw new IllegalStateException("body");
                    }))
                    .hasMessage("body");
            assertThat(timeout.isPending()).isFalse();
            assertThat(timeout.run(() -> {})).isTrue();
            assertThat(timeout.isPending()).isFalse();
            Jevent.sleep(Duration.ofSeconds(2));
        });
    }

    @Test
    void goesOnRunningInABlockIfItWasStartedBefore() throws Exception {
        HubTesting.run(() -> {
            var timeout = Timeout.startNew(SECOND);
            Jevent.sleep(Duration.ofMillis(600));
            assertThatThrownBy(() -> timeout.run(() -> Jevent.sleep(Duration.ofMillis(600))))
                    .isSameAs(timeout);
            assertThat(Hub.current().now()).isEqualTo(SECOND.toNanos());
        });
    }

    @Test
    void endsItsBlockWithoutAWordWhenSilent() throws Exception {
        HubTesting.run(() -> {
            assertThat(Timeout.silent(SECOND).run(TimeoutTest::waitForEver)).isFalse();
            assertThat(Timeout.silent(SECOND).run(() -> {})).isTrue();
            String value = Timeout.silent(SECOND).call(() -> "value");
            assertThat(value).isEqualTo("value");
            var silent = Timeout.silent(SECOND);
            assertThatThrownBy(() -> silent.run(() -> {
                        throw new IllegalStateException("body");
                    }))
                    .hasMessage("body");
        });
    }

    @Test
    void isNotSilentAboutAnother() throws Exception {
        HubTesting.run(() -> {
            var other = new Timeout(SECOND);
            assertThatThrownBy(() -> other.run(() -> {
                        var _ = Timeout.silent(Duration.ofSeconds(2)).run(TimeoutTest::waitForEver);
                    }))
                    .isSameAs(other);
        });
    }

    @Test
    void ofTwoTheOneThatExpiresFirstIsSeenAndTheOtherGoesOn() throws Exception {
        HubTesting.run(() -> {
            try (var outer = Timeout.startNew(Duration.ofSeconds(3))) {
                try (var inner = Timeout.startNew(SECOND)) {
                    assertThatThrownBy(TimeoutTest::waitForEver).isSameAs(inner);
                }
                assertThat(outer.isPending()).isTrue();
                try (var inner = Timeout.startNew(Duration.ofSeconds(9))) {
                    assertThatThrownBy(TimeoutTest::waitForEver).isSameAs(outer);
                    assertThat(inner.isPending()).isTrue();
                }
            }
        });
    }

    @Test
    void twoSilentOnesEndTheirOwnBlocks() throws Exception {
        HubTesting.run(() -> {
            boolean outer = Timeout.silent(Duration.ofSeconds(2)).run(() -> {
                trace.add(Timeout.silent(SECOND).run(TimeoutTest::waitForEver));
                trace.add(Timeout.silent(Duration.ofSeconds(5)).run(TimeoutTest::waitForEver));
            });
            assertThat(trace).containsExactly(false);
            assertThat(outer).isFalse();
        });
    }

    @Test
    void ofTwoOfTheSameMomentTheSecondComesAtTheNextWait() throws Exception {
        HubTesting.run(() -> {
            var first = Timeout.startNew(SECOND);
            var second = Timeout.startNew(SECOND);
            assertThatThrownBy(TimeoutTest::waitForEver).isSameAs(first);
            assertThatThrownBy(Jevent::sleep).isSameAs(second);
            Jevent.sleep();
        });
    }

    @Test
    void ofTwoOfTheSameMomentTheSecondIsForgottenIfItIsClosedBeforeTheNextWait() throws Exception {
        HubTesting.run(() -> {
            var outer = new Timeout(SECOND);
            assertThatThrownBy(() -> outer.run(() -> {
                        try (var _ = Timeout.startNew(SECOND)) {
                            waitForEver();
                        }
                    }))
                    .isSameAs(outer);
            Jevent.sleep();
        });
    }

    @Test
    void saysHowLongItIs() {
        assertThat(new Timeout().getMessage()).isEmpty();
        assertThat(new Timeout(SECOND)).hasMessage("1 second").hasToString("Timeout: 1 second");
        assertThat(new Timeout(Duration.ofSeconds(2))).hasMessage("2 seconds");
        assertThat(new Timeout(Duration.ofMillis(500))).hasMessage("0.5 seconds");
        assertThat(new Timeout(Duration.ofMinutes(10))).hasMessage("600 seconds");
        assertThat(Timeout.silent(SECOND)).hasMessage("1 second (silent)");
        assertThat(new Timeout(Duration.ofSeconds(Long.MAX_VALUE))).hasMessage("9223372036854775807 seconds");
        assertThat(new Timeout(SECOND).limit()).isEqualTo(SECOND);
    }

    @Test
    void withTimeoutThrowsOrReturnsTheGivenValue() throws Exception {
        HubTesting.run(() -> {
            assertThatThrownBy(() -> Jevent.withTimeout(SECOND, TimeoutTest::forEver))
                    .isInstanceOf(Timeout.class)
                    .hasMessage("1 second");
            String given = Jevent.withTimeout(SECOND, "given", TimeoutTest::forEver);
            assertThat(given).isEqualTo("given");
            String inTime = Jevent.withTimeout(SECOND, "given", () -> "in time");
            assertThat(inTime).isEqualTo("in time");
        });
    }

    @Test
    void withTimeoutLetsTheTimeoutOfSomebodyElseOut() throws Exception {
        HubTesting.run(() -> {
            var outer = new Timeout(SECOND);
            assertThatThrownBy(() ->
                            outer.call(() -> Jevent.withTimeout(Duration.ofSeconds(2), "given", TimeoutTest::forEver)))
                    .isSameAs(outer);
            var thrown = new Timeout(Duration.ofSeconds(7));
            assertThatThrownBy(() -> Jevent.withTimeout(SECOND, "given", () -> {
                        throw thrown;
                    }))
                    .isSameAs(thrown);
        });
    }

    private static String forEver() {
        waitForEver();
        return "never";
    }

    @Test
    @Tag("realtime")
    void interruptsAForeignWaitAndComesOutAsItselfWithTheForeignExceptionSuppressed() throws Exception {
        HubTesting.run(() -> {
            var timeout = new Timeout(SECOND);
            assertThatThrownBy(() -> timeout.call(() -> {
                        Thread.sleep(Duration.ofHours(1));
                        return "never";
                    }))
                    .isSameAs(timeout);
            assertThat(timeout.getSuppressed()).singleElement().isInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Jevent.sleep();
        });
    }

    @Test
    @Tag("realtime")
    void isThrownAtTheEndOfItsBlockIfForeignCodeSwallowedTheInterrupt() throws Exception {
        HubTesting.run(() -> {
            var timeout = new Timeout(SECOND);
            assertThatThrownBy(() -> timeout.run(() -> {
                        try {
                            Thread.sleep(Duration.ofHours(1));
                        } catch (InterruptedException e) {
                            trace.add("swallowed");
                        }
                    }))
                    .isSameAs(timeout);
            assertThat(trace).containsExactly("swallowed");
            assertThat(Timeout.silent(SECOND).run(() -> {
                        try {
                            Thread.sleep(Duration.ofHours(1));
                        } catch (InterruptedException e) {
                            trace.add("swallowed");
                        }
                    }))
                    .isFalse();
        });
    }

    @Test
    void cancelNeverThrowsEvenIfForeignCodeSwallowedTheInterrupt() throws Exception {
        HubTesting.run(() -> {
            var timeout = Timeout.startNew(Duration.ofSeconds(1));
            try {
                synchronized (timeout) {
                    timeout.wait();
                }
                assertThat(timeout).as("interrupted").isNull();
            } catch (InterruptedException e) {
                assertThat(e).isNotNull();
            } finally {
                timeout.cancel();
            }
            Jevent.sleep(Duration.ofSeconds(2));
            assertThat(Thread.interrupted()).isFalse();
            timeout.cancel();
        });
    }

    @Test
    void isCancelledByAnotherGreenletAndByAnotherThread() throws Exception {
        HubTesting.run(() -> {
            for (boolean sameHub : new boolean[] {true, false}) {
                var timeout = new Timeout(Duration.ofSeconds(1));
                var sleeper = Jevent.spawn(() -> {
                    timeout.start();
                    Jevent.sleep(Duration.ofSeconds(2));
                    return "slept";
                });
                Jevent.sleep();
                if (sameHub) {
                    timeout.cancel();
                } else {
                    var thread = Thread.ofPlatform().start(timeout::cancel);
                    thread.join();
                }
                assertThat(sleeper.result()).isEqualTo("slept");
                timeout.cancel();
                Thread.ofPlatform().start(timeout::cancel).join();
            }
        });
    }

    @Test
    void cancelOfATimeoutOfAClosedHubDoesNothing() throws Exception {
        var timeout = new Timeout(Duration.ofHours(1));
        Thread.ofPlatform()
                .start(() -> {
                    try (var _ = Hub.current()) {
                        timeout.start();
                    }
                })
                .join();
        timeout.cancel();
        timeout.cancel();
    }
}
