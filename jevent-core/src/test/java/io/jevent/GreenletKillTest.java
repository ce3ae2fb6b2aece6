// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a greenlet is killed. */
class GreenletKillTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Object> trace = new ArrayList<>();

    private final List<Throwable> reported = new ArrayList<>();

    private void keepReports() {
        Hub.current().setErrorHandler((_, failure) -> reported.add(failure));
    }

    /** A greenlet that waits for ever and returns the signal that ended its wait. */
    private Greenlet<?> waiting() {
        var greenlet = Jevent.spawn(() -> {
            try {
                new Event().await();
            } catch (Throwable t) {
                trace.add(t);
                throw t;
            }
        });
        Jevent.sleep();
        return greenlet;
    }

    @Test
    void endsABlockedGreenletAndWaitsForItsEnd() throws Exception {
        HubTesting.run(() -> {
            var victim = waiting();
            victim.kill();
            assertThat(victim.isDead()).isTrue();
            assertThat(victim.exit()).isNotNull();
            assertThat(trace).hasSize(1).first().isSameAs(victim.exit());
            victim.kill();
            assertThat(trace).as("a second kill does nothing").hasSize(1);
        });
    }

    @Test
    void neverRunsOneThatWasKilledBeforeAndThatTakesNoSwitch() throws Exception {
        HubTesting.run(() -> {
            keepReports();
            for (boolean started : List.of(false, true)) {
                var victim = new Greenlet<>(() -> trace.add("ran"));
                if (started) {
                    victim.start();
                }
                victim.rawlink(() -> trace.add("link"));
                long switches = Hub.current().switches();
                victim.kill();
                assertThat(Hub.current().switches()).isEqualTo(switches);
                assertThat(victim.isDead() && victim.isReady() && victim.isSuccessful())
                        .isTrue();
                victim.start();
                Jevent.sleep();
            }
            assertThat(trace).containsExactly("link", "link");
            assertThat(reported).isEmpty();
        });
    }

    @Test
    void reportsTheFailureOfOneThatNeverRan() throws Exception {
        HubTesting.run(() -> {
            keepReports();
            var cause = new IOException("not needed");
            var victim = new Greenlet<>(() -> 1);
            victim.kill(cause);
            assertThat(victim.isSuccessful()).isFalse();
            assertThat(victim.exception()).isSameAs(cause);
            assertThat(reported).containsExactly(cause);
        });
    }

    @Test
    void cancelsTheStartOfALateOne() throws Exception {
        HubTesting.run(() -> {
            var victim = Jevent.spawnLater(SECOND, () -> trace.add("ran"));
            victim.kill();
            Jevent.sleep(Duration.ofSeconds(2));
            assertThat(trace).isEmpty();
            assertThat(victim.exit()).isNotNull();
        });
    }

    @Test
    void doesNotSwitchForOneThatHasEnded() throws Exception {
        HubTesting.run(() -> {
            var ended = Jevent.spawn(() -> 1);
            ended.join();
            long switches = Hub.current().switches();
            ended.kill();
            assertThat(ended.kill(new GreenletExit(), SECOND)).isTrue();
            assertThat(Hub.current().switches()).isEqualTo(switches);
            assertThat(ended.result()).isEqualTo(1);
        });
    }

    @Test
    void waitsInVainForOneThatSwallowsItAndSaysSo() throws Exception {
        HubTesting.run(() -> {
            var gate = new Event();
            var stubborn = Jevent.spawn(() -> {
                try {
                    gate.await();
                } catch (GreenletExit e) {
                    trace.add("swallowed");
                }
                gate.await();
            });
            Jevent.sleep();
            long start = Hub.current().now();
            assertThat(stubborn.kill(new GreenletExit(), SECOND)).isFalse();
            assertThat(Hub.current().now() - start).isEqualTo(SECOND.toNanos());
            assertThat(stubborn.kill(new GreenletExit(), Duration.ZERO))
                    .as("told, but not waited for")
                    .isFalse();
            stubborn.join();
            assertThat(trace).containsExactly("swallowed");
            assertThat(stubborn.exit()).isNotNull();
        });
    }

    @Test
    void reachesOneInTheRunQueueAtItsNextWait() throws Exception {
        HubTesting.run(() -> {
            var victim = Jevent.spawn(() -> {
                Jevent.sleep();
                trace.add("resumed");
                Jevent.sleep();
                trace.add("never");
            });
            Jevent.sleep();
            victim.kill();
            assertThat(trace).containsExactly("resumed");
            assertThat(victim.exit()).isNotNull();
        });
    }

    @Test
    void isForgottenIfOneInTheRunQueueEndsFirst() throws Exception {
        HubTesting.run(() -> {
            var victim = Jevent.spawn(() -> {
                Jevent.sleep();
                return "ended";
            });
            Jevent.sleep();
            victim.kill();
            assertThat(victim.result()).isEqualTo("ended");
        });
    }

    @Test
    void waitsForFinallyBlocksThatWait() throws Exception {
        HubTesting.run(() -> {
            var victim = Jevent.spawn(() -> {
                try {
                    new Event().await();
                } finally {
                    Jevent.sleep(SECOND);
                    trace.add("cleaned up at " + Hub.current().now());
                }
            });
            Jevent.sleep();
            victim.kill();
            assertThat(trace).containsExactly("cleaned up at 1000000000");
        });
    }

    @Test
    void isSeenOnlyOnceIfTheVictimDiesOfTheFirst() throws Exception {
        HubTesting.run(() -> {
            keepReports();
            var first = new IOException("first");
            var victim = waiting();
            victim.interrupt(first);
            victim.interrupt(new IOException("second"));
            victim.join();
            assertThat(victim.exception()).isSameAs(first);
            assertThat(reported).containsExactly(first);
        });
    }

    @Test
    void throwsAnyThrowableAsTheSameInstance() throws Exception {
        HubTesting.run(() -> {
            keepReports();
            for (Throwable cause : List.of(new IOException("io"), new Error("error"), new Throwable("bare"))) {
                var victim = waiting();
                victim.kill(cause);
                assertThat(trace.removeFirst()).isSameAs(cause);
                assertThat(victim.isSuccessful()).isFalse();
                assertThat(victim.exception()).isSameAs(cause);
                assertThat(reported.removeFirst()).isSameAs(cause);
            }
        });
    }

    @Test
    void raisesAtOnceInOneThatKillsItself() throws Exception {
        HubTesting.run(() -> {
            var cause = new GreenletExit("enough");
            var suicide = new ArrayList<Greenlet<?>>();
            suicide.add(Jevent.spawn(() -> {
                trace.add("before");
                suicide.getFirst().kill(cause);
                trace.add("never");
            }));
            suicide.getFirst().join();
            assertThat(suicide.getFirst().exit()).isSameAs(cause);
            assertThat(trace).containsExactly("before");
        });
    }

    @Test
    void raisesAtTheNextWaitInOneThatInterruptsItself() throws Exception {
        HubTesting.run(() -> {
            var victim = new ArrayList<Greenlet<?>>();
            victim.add(Jevent.spawn(() -> {
                victim.getFirst().interrupt(new GreenletExit());
                trace.add("goes on");
                Jevent.sleep();
                trace.add("never");
            }));
            victim.getFirst().join();
            assertThat(trace).containsExactly("goes on");
        });
    }

    @Test
    void isRaisedInALongComputationThatAsks() throws Exception {
        HubTesting.run(() -> {
            var victim = Jevent.spawn(() -> {
                Jevent.current().interrupt(new GreenletExit("enough"));
                try {
                    Jevent.checkpoint();
                } catch (GreenletExit e) {
                    trace.add(e.getMessage());
                }
                Jevent.checkpoint();
            });
            victim.join();
            assertThat(trace).containsExactly("enough");
        });
    }

    @Test
    void countsAsANormalEndWhenThrownInside() throws Exception {
        HubTesting.run(() -> {
            keepReports();
            class Enough extends GreenletExit {
                private static final long serialVersionUID = 1L;
            }
            var exit = new Enough();
            var quitter = Jevent.spawn(() -> {
                throw exit;
            });
            quitter.join();
            assertThat(quitter.isSuccessful()).isTrue();
            assertThat(quitter.exit()).isSameAs(exit);
            Jevent.spawnRaw(() -> {
                throw new GreenletExit();
            });
            Jevent.sleep();
            assertThat(reported).isEmpty();
        });
    }

    @Test
    void cannotBeSwallowedByAHandlerForOrdinaryFailures() throws Exception {
        HubTesting.run(() -> {
            var victim = Jevent.spawn(() -> {
                try {
                    new Event().await();
                } catch (RuntimeException e) {
                    trace.add(e);
                }
            });
            Jevent.sleep();
            victim.kill();
            assertThat(trace).isEmpty();
            assertThat(victim.exit()).isNotNull();
        });
    }

    @Test
    void endsAsACancelledFutureIfItMayInterrupt() throws Exception {
        HubTesting.run(() -> {
            var running = Jevent.spawn(() -> Jevent.sleep(SECOND));
            Jevent.sleep();
            assertThat(running.cancel(false)).as("it has begun").isFalse();
            assertThat(running.cancel(true)).isTrue();
            running.join();
            assertThat(running.isCancelled()).isTrue();
            assertThat(running.cancel(true)).as("it has ended").isFalse();

            var waitsForItsTurn = Jevent.spawn(() -> trace.add("ran"));
            assertThat(waitsForItsTurn.cancel(false)).isTrue();
            assertThat(waitsForItsTurn.isDone()).isTrue();
            Jevent.sleep();
            assertThat(trace).isEmpty();
        });
    }

    @Test
    void killsARawGreenletToo() throws Exception {
        HubTesting.run(() -> {
            var raw = Jevent.spawnRaw(() -> {
                try {
                    new Event().await();
                } finally {
                    trace.add("ended");
                }
            });
            Jevent.sleep();
            raw.interrupt(new GreenletExit());
            Jevent.sleep();
            assertThat(raw.isDead()).isTrue();
            raw.interrupt(new GreenletExit());
            assertThat(trace).containsExactly("ended");
        });
    }

    @Test
    void waitsUntilAShieldIsLeft() throws Exception {
        HubTesting.run(() -> {
            var victim = Jevent.spawn(() -> {
                String value = Jevent.shielded(() -> {
                    Jevent.sleep(SECOND);
                    return "done at " + Hub.current().now();
                });
                trace.add(value);
                Jevent.sleep();
                trace.add("never");
                return null;
            });
            Jevent.sleep();
            victim.kill();
            assertThat(trace).containsExactly("done at 1000000000");
        });
    }

    @Test
    void leavesTimeoutsInsideAShieldWorking() throws Exception {
        HubTesting.run(() -> {
            var outer = new Timeout(SECOND);
            assertThatThrownBy(() -> outer.call(() -> {
                        assertThatThrownBy(() -> Jevent.shielded(() -> new Timeout(Duration.ofSeconds(2)).call(() -> {
                                    new Event().await();
                                    return 1;
                                })))
                                .hasMessage("2 seconds");
                        trace.add("after the shield at " + Hub.current().now());
                        Jevent.sleep();
                        return 1;
                    }))
                    .isSameAs(outer);
            assertThat(trace).containsExactly("after the shield at 2000000000");
        });
    }

    @Test
    void aShieldProtectsAtAnyDepth() throws Exception {
        HubTesting.run(() -> {
            for (int depth : new int[] {1, 127, 128, 256}) {
                var finished = new boolean[1];
                var victim = Jevent.spawn(() -> {
                    shielded(depth);
                    finished[0] = true;
                    Jevent.sleep();
                    return "not killed";
                });
                Jevent.sleep();
                victim.kill();
                assertThat(finished[0]).as("depth %d", depth).isTrue();
                assertThat(victim.exit()).isNotNull();
            }
        });
    }

    private static void shielded(int depth) throws Exception {
        if (depth == 0) {
            Jevent.sleep(Duration.ofSeconds(1));
            return;
        }
        Jevent.shielded(() -> {
            shielded(depth - 1);
            return null;
        });
    }
}
