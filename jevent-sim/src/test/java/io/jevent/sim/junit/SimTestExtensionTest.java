// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.jevent.Jevent;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import io.jevent.sim.SimulationFailure;
import io.jevent.testing.Choices;
import io.jevent.testing.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs classes of simulated tests, some of which have to fail, inside of JUnit. */
class SimTestExtensionTest {

    private static List<Throwable> failuresOf(Class<?> tests) {
        var failures = new ArrayList<Throwable>();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(failures::add);
            }
        });
        return failures;
    }

    static class PassingCase {
        static final List<String> SEEN = new ArrayList<>();
        private int prepared;

        @BeforeEach
        void prepare(Sim sim) {
            assertThat(CurrentGreenlet.get()).hasToString("root");
            assertThat(sim.hub()).isSameAs(Hub.current());
            prepared++;
        }

        @SimTest(schedules = 10)
        void runsOnANewInstance(Sim sim, VirtualTime time, Choices choices, RandomGenerator random, Hub hub) {
            assertThat(prepared).isEqualTo(1);
            assertThat(sim.time()).isSameAs(time);
            assertThat(sim.choices()).isSameAs(choices);
            assertThat(random.nextInt(5)).isLessThan(5);
            assertThat(hub).isSameAs(sim.hub());
            SEEN.add("test");
        }

        @AfterEach
        void cleanUp() {
            assertThat(prepared).isEqualTo(1);
            SEEN.add("after");
        }
    }

    @Test
    void runsAllMethodsInEachSchedule() {
        PassingCase.SEEN.clear();
        assertThat(failuresOf(PassingCase.class)).isEmpty();
        assertThat(PassingCase.SEEN).hasSize(22).startsWith("test", "after").endsWith("test", "after");
    }

    static class FailingCase {
        @SimTest(schedules = 500)
        void dependsOnTheOrder() {
            race();
        }

        @SimTest(schedules = 500)
        void passes() {
            Jevent.sleep();
        }
    }

    private static void race() {
        var order = new StringBuilder();
        var a = Jevent.spawn(() -> order.append('a'));
        var b = Jevent.spawn(() -> order.append('b'));
        Jevent.joinAll(a, b);
        assertThat(order).hasToString("ab");
    }

    @Test
    void failsWithTheReportAndReplaysByTheSetting() {
        List<Throwable> failures = failuresOf(FailingCase.class);
        assertThat(failures).hasSize(1);
        var failure = (SimulationFailure) failures.getFirst();
        String file = failure.file().orElseThrow().toString();
        assertThat(failure)
                .hasMessageStartingWith("SimTestExtensionTest$FailingCase.dependsOnTheOrder failed in schedule ")
                .hasMessageContaining("It needs 1 deviation from first in, first out")
                .hasMessageEndingWith("to replay it: run the test with -Djevent.sim.replay=" + file);

        System.setProperty("jevent.sim.replay", file);
        try {
            assertThat(failuresOf(FailingCase.class))
                    .singleElement()
                    .satisfies(again ->
                            assertThat(((SimulationFailure) again).schedule()).isEqualTo(1));
        } finally {
            System.clearProperty("jevent.sim.replay");
        }
    }

    static class CountingCase {
        static int runs;

        @SimTest
        void counts() {
            runs++;
        }
    }

    @Test
    void theSettingReplacesTheNumberOfSchedules() {
        CountingCase.runs = 0;
        System.setProperty("jevent.sim.schedules", "7");
        try {
            assertThat(failuresOf(CountingCase.class)).isEmpty();
        } finally {
            System.clearProperty("jevent.sim.schedules");
        }
        assertThat(CountingCase.runs).isEqualTo(8);
    }

    static class OptionsCase {
        @SimTest(
                strategies = {Search.EXHAUSTIVE},
                budgetSeconds = 100,
                seed = 3,
                depth = 2,
                maxSteps = 1000,
                allowFailures = true)
        void dependsOnTheOrder() {
            race();
        }

        @SimTest(
                strategies = {Search.RANDOM, Search.PCT, Search.BPOS, Search.POS, Search.DELAYS},
                depth = 2)
        void alsoDependsOnTheOrder() {
            race();
        }
    }

    @Test
    void takesTheOptionsOfTheAnnotation() {
        assertThat(failuresOf(OptionsCase.class))
                .hasSize(2)
                .anySatisfy(failure -> assertThat(failure).hasMessageContaining("(exhaustive)"));
    }

    static class BrokenFixtureCase {
        @BeforeEach
        void prepare() {
            throw new IllegalStateException("before");
        }

        @SimTest
        void neverRuns() {
            throw new AssertionError();
        }

        @AfterEach
        void cleanUp() {
            throw new IllegalStateException("after");
        }
    }

    @Test
    void aFailureOfAMethodAroundTheTestFailsIt() {
        assertThat(failuresOf(BrokenFixtureCase.class))
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("java.lang.IllegalStateException: before")
                        .hasMessageContaining("also: java.lang.IllegalStateException: after"));
    }

    static class ParameterCase {
        ParameterCase(int number) {
            throw new AssertionError(number);
        }

        @SimTest
        void cannotBeMade() {}
    }

    @Test
    void saysWhichClassesCannotBeMadeAnew() throws NoSuchMethodException {
        var methods = new TestMethods(ParameterCase.class, ParameterCase.class.getDeclaredMethod("cannotBeMade"));
        assertThatThrownBy(() -> Simulation.named("inner").run(methods::runAll))
                .hasMessageContaining("needs a constructor without parameters");
    }

    static class WrongParameterCase {
        @SimTest
        void wants(String text) {
            throw new AssertionError(text);
        }
    }

    @Test
    void saysWhichParametersThereAre() throws NoSuchMethodException {
        var methods = new TestMethods(
                WrongParameterCase.class, WrongParameterCase.class.getDeclaredMethod("wants", String.class));
        assertThatThrownBy(() -> Simulation.named("wrong").run(methods::runAll))
                .hasMessageContaining("allowed are Sim, VirtualTime, Choices, RandomGenerator and Hub");
    }
}
