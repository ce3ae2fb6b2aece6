// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.rivals;

import io.jevent.bench.races.Race;
import io.jevent.bench.races.Races;
import io.jevent.sim.Exploration;
import io.jevent.sim.Preempt;
import io.jevent.sim.Simulation;
import io.jevent.sim.Strategy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** jevent-sim with a strategy; threads are interrupted before each access of a field, and within the JDK. */
final class JeventSearcher implements Searcher {

    private static final int NANOS_IN_MILLI = 1_000_000;

    private final String strategy;
    private final Limit limit;

    JeventSearcher(String strategy, Limit limit) {
        this.strategy = strategy;
        this.limit = limit;
    }

    @Override
    public String name() {
        return "jevent " + strategy;
    }

    @Override
    public Outcome search(Race race, int trial) throws IOException {
        return Child.outcome(Child.run(
                List.of(
                        Child.java(Child.ownJdk()),
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=2",
                        "-XX:+EnableDynamicAgentLoading",
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JeventSearcher.class.getName(),
                        race.name(),
                        strategy,
                        String.valueOf(trial + 1),
                        String.valueOf(limit.schedules()),
                        String.valueOf(limit.time().toSeconds())),
                limit.patience()));
    }

    /** Explores one program: its name, the strategy, the seed, the most schedules and seconds. */
    public static void main(String[] args) {
        Race race = Races.named(args[0]);
        long begin = System.nanoTime();
        Exploration exploration = Simulation.named(race.name())
                .preempt(Preempt.FIELDS, Race.class.getPackageName(), "java.util", "java.util.concurrent")
                .strategy(strategy(args[1]))
                .seed(Long.parseLong(args[2]))
                .schedules(Integer.parseInt(args[3]))
                .budget(Duration.ofSeconds(Long.parseLong(args[4])))
                .shrinkingRuns(0)
                .explore(_ -> race.program().run());
        long millis = (System.nanoTime() - begin) / NANOS_IN_MILLI;
        System.out.println(Outcome.of(exploration.failure().isPresent(), exploration.schedules(), millis)
                .line());
    }

    private static Strategy strategy(String name) {
        return switch (name) {
            case "portfolio" -> Strategy.portfolio();
            case "random" -> Strategy.random();
            case "pct" -> Strategy.pct(3);
            case "pos" -> Strategy.pos();
            default -> throw new IllegalArgumentException("no such strategy: " + name);
        };
    }
}
