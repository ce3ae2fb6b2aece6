// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.LoopExit;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.testing.Choices;
import io.jevent.testing.TestHub;
import io.jevent.testing.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs classes of tests, some of which have to fail, inside of JUnit. */
class HubTestExtensionTest {

    static class PlainCase {
        static final List<String> SEEN = new ArrayList<>();
        private @Nullable VirtualTime clock;

        @BeforeEach
        void prepare(VirtualTime time) {
            clock = time;
            Jevent.sleep(Duration.ofSeconds(1));
            SEEN.add("before at " + time.now());
        }

        @HubTest
        void runsAsTheRootGreenlet(VirtualTime time, TestHub testHub, Hub hub) {
            assertThat(time).isSameAs(clock);
            assertThat(testHub.hub()).isSameAs(hub).isSameAs(Hub.current());
            time.advance(Duration.ofHours(1));
            SEEN.add(CurrentGreenlet.get() + " at " + time.now());
        }

        @AfterEach
        void cleanUp(VirtualTime time) {
            SEEN.add("after at " + time.now());
        }
    }

    @Test
    void runsTheTestAsTheRootGreenletInVirtualTimeWithItsParameters() {
        PlainCase.SEEN.clear();
        Launched result = Launched.run(PlainCase.class);

        assertThat(result.failures()).isEmpty();
        assertThat(result.names()).containsExactly("virtual time");
        assertThat(PlainCase.SEEN).containsExactly("before at PT1S", "root at PT1H1S", "after at PT1H1S");
        assertThat(Hub.ifCurrent()).isNull();
    }

    static class RealTimeCase {
        @HubTest(realTime = true)
        void usesTheRealClock(Hub hub) {
            assertThat(hub.loop()).hasToString("parking loop");
            Jevent.sleep(Duration.ofNanos(1));
        }
    }

    @Test
    void runsInRealTimeWhenAsked() {
        Launched result = Launched.run(RealTimeCase.class);
        assertThat(result.failures()).isEmpty();
        assertThat(result.names()).containsExactly("real time");
    }

    static class RealTimeClockCase {
        @HubTest(realTime = true)
        void asksForAClockThatIsNotThere(VirtualTime time) {
            throw new AssertionError(time);
        }
    }

    @Test
    void refusesAVirtualClockInRealTime() {
        assertThat(Launched.run(RealTimeClockCase.class).onlyFailure())
                .hasStackTraceContaining("this test runs in real time");
    }

    static class ConstructorCase {
        ConstructorCase(VirtualTime time) {
            throw new AssertionError(time);
        }

        @HubTest
        void neverRuns() {}
    }

    @Test
    void saysThatAConstructorIsTooEarly() {
        assertThat(Launched.run(ConstructorCase.class).onlyFailure())
                .hasMessageContaining("the hub of a test is made before its @BeforeEach methods");
    }

    static class LeakCase {
        @HubTest
        void forgetsAGreenlet() {
            Jevent.spawn(() -> new Event().await()).setName("forgotten");
            Jevent.sleep();
        }
    }

    @Test
    void failsATestThatLeaksAGreenlet() {
        assertThat(Launched.run(LeakCase.class).onlyFailure())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 greenlet outlived the test")
                .hasMessageContaining("forgotten, waiting on Event@")
                .hasMessageContaining("spawned at io.jevent")
                .hasMessageContaining("HubTestExtensionTest$LeakCase");
    }

    static class HangCase {
        @HubTest
        void waitsForWhatNobodyDoes() {
            var stuck = Jevent.spawn(() -> new Event().await());
            stuck.setName("stuck");
            stuck.join();
        }
    }

    @Test
    void failsATestThatIsStuckWithTheReportOfWhatIsStuck() {
        assertThat(Launched.run(HangCase.class).onlyFailure())
                .isInstanceOf(LoopExit.class)
                .hasMessageContaining("this operation would block forever")
                .hasMessageContaining("root, waiting on stuck")
                .hasMessageContaining("stuck, waiting on Event@");
    }

    static class EndlessCase {
        @HubTest(timeLimitSeconds = 1)
        void givesWayForEver() {
            while (true) {
                Jevent.sleep();
            }
        }
    }

    @Test
    void failsATestThatExceedsItsTimeWithTheHubsReport() {
        assertThat(Launched.run(EndlessCase.class).onlyFailure())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the test has not ended after PT1S of real time")
                .hasMessageContaining("+-- root: ");
    }

    static class UnaskedCase {
        @HubTest
        void overlooksAFailure() {
            Jevent.spawn(() -> {
                        throw new IOException("disk");
                    })
                    .join();
        }
    }

    @Test
    void failsATestThatOverlooksAFailure() {
        assertThat(Launched.run(UnaskedCase.class).onlyFailure())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a failure that nobody asked for")
                .hasMessageContaining("java.io.IOException: disk");
    }

    static class AllowingCase {
        @HubTest(allowLeaks = true)
        void leaks() {
            var _ = Jevent.spawn(() -> new Event().await());
            Jevent.sleep();
        }

        @HubTest(allowFailures = true)
        void fails(Hub hub) {
            hub.setErrorStream(null);
            Jevent.spawn(() -> {
                        throw new IOException("disk");
                    })
                    .join();
        }
    }

    @Test
    void letsTestsDoWhatTheySayTheyDo() {
        Launched result = Launched.run(AllowingCase.class);
        assertThat(result.failures()).isEmpty();
        assertThat(result.names()).hasSize(2);
    }

    static class FixtureCase {
        private final List<Greenlet<?>> servers = new ArrayList<>();

        @BeforeEach
        void start() {
            servers.add(Jevent.spawn(() -> new Event().await()));
        }

        @HubTest
        void usesTheServer() {
            Jevent.sleep();
            assertThat(servers.getFirst().waitingOn()).isNotNull();
        }

        @AfterEach
        void stop() {
            Jevent.killAll(servers);
        }
    }

    @Test
    void takesWhatAfterEachMethodsEndForNoLeak() {
        assertThat(Launched.run(FixtureCase.class).failures()).isEmpty();
    }

    static class SeedsCase {
        static final List<String> ORDERS = new ArrayList<>();

        @HubTest(seeds = 20)
        void dependsOnTheOrder() {
            var order = new StringBuilder();
            var a = Jevent.spawn(() -> order.append('a'));
            var b = Jevent.spawn(() -> order.append('b'));
            Jevent.joinAll(a, b);
            ORDERS.add(order.toString());
            assertThat(order).hasToString("ab");
        }
    }

    @Test
    void runsSeedsUntilOneFailsAndNamesIt() {
        SeedsCase.ORDERS.clear();
        Launched result = Launched.run(SeedsCase.class);

        int runs = result.names().size();
        assertThat(result.names()).first().isEqualTo("virtual time, seed 1");
        assertThat(result.names()).last().isEqualTo("virtual time, seed " + runs);
        assertThat(SeedsCase.ORDERS).hasSize(runs).endsWith("ba");
        assertThat(SeedsCase.ORDERS.subList(0, runs - 1)).allMatch("ab"::equals);
        assertThat(result.onlyFailure().getSuppressed()[0])
                .hasMessage("this was the order of seed " + runs + "; to replay it alone, run with -Dtest="
                        + SeedsCase.class.getName() + "#dependsOnTheOrder -Djevent.seed=" + runs);
    }

    static class PassingSeedsCase {
        @HubTest(seeds = 20)
        void passes() {}
    }

    @Test
    void runsAllSeedsOfATestThatPasses() {
        assertThat(Launched.run(PassingSeedsCase.class).names())
                .hasSize(20)
                .contains("virtual time, seed 1", "virtual time, seed 20");
    }

    static class ChoicesCase {
        static final List<Long> SEEN = new ArrayList<>();

        @HubTest(seeds = 3)
        void takesChoicesOfTheSeed(Choices choices, RandomGenerator random) {
            SEEN.add(choices.between("delay", 0, Long.MAX_VALUE - 1));
            SEEN.add(random.nextLong());
        }
    }

    @Test
    void choicesAreDeterminedByTheSeed() {
        ChoicesCase.SEEN.clear();
        assertThat(Launched.run(ChoicesCase.class).failures()).isEmpty();
        var first = List.copyOf(ChoicesCase.SEEN);
        assertThat(Set.copyOf(first)).hasSize(6);
        ChoicesCase.SEEN.clear();
        assertThat(Launched.run(ChoicesCase.class).failures()).isEmpty();
        assertThat(ChoicesCase.SEEN).isEqualTo(first);
    }

    static class ClosedWorldCase {
        @HubTest(closedWorld = true)
        void sleepsByTheClockOfTheJdk() throws Exception {
            boolean opened = new CountDownLatch(1).await(1, TimeUnit.HOURS);
            assertThat(opened).isTrue();
        }

        @HubTest(closedWorld = true, realTime = true)
        void wantsBothClocks() {}
    }

    @Test
    void aClosedWorldFailsByName() {
        assertThat(Launched.run(ClosedWorldCase.class).failures())
                .extracting(Throwable::getMessage)
                .anyMatch(text -> text.startsWith("root waits in CountDownLatch.await at io.jevent.testing.junit"))
                .contains("a closed world has virtual time: leave out realTime or closedWorld");
    }

    @Test
    void replaysTheSeedOfTheProperty() {
        System.setProperty("jevent.seed", "4711");
        try {
            assertThat(Launched.run(SeedsCase.class).names()).containsExactly("virtual time, seed 4711");
        } finally {
            System.clearProperty("jevent.seed");
        }
    }

    static class ReplayCase {
        @HubTest(replay = {7, 9})
        void runs() {}
    }

    @Test
    void replaysTheSeedsOfTheAnnotation() {
        assertThat(Launched.run(ReplayCase.class).names())
                .containsExactly("virtual time, seed 7", "virtual time, seed 9");
    }

    static class SeededLeakCase {
        @HubTest(replay = 3)
        void leaks() {
            var _ = Jevent.spawn(() -> new Event().await());
            Jevent.sleep();
        }
    }

    @Test
    void namesTheSeedOfALeakToo() {
        Throwable failure = Launched.run(SeededLeakCase.class).onlyFailure();
        assertThat(failure).hasMessageContaining("outlived the test");
        assertThat(failure.getSuppressed()[0]).hasMessageContaining("the order of seed 3");
    }
}
