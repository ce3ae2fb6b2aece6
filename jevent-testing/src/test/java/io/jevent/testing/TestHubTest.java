// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class TestHubTest {

    private static Throwable failureOf(TestHub.Body body) {
        return catchThrowable(() -> {
            try (var hub = TestHub.virtualTime()) {
                hub.run(body);
            }
        });
    }

    @Test
    void runsTheBodyAsTheRootGreenletAndReturnsItsValue() throws Exception {
        try (var hub = TestHub.virtualTime()) {
            String name = hub.run(() -> String.valueOf(Jevent.current()));
            assertThat(name).isEqualTo("root");
            assertThat(hub.run((Callable<Hub>) Hub::current)).isSameAs(hub.hub());
        }
        assertThat(Hub.ifCurrent()).isNull();
    }

    @Test
    void throwsWhatTheBodyThrowsAsItIs() {
        var failure = new IOException("disk");
        assertThat(failureOf(() -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    void waitsUntilAllOthersWait() throws Exception {
        try (var hub = TestHub.virtualTime()) {
            hub.run(() -> {
                var trace = new Trace();
                var worker = Jevent.spawn(() -> {
                    for (int i = 0; i < 5; i++) {
                        trace.add(i);
                        Jevent.sleep();
                    }
                    new Event().await();
                });
                hub.awaitAllBlocked();
                trace.assertIs(0, 1, 2, 3, 4);
                worker.kill();
            });
        }
    }

    @Test
    void runsInRealTimeWhenAsked() throws Exception {
        try (var hub = TestHub.realTime()) {
            hub.run(() -> Jevent.sleep());
            assertThatThrownBy(hub::time)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this test runs in real time; open it with TestHub.virtualTime()");
        }
    }

    @Test
    void closesAnEmptyHubThatWasLeftOnTheThread() throws Exception {
        Hub left = Hub.current();
        VirtualTime.run(time -> assertThat(Hub.current()).isNotSameAs(left));
        assertThat(left.isClosed()).isTrue();
    }

    @Test
    void refusesAThreadWhoseHubHasGreenlets() {
        Hub left = Hub.current();
        try {
            var _ = Jevent.spawn(() -> Jevent.sleep());
            assertThatThrownBy(TestHub::virtualTime)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("this thread has a hub with greenlets already")
                    .hasMessageContaining("ready to start");
        } finally {
            left.close();
        }
    }

    @Test
    void failsWhenAGreenletOutlivesTheTestAndSaysWhatItWaitsForAndWhereItWasSpawned() {
        Throwable failure = failureOf(() -> {
            var forgotten = Jevent.spawn(() -> new Event().await());
            forgotten.setName("poller");
            Jevent.sleep();
        });

        assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 greenlet outlived the test; join or kill what a test starts, or allow it")
                .hasMessageContaining("poller, waiting on Event@")
                .hasMessageContaining("(not set)\n      spawned at io.jevent")
                .hasMessageContaining("TestHubTest.java:")
                .hasMessageContaining("by root");
    }

    @Test
    void namesEachGreenletThatIsLeft() {
        Throwable failure = failureOf(() -> {
            for (int i = 0; i < 3; i++) {
                Jevent.spawn(() -> Jevent.sleep(Duration.ofHours(1))).setName("sleeper-" + i);
            }
            Jevent.spawnLater(Duration.ofHours(1), () -> {}).setName("late");
        });

        assertThat(failure)
                .hasMessageContaining("4 greenlets outlived the test")
                .hasMessageContaining("sleeper-0, sleep 3600 s")
                .hasMessageContaining("sleeper-2, sleep 3600 s")
                .hasMessageContaining("late, waiting for its start");
    }

    @Test
    void letsThoseThatCanRunComeToTheirEnd() {
        assertThat(failureOf(() -> {
                    var _ = Jevent.spawn(() -> {
                        Jevent.sleep();
                        Jevent.spawn(() -> Jevent.sleep()).link(g -> Jevent.sleep());
                    });
                    var _ = Jevent.spawnLater(Duration.ZERO, () -> {});
                }))
                .isNull();
    }

    @Test
    void takesAGreenletThatOnlyYieldsForALeak() {
        assertThat(failureOf(() -> {
                    var _ = Jevent.spawn(() -> {
                        while (true) {
                            Jevent.sleep();
                        }
                    });
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 greenlet outlived the test");
    }

    @Test
    void runsTheFinallyBlocksOfWhatIsLeft() {
        var trace = new Trace();
        Throwable failure = failureOf(() -> {
            var _ = Jevent.spawn(() -> {
                try {
                    new Event().await();
                } finally {
                    trace.add("cleaned up");
                }
            });
            Jevent.sleep();
        });
        assertThat(failure).hasMessageContaining("1 greenlet outlived the test");
        trace.assertIs("cleaned up");
    }

    @Test
    void allowsLeaksWhenTold() throws Exception {
        try (var hub = TestHub.virtualTime().allowLeaks()) {
            hub.run(() -> {
                var _ = Jevent.spawn(() -> new Event().await());
                Jevent.sleep();
            });
        }
    }

    @Test
    void keepsTheFailureOfTheTestInFrontOfWhatItLeaves() {
        var failure = new IOException("disk");
        Throwable thrown = failureOf(() -> {
            var _ = Jevent.spawn(() -> new Event().await());
            Jevent.sleep();
            throw failure;
        });
        assertThat(thrown).isSameAs(failure);
        assertThat(thrown.getSuppressed()).hasSize(1);
        assertThat(thrown.getSuppressed()[0]).hasMessageContaining("1 greenlet outlived the test");
    }

    @Test
    void failsWhenAGreenletFailsAndNobodyAsks() {
        var cause = new IOException("disk");
        Throwable failure = failureOf(() -> Jevent.spawn(() -> {
                    throw cause;
                })
                .join());

        assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "a failure that nobody asked for; look at it (result(), exception(), takeFailures())")
                .hasMessageContaining("java.io.IOException: disk\n      in Greenlet-0, spawned at io.jevent")
                .hasCause(cause);
    }

    @Test
    void passesWhenTheFailureWasAskedFor() {
        var cause = new IOException("disk");
        assertThat(failureOf(() -> {
                    var asked = Jevent.spawn(() -> {
                        throw cause;
                    });
                    assertThatThrownBy(asked::result).hasSameClassAs(cause).hasMessage("disk");
                    var looked = Jevent.spawn(() -> {
                        throw cause;
                    });
                    looked.join();
                    assertThat(looked.exception()).isSameAs(cause);
                    var told = Jevent.spawn(() -> {
                        throw cause;
                    });
                    told.join();
                    assertThat(told.isSuccessful()).isFalse();
                }))
                .isNull();
    }

    @Test
    void failsWhenACallbackOrARawGreenletFails() {
        Throwable failure = failureOf(() -> {
            Hub.current().runCallback(() -> {
                throw new IllegalStateException("callback");
            });
            Jevent.spawnRaw(() -> {
                throw new IllegalArgumentException("raw");
            });
            Jevent.idle();
        });
        assertThat(failure)
                .hasMessageContaining("2 failures that nobody asked for")
                .hasMessageContaining("java.lang.IllegalStateException: callback\n      in a callback of the hub")
                .hasMessageContaining("java.lang.IllegalArgumentException: raw\n      in ");
        assertThat(failure.getSuppressed()[0]).hasMessage("raw");
    }

    @Test
    void passesWhenTheTestTakesTheFailures() throws Exception {
        try (var hub = TestHub.virtualTime()) {
            hub.run(() -> {
                Jevent.spawnRaw(() -> {
                    throw new IllegalArgumentException("raw");
                });
                Jevent.idle();
                assertThat(hub.takeFailures()).hasSize(1);
                assertThat(hub.takeFailures()).isEmpty();
            });
        }
    }

    @Test
    void takesAKillForNoFailure() {
        assertThat(failureOf(() -> {
                    var killed = Jevent.spawn(() -> new Event().await());
                    Jevent.sleep();
                    killed.kill();
                    Jevent.spawnRaw(() -> {
                        throw new GreenletExit();
                    });
                }))
                .isNull();
    }

    @Test
    void tellsTheTestAtOnceWhatConcernsTheWholeProgram() {
        var failure = new OutOfMemoryError("not really");
        assertThat(failureOf(() -> {
                    Jevent.spawnRaw(() -> {
                        throw failure;
                    });
                    new Event().await();
                }))
                .isSameAs(failure);
    }

    @Test
    void printsFailuresAsAProgramDoesWhenTheyAreAllowed() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var hub = TestHub.virtualTime().allowFailures()) {
            hub.hub().setErrorStream(new PrintStream(out, true, StandardCharsets.UTF_8));
            hub.run(() -> Jevent.spawn(() -> {
                        throw new IOException("disk");
                    })
                    .join());
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("java.io.IOException: disk")
                .contains("Greenlet-0 printsFailuresAsAProgramDoesWhenTheyAreAllowed(TestHubTest.java:")
                .contains(") failed with IOException");
    }

    @Test
    void endsATestThatTakesTooLongAndReportsWhatEveryoneDid() {
        Throwable failure = catchThrowable(() -> {
            try (var hub = TestHub.virtualTime().timeLimit(Duration.ofMillis(50))) {
                hub.hub().retain(); // something outside is at work, and never reports
                hub.run(() -> new Event().await());
            }
        });
        assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the test has not ended after PT0.05S of real time")
                .hasMessageContaining("root: waiting on Event@");
        assertThat(failure.getSuppressed()).isEmpty();
    }

    @Test
    void endsATestThatGivesWayForEver() {
        Throwable failure = catchThrowable(() -> {
            try (var hub = TestHub.virtualTime().timeLimit(Duration.ofMillis(50))) {
                hub.run(() -> {
                    while (true) {
                        Jevent.sleep(Duration.ofSeconds(1));
                    }
                });
            }
        });
        assertThat(failure).hasMessageContaining("the test has not ended after PT0.05S of real time");
    }

    @Test
    void failsATestThatCaughtTheEndOfItsTime() {
        Throwable failure = catchThrowable(() -> {
            try (var hub = TestHub.virtualTime().timeLimit(Duration.ofMillis(50))) {
                hub.hub().retain();
                hub.run(() -> {
                    try {
                        new Event().await();
                    } catch (AssertionError e) {
                        hub.hub().release();
                    }
                });
            }
        });
        assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the test has not ended after PT0.05S of real time");
    }

    @Test
    void endsATestThatHangsOutsideOfItsBody() {
        Throwable failure = catchThrowable(() -> {
            try (var hub = TestHub.virtualTime().timeLimit(Duration.ofMillis(50))) {
                hub.hub().retain();
                new Event().await(); // the main greenlet, as in a @BeforeEach method
            }
        });
        assertThat(failure).hasMessageContaining("the test has not ended after PT0.05S of real time");
    }

    @Test
    void leavesATestAloneThatEndsInTime() {
        assertThatCode(() -> {
                    try (var hub = TestHub.virtualTime().timeLimit(Duration.ofHours(1))) {
                        hub.run(() -> Jevent.sleep(Duration.ofHours(2)));
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void mayBeClosedTwice() {
        var hub = TestHub.virtualTime();
        hub.close();
        hub.close();
        assertThat(Hub.ifCurrent()).isNull();
    }
}
