// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.LoopExit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void jumpsToTheNextTimerWhenNothingCanRun() throws Exception {
        long began = System.nanoTime();

        VirtualTime.run(time -> {
            Jevent.sleep(Duration.ofDays(365));
            assertThat(time.now()).isEqualTo(Duration.ofDays(365));
        });

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofDays(1));
    }

    @Test
    void runsOnAThreadOfItsOwnIfAGreenletCalls() throws Exception {
        var failure = new IllegalStateException("in the test");
        Jevent.run(() -> {
            var goesOn = new Event();
            var other = Jevent.spawn(() -> goesOn.await());
            VirtualTime.run(time -> {
                Jevent.sleep(Duration.ofDays(365));
                assertThat(time.now()).isEqualTo(Duration.ofDays(365));
                goesOn.set();
            });
            other.join();
            assertThatThrownBy(() -> VirtualTime.run(_ -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
            assertThatThrownBy(() -> VirtualTime.run(_ -> {
                        var _ = Jevent.spawn(() -> Jevent.sleep(SECOND));
                    }))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("Greenlet");
            return true;
        });
    }

    @Test
    void advancesFromTimerToTimerEachAtItsMoment() throws Exception {
        VirtualTime.run(time -> {
            var trace = Trace.timed();
            var ticker = Jevent.spawn(() -> {
                while (true) {
                    Jevent.sleep(SECOND);
                    trace.add("tick");
                }
            });

            time.advance(Duration.ofMillis(3500));

            trace.assertIs("tick@1", "tick@2", "tick@3");
            assertThat(time.now()).isEqualTo(Duration.ofMillis(3500));
            ticker.kill();
        });
    }

    @Test
    void isDoneWithWhatIsDueAtTheEndOfAnAdvance() throws Exception {
        VirtualTime.run(time -> {
            var trace = Trace.timed();
            var _ = Jevent.spawn(() -> {
                Jevent.sleep(Duration.ofMillis(500));
                Jevent.sleep(Duration.ofMillis(500)); // started after advance, and due with its end
                trace.add("first");
                Jevent.sleep();
                trace.add("second");
            });

            time.advance(SECOND);

            trace.assertIs("first@1", "second@1");
        });
    }

    @Test
    void letsHappenWhatIsDueNowWhenAdvancedByNothing() throws Exception {
        VirtualTime.run(time -> {
            var trace = new Trace();
            var _ = Jevent.spawnLater(Duration.ZERO, trace.mark("due"));

            time.advance(Duration.ZERO);

            trace.assertIs("due");
            assertThat(time.now()).isZero();
        });
    }

    @Test
    void standsStillWithoutAutoJumpUntilAdvanced() throws Exception {
        VirtualTime.run(time -> {
            var trace = Trace.timed();
            time.setAutoJump(false);
            var _ = Jevent.spawn(() -> {
                for (int i = 0; i < 3; i++) {
                    Jevent.sleep(SECOND);
                    trace.add("tick");
                }
            });

            Jevent.idle();
            trace.assertIs();
            time.advance(Duration.ofSeconds(2));
            trace.assertIs("tick@1", "tick@2");
            time.setAutoJump(true);
            Jevent.sleep(Duration.ofSeconds(5));
            trace.assertIs("tick@1", "tick@2", "tick@3");
        });
    }

    @Test
    void saysThatTheClockIsHeldWhenEveryoneWaitsForLater() throws Exception {
        VirtualTime.run(time -> {
            time.setAutoJump(false);

            assertThatThrownBy(() -> Jevent.sleep(SECOND))
                    .isInstanceOf(LoopExit.class)
                    .hasMessageContaining(
                            "timers are set, but the clock is moved by hand and nobody is left to move it")
                    .hasMessageContaining("root, sleep 1 s");
        });
    }

    @Test
    void computesWithoutGivingWaySoThatOthersAreLateButInOrder() throws Exception {
        VirtualTime.run(time -> {
            var trace = Trace.timed();
            var _ = Jevent.spawnLater(Duration.ofSeconds(2), trace.mark("second"));
            var _ = Jevent.spawnLater(Duration.ofSeconds(1), trace.mark("first"));

            SwitchAssert.neverSwitches(() -> time.compute(Duration.ofSeconds(5)));

            trace.assertIs();
            Jevent.idle();
            trace.assertIs("first@5", "second@5");
        });
    }

    @Test
    void refusesToGoBack() throws Exception {
        VirtualTime.run(time -> {
            assertThatThrownBy(() -> time.advance(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("step must not be negative: PT-1S");
            assertThatThrownBy(() -> time.compute(Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("step must not be negative: PT-1S");
        });
    }

    @Test
    void failsAtOnceWhenTheTestIsStuck() {
        assertThatThrownBy(() -> VirtualTime.run(time -> new Event().await()))
                .isInstanceOf(LoopExit.class)
                .hasMessageContaining("root, waiting on Event@");
    }

    @Test
    void saysWhatTimeItIs() throws Exception {
        VirtualTime.run(time -> {
            time.advance(SECOND);
            assertThat(time).hasToString("virtual time PT1S");
        });
    }
}
