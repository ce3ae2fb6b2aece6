// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.sim.Determinism.NondeterministicError;
import io.jevent.sim.Strategy.Past;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One exploration: schedule after schedule until one fails or the limits are reached. */
final class Explorer {

    private static final int CHECK_EVERY = 50;

    /** More different orders than these are not counted, so that a long exploration needs no more memory. */
    private static final int MOST_ORDERS = 1_000_000;

    private final Simulation simulation;
    private final Runner runner;
    private final Determinism determinism;
    private final Lines lines;
    private final Stopwatch stopwatch = new Stopwatch();
    private final Set<Long> orders = new HashSet<>();
    private int schedules;
    private long choices;
    private long steps;
    private boolean fairTails;

    Explorer(Simulation simulation, Simulation.Body body) {
        this.simulation = simulation;
        this.runner = new Runner(body, simulation);
        this.determinism = new Determinism(runner);
        this.lines = new Lines(simulation.sources);
    }

    Exploration explore() {
        Path replay = simulation.replay;
        Buggify.begin();
        try {
            return replay == null ? searchOrTell() : replay(replay);
        } finally {
            Buggify.end();
        }
    }

    private Exploration searchOrTell() {
        try {
            return search();
        } catch (NondeterministicError e) {
            return result(false, failure(notDeterministic(e), e, 0, null));
        }
    }

    private Report notDeterministic(NondeterministicError difference) {
        var report = new Report(lines)
                .line(simulation.name + " is not deterministic: schedule " + (schedules + 1)
                        + " ran twice with the same choices, and the runs differ")
                .line(String.valueOf(difference.getMessage()))
                .line("State that one run leaves to the next makes runs differ, such as static fields and files; so do"
                        + " hash codes, time, threads and random numbers that the simulation does not control");
        SimulatedJvm.adviceOnHashCodes().ifPresent(report::line);
        return report;
    }

    private Exploration search() {
        Strategy.Planner planner = simulation.strategy.begin();
        boolean complete = false;
        while (schedules < simulation.schedules && !isOutOfTime()) {
            Strategy.Plan plan = planOf(planner);
            if (plan == null) {
                complete = !fairTails;
                break;
            }
            Run run = run(plan);
            count(run);
            if (run.failed()) {
                return result(false, explain(run));
            }
            plan.ended(run.discovered());
        }
        return result(complete, missing());
    }

    private Run run(Strategy.Plan plan) {
        if (schedules % CHECK_EVERY != 0) {
            return runner.run(plan);
        }
        return schedules == 0 ? determinism.runFirst(plan) : determinism.runTwice(plan);
    }

    private boolean isOutOfTime() {
        return simulation.budget != null && schedules > 0 && stopwatch.elapsed().compareTo(simulation.budget) >= 0;
    }

    /** The first schedule is the plain one, unless a systematic search comes to it by itself. */
    private Strategy.@Nullable Plan planOf(Strategy.Planner planner) {
        if (schedules == 0 && !(simulation.strategy instanceof Systematic)) {
            return new FixedPlan("first in, first out", List.of());
        }
        int length = schedules == 0 ? 1 : (int) Math.min(Integer.MAX_VALUE, choices / schedules);
        return planner.next(new Past(schedules, seedOf(schedules), length));
    }

    /** Mixes the bits (Steele, Lea, Flood: SplitMix), so that neighboring schedules have unrelated seeds. */
    private long seedOf(int schedule) {
        long z = simulation.seed * 0x9E3779B97F4A7C15L + schedule * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private void count(Run run) {
        schedules++;
        choices += run.schedule().size();
        steps += run.steps();
        fairTails |= run.fairTail();
        if (orders.size() < MOST_ORDERS) {
            orders.add(run.hash());
        }
        runner.expect(steps / schedules);
        simulation.listener.accept(progress());
    }

    private Progress progress() {
        return new Progress(
                schedules,
                simulation.schedules,
                orders.size(),
                runner.coverage().size(),
                stopwatch.elapsed());
    }

    private Exploration result(boolean complete, @Nullable SimulationFailure failure) {
        return new Exploration(simulation.name, progress(), complete, failure);
    }

    private SimulationFailure failure(Report report, @Nullable Throwable cause, int deviations, @Nullable Path file) {
        return new SimulationFailure(report.toString(), cause, schedules, deviations, file);
    }

    private @Nullable SimulationFailure missing() {
        List<String> missing = runner.tally().missing();
        if (missing.isEmpty()) {
            return null;
        }
        var report = new Report(lines)
                .line(simulation.name + " never got to what should happen sometimes, in " + schedules + " schedules:");
        missing.forEach(line -> report.line("  " + line));
        return failure(report, null, 0, null);
    }

    private SimulationFailure explain(Run found) {
        if (found.escaped()) {
            return failure(new Report(lines).escaped(simulation.name, found), found.failure(), 0, null);
        }
        Run again = determinism.runTwice(
                new FixedPlan(found.plan(), found.schedule().deviations()));
        if (!again.failed()) {
            throw new NondeterministicError("the first run fails with " + found.failure() + ", the second passes");
        }
        var shrinker = new Shrinker(runner, found, simulation.shrinkingRuns);
        Run smallest = shrinker.shrink();
        var report = new Report(lines).failed(simulation.name, schedules, found, smallest, shrinker.runs());
        var drawing = new Drawing(runner, lines, fileOf(".html"), fileOf(".passes.html"));
        Explanation explanation = drawing.look(smallest, report);
        drawing.findNearest(smallest);
        Path file = write(found, smallest, explanation.places());
        report.deviations(smallest.schedule().deviations(), explanation.places())
                .notes(explanation)
                .replay(
                        file,
                        fileOf(".html"),
                        drawing.nearest(),
                        simulation.howToReplay.replace("%s", String.valueOf(file)));
        return failure(
                report,
                smallest.failure(),
                Schedule.groups(smallest.schedule().deviations()).size(),
                file);
    }

    /** The file beside others of this simulation, if files are written. */
    private @Nullable Path fileOf(String suffix) {
        Path folder = simulation.folder;
        return folder == null ? null : folder.resolve(simulation.name.replaceAll("[^A-Za-z0-9._-]", "_") + suffix);
    }

    private @Nullable Path write(Run found, Run smallest, Map<Integer, Explanation.Place> places) {
        Path file = fileOf(".sim");
        if (file == null) {
            return null;
        }
        var header = new LinkedHashMap<String, Object>();
        header.put("test", simulation.name);
        header.put(
                "failure",
                Objects.requireNonNull(smallest.failure())
                        .toString()
                        .lines()
                        .findFirst()
                        .orElse(""));
        header.put("strategy", found.plan());
        header.put("seed", simulation.seed);
        header.put("schedule", schedules);
        header.put("java", Runtime.version().toString());
        simulation.circumstances().writeTo(header);
        try {
            ReplayFile.write(file, header, smallest, places);
        } catch (IOException e) {
            throw new UncheckedIOException("the schedule cannot be written to " + file, e);
        }
        return file;
    }

    private Exploration replay(Path path) {
        ReplayFile file = Simulation.read(path);
        var plan = new ReplayPlan(file);
        var explanation = new Explanation(lines, file.deviations(), null);
        Run run = runner.run(plan, explanation);
        count(run);
        String divergence = plan.divergence();
        if (divergence != null) {
            var report = new Report(lines)
                    .line(simulation.name + " diverged from " + path + " (" + file.test() + ": " + file.failure()
                            + "):")
                    .line("  " + divergence)
                    .line("The program, its test or its libraries have changed, or it is not deterministic.");
            if (!file.java().equals(Runtime.version().toString())) {
                report.line("The file was written by Java " + file.java() + ", this is " + Runtime.version() + ".");
            }
            return result(false, failure(report, run.failure(), 0, path));
        }
        if (!run.failed()) {
            return result(true, null);
        }
        var report = new Report(lines)
                .failed(simulation.name, 1, run, run, 0)
                .deviations(run.schedule().deviations(), explanation.places())
                .notes(explanation);
        int groups = Schedule.groups(run.schedule().deviations()).size();
        return result(false, failure(report, run.failure(), groups, path));
    }
}
