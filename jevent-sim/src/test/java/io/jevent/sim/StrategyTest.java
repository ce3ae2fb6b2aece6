// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.lock.RLock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrategyTest {

    static List<Strategy> all() {
        return Stream.concat(Stream.of(Strategy.pct(1)), thorough().stream()).toList();
    }

    /** Those that change the order of two greenlets more than once. */
    static List<Strategy> thorough() {
        return List.of(
                Strategy.random(),
                Strategy.pct(3),
                Strategy.bpos(),
                Strategy.pos(),
                Strategy.delayBounded(4),
                Strategy.exhaustive(),
                Strategy.portfolio());
    }

    @ParameterizedTest
    @MethodSource("all")
    void exploresManyOrders(Strategy strategy) {
        assertThat(ordersOf(strategy)).hasSizeGreaterThan(10);
    }

    private static Set<String> ordersOf(Strategy strategy) {
        Set<String> orders = new HashSet<>();
        var _ = Simulation.named("orders").strategy(strategy).schedules(200).run(_ -> {
            var order = new StringBuilder();
            Jevent.joinAll(IntStream.range(0, 4)
                    .mapToObj(i -> Jevent.spawn(() -> order.append(i)))
                    .toList());
            orders.add(order.toString());
        });
        return orders;
    }

    @ParameterizedTest
    @MethodSource("thorough")
    void findsAReorderingOfFive(Strategy strategy) {
        Exploration exploration =
                Simulation.named("reorder").strategy(strategy).schedules(5000).explore(_ -> SctBenchTest.reorder(2));
        assertThat(exploration.failure()).isPresent();
    }

    @Test
    void boundedDelaysComeToAnEnd() {
        Exploration exploration =
                Simulation.named("none").strategy(Strategy.delayBounded(0)).run(_ -> SctBenchTest.speed());
        assertThat(exploration.schedules()).isEqualTo(1);
        assertThat(exploration.isComplete()).isTrue();
        Exploration one =
                Simulation.named("one").strategy(Strategy.delayBounded(1)).run(_ -> SctBenchTest.reorder(2));
        assertThat(one.isComplete()).isTrue();
        assertThat(one.schedules()).isBetween(5, 50);
    }

    @Test
    void aSystematicSearchTriesChoicesToo() {
        Set<Integer> seen = new HashSet<>();
        Exploration exploration = Simulation.named("choices")
                .strategy(Strategy.exhaustive())
                .run(sim -> {
                    int node = sim.choices().choose("node", 3);
                    boolean lost = sim.choices().chance("lost", 0.01);
                    assertThat(sim.choices().between("delay", 0, 1_000_000)).isZero();
                    seen.add(node * 2 + (lost ? 1 : 0));
                });
        assertThat(seen).hasSize(6);
        assertThat(exploration.schedules()).isEqualTo(6);
    }

    @Test
    void aPortfolioGoesOnWithThoseThatHaveSchedulesLeft() {
        Strategy both = Strategy.portfolio(Strategy.delayBounded(0), Strategy.random());
        assertThat(both).hasToString("delays(0), random");
        Exploration exploration =
                Simulation.named("both").strategy(both).schedules(20).run(_ -> SctBenchTest.speed());
        assertThat(exploration.schedules()).isEqualTo(20);
        assertThat(exploration.isComplete()).isFalse();
    }

    @Test
    void partialOrderSamplingSeesWhichStepsUseTheSameObject() {
        Exploration exploration =
                Simulation.named("lock").strategy(Strategy.pos()).schedules(100).run(_ -> threeTakeTurns());
        assertThat(exploration.progress().orders()).isGreaterThan(5);
    }

    private static void threeTakeTurns() {
        var lock = new RLock();
        Runnable body = () -> {
            try (var hold = lock.hold()) {
                assertThat(hold).isNotNull();
                Jevent.sleep();
            }
        };
        Jevent.joinAll(Jevent.spawn(body), Jevent.spawn(body), Jevent.spawn(body));
    }
}
