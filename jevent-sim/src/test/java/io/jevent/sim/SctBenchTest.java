// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.exceptions.LoopExit;
import io.jevent.lock.RLock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs with one bug of order each, after those of SCTBench (Thomson, Donaldson, Betts, PPoPP 2014): with a switch
 * before each access to shared state.
 */
class SctBenchTest {

    static Stream<Arguments> programs() {
        return small().entrySet().stream().map(program -> Arguments.of(program.getKey(), program.getValue()));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void thePortfolioFindsAndShrinks(String name, Simulation.Body program) {
        SimulationFailure failure = find(name, program, name.equals("needle_20") ? 50 : 1000);
        assertThat(failure.deviations()).isLessThanOrEqualTo(10);
    }

    @Test
    void findsAReorderingAmongAHundred() {
        assertThat(find("reorder_100", _ -> reorder(99), 5000).deviations()).isLessThanOrEqualTo(10);
    }

    @Test
    void findsTwoStagesAmongAHundred() {
        assertThat(find("twostage_100", _ -> twoStage(99), 5000).deviations()).isLessThanOrEqualTo(10);
    }

    /** Each stair shows in the coverage, so those that have got to one are varied further. */
    @Test
    void theGuidedStrategyClimbsStairs() {
        var simulation = Simulation.named("stairs").schedules(3000);
        assertThat(simulation
                        .strategy(Strategy.guided())
                        .explore(_ -> stairs(4))
                        .failure())
                .isPresent();
        assertThat(simulation.strategy(Strategy.bpos()).explore(_ -> stairs(4)).failure())
                .isEmpty();
    }

    private static SimulationFailure find(String name, Simulation.Body program, int schedules) {
        SimulationFailure failure = Simulation.named(name)
                .schedules(schedules)
                .explore(program)
                .failure()
                .orElseThrow();
        assertThat(failure.getCause()).isInstanceOfAny(Bug.class, LoopExit.class);
        return failure;
    }

    @Test
    void aCorrectProgramPasses() {
        Exploration exploration = Simulation.named("speed").schedules(200).run(_ -> speed());
        assertThat(exploration.schedules()).isEqualTo(200);
        assertThat(exploration.progress().orders()).isGreaterThan(150);
    }

    /** The bug of a program. */
    static final class Bug extends AssertionError {
        private static final long serialVersionUID = 1L;

        Bug() {
            super("the bug");
        }
    }

    static Map<String, Simulation.Body> small() {
        var programs = new LinkedHashMap<String, Simulation.Body>();
        programs.put("account", _ -> account());
        programs.put("wronglock_7", _ -> wrongLock(7));
        programs.put("bluetooth", _ -> bluetooth());
        programs.put("reorder_3", _ -> reorder(2));
        programs.put("reorder_5", _ -> reorder(4));
        programs.put("reorder_10", _ -> reorder(9));
        programs.put("reorder_20", _ -> reorder(19));
        programs.put("twostage_2", _ -> twoStage(1));
        programs.put("twostage_20", _ -> twoStage(19));
        programs.put("needle_8", _ -> needle(8));
        programs.put("needle_20", _ -> needle(20));
        programs.put("deadlock01", _ -> deadlock());
        programs.put("philosophers_3", _ -> philosophers(3));
        return programs;
    }

    private static void step() {
        Jevent.sleep();
    }

    private static void bugIf(boolean condition) {
        if (condition) {
            throw new Bug();
        }
    }

    private static void together(List<Runnable> bodies) {
        List<Greenlet<?>> greenlets = new ArrayList<>();
        for (Runnable body : bodies) {
            greenlets.add(Jevent.spawn(body));
        }
        try {
            Jevent.joinAllOrThrow(greenlets);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static List<Runnable> times(int count, Runnable body) {
        return new ArrayList<>(IntStream.range(0, count).mapToObj(_ -> body).toList());
    }

    /** Two deposits that read, yield, and write. */
    static void account() {
        int[] balance = {100};
        together(List.of(
                () -> {
                    int seen = balance[0];
                    step();
                    balance[0] = seen + 50;
                },
                () -> {
                    int seen = balance[0];
                    step();
                    balance[0] = seen - 30;
                }));
        bugIf(balance[0] != 120);
    }

    /** One greenlet guards the value by another lock than the rest. */
    static void wrongLock(int others) {
        int[] value = {0};
        var right = new RLock();
        var wrong = new RLock();
        List<Runnable> bodies = times(others, () -> {
            try (var _ = right.hold()) {
                step();
                value[0]++;
            }
        });
        bodies.addFirst(() -> {
            try (var _ = wrong.hold()) {
                int seen = value[0];
                step();
                value[0]++;
                step();
                bugIf(value[0] != seen + 1);
            }
        });
        together(bodies);
    }

    /** A driver is stopped between the check and the use of its flag. */
    static void bluetooth() {
        int[] pending = {1};
        boolean[] stopping = {false};
        boolean[] stopped = {false};
        boolean[] idle = {false};
        Runnable release = () -> {
            step();
            if (--pending[0] == 0) {
                idle[0] = true;
            }
        };
        together(List.of(
                () -> {
                    step();
                    stopping[0] = true;
                    release.run();
                    while (!idle[0]) {
                        step();
                    }
                    stopped[0] = true;
                },
                () -> {
                    step();
                    if (!stopping[0]) {
                        step();
                        pending[0]++;
                        step();
                        bugIf(stopped[0]);
                        release.run();
                    }
                }));
    }

    /** A reader sees the first of two writes without the second. */
    static void reorder(int writers) {
        int[] a = {0};
        int[] b = {0};
        List<Runnable> bodies = times(writers, () -> {
            step();
            a[0] = 1;
            step();
            b[0] = -1;
        });
        bodies.add(() -> {
            step();
            int x = a[0];
            step();
            int y = b[0];
            bugIf(!((x == 0 && y == 0) || (x == 1 && y == -1)));
        });
        together(bodies);
    }

    /** Two values that belong together are guarded by two locks. */
    static void twoStage(int writers) {
        int[] first = {0};
        int[] second = {0};
        var one = new RLock();
        var two = new RLock();
        List<Runnable> bodies = times(writers, () -> {
            step();
            try (var _ = one.hold()) {
                first[0] = 1;
                step();
            }
            step();
            try (var _ = two.hold()) {
                second[0] = first[0] + 1;
                step();
            }
        });
        bodies.add(() -> {
            step();
            int seen;
            try (var _ = one.hold()) {
                if (first[0] == 0) {
                    return;
                }
                seen = first[0];
                step();
            }
            step();
            try (var _ = two.hold()) {
                bugIf(second[0] != seen + 1);
                step();
            }
        });
        together(bodies);
    }

    /** All steps of one greenlet between two steps of another. */
    static void needle(int steps) {
        int[] count = {0};
        together(List.of(
                () -> {
                    int seen = count[0];
                    step();
                    bugIf(seen == 0 && count[0] == steps);
                },
                () -> {
                    for (int i = 0; i < steps; i++) {
                        step();
                        count[0]++;
                    }
                }));
    }

    /** Each step of one greenlet needs two of another before it, again and again: one wrong order ends the run. */
    static void stairs(int stairs) {
        int[] count = {0};
        together(List.of(
                () -> {
                    for (int i = 0; i < stairs; i++) {
                        int seen = count[0];
                        step();
                        step();
                        if (count[0] != seen + (i % 2 == 0 ? 4 : 1)) {
                            return;
                        }
                    }
                    throw new Bug();
                },
                () -> {
                    for (int i = 0; i < 6 * stairs; i++) {
                        step();
                        count[0]++;
                    }
                }));
    }

    /** Two locks in both orders, at different times. */
    static void deadlock() {
        var a = new RLock();
        var b = new RLock();
        together(List.of(() -> takeBoth(a, b, 1), () -> takeBoth(b, a, 6)));
    }

    private static void takeBoth(RLock first, RLock second, int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
        try (var _ = first.hold()) {
            step();
            try (var _ = second.hold()) {
                step();
            }
        }
    }

    /** Each takes its left fork first, and comes later than its neighbor. */
    static void philosophers(int count) {
        List<RLock> forks = IntStream.range(0, count).mapToObj(_ -> new RLock()).toList();
        var bodies = new ArrayList<Runnable>();
        for (int i = 0; i < count; i++) {
            int number = i;
            bodies.add(() -> takeBoth(forks.get(number), forks.get((number + 1) % count), 3 * number));
        }
        together(bodies);
    }

    /** Five greenlets with twenty switches each, without a bug. */
    static void speed() {
        together(times(5, () -> {
            for (int i = 0; i < 20; i++) {
                step();
            }
        }));
    }
}
