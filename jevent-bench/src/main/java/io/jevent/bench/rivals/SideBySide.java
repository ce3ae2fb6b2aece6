// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.rivals;

import io.jevent.bench.races.Race;
import io.jevent.bench.races.Races;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The command {@code bench sim-fray}: prints for each program how many schedules and how much time each tool needs
 * until its bug shows.
 */
public final class SideBySide {

    private static final int TRIALS = 3;
    private static final int SCHEDULES = 1000;
    private static final int SECONDS = 60;
    private static final int USAGE = 2;

    private final PrintStream out;
    private final List<Score> scores = new ArrayList<>();
    private final int trials;

    private SideBySide(PrintStream out, List<Searcher> searchers, int trials) {
        this.out = out;
        this.trials = trials;
        searchers.forEach(searcher -> scores.add(new Score(searcher)));
    }

    /**
     * Runs the comparison.
     *
     * @param args {@code --trials=N}, {@code --schedules=N}, {@code --seconds=N}, and names of programs; all of them if
     *     none is named
     * @throws IOException if a JVM cannot be started
     */
    public static void main(String[] args) throws IOException {
        int trials = TRIALS;
        int schedules = SCHEDULES;
        int seconds = SECONDS;
        var names = new ArrayList<String>();
        for (String arg : args) {
            String name = arg.substring(0, arg.indexOf('=') + 1);
            String value = arg.substring(name.length());
            switch (name) {
                case "--trials=" -> trials = Integer.parseInt(value);
                case "--schedules=" -> schedules = Integer.parseInt(value);
                case "--seconds=" -> seconds = Integer.parseInt(value);
                case "" -> names.add(value);
                default -> {
                    System.err.println("usage: bench sim-fray [--trials=N] [--schedules=N] [--seconds=N] [PROGRAM...]");
                    System.exit(USAGE);
                }
            }
        }
        List<String> known = Races.families().stream()
                .flatMap(family -> family.races().stream())
                .map(Race::name)
                .toList();
        var unknown = new ArrayList<String>(names);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            System.err.println(
                    "no program has the name " + unknown.getFirst() + "; there are " + String.join(", ", known));
            System.exit(USAGE);
        }
        Path rivals = Path.of(System.getProperty("jevent.bench.rivals"));
        var limit = new Limit(schedules, Duration.ofSeconds(seconds));
        var fray = new FrayHome(rivals.resolve("fray"));
        var searchers = List.of(
                new JeventSearcher("portfolio", limit),
                new JeventSearcher("pos", limit),
                new FraySearcher(fray, "random", limit),
                new FraySearcher(fray, "pct", limit),
                new FraySearcher(fray, "pos", limit),
                new LincheckSearcher(rivals.resolve("lincheck"), limit));
        new SideBySide(System.out, searchers, trials).run(names);
    }

    private void run(List<String> names) throws IOException {
        out.println("Schedules until the bug shows, and the time; medians of " + trials
                + " trials, each in a JVM of its own.");
        for (Races.Family family : Races.families()) {
            List<Race> races = family.races().stream()
                    .filter(race -> names.isEmpty() || names.contains(race.name()))
                    .toList();
            if (!races.isEmpty()) {
                List<Score> taking = scores.stream()
                        .filter(score ->
                                family.structures() || !score.searcher().isForStructures())
                        .toList();
                out.println();
                out.println(family.name());
                head(taking);
                for (Race race : races) {
                    row(race, taking);
                }
            }
        }
        out.println();
        scores.forEach(score -> out.println(score.summary()));
    }

    private void head(List<Score> taking) {
        var line = new StringBuilder(String.format("%-17s", ""));
        taking.forEach(
                score -> line.append(String.format("%18s", score.searcher().name())));
        out.println(line);
    }

    private void row(Race race, List<Score> taking) throws IOException {
        var line = new StringBuilder(String.format("%-17s", race.name()));
        var troubles = new ArrayList<String>();
        for (Score score : taking) {
            var outcomes = new ArrayList<Outcome>();
            for (int trial = 0; trial < trials; trial++) {
                outcomes.add(score.searcher().search(race, trial));
            }
            line.append(String.format("%18s", score.add(outcomes)));
            String name = score.searcher().name();
            outcomes.forEach(outcome -> outcome.trouble().ifPresent(why -> troubles.add("  " + name + ": " + why)));
        }
        out.println(line);
        troubles.stream().distinct().forEach(out::println);
    }
}
