// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.internal.settings.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a test in many schedules: in different orders of its greenlets and with different {@link Sim#choices choices},
 * each in virtual time on a hub of its own that is a closed world. The first schedule is first in, first out. At the
 * first failure it stops, makes the schedule smaller, writes it into a file, and reports the few decisions that it
 * needs.
 *
 * <pre>{@code
 * Simulation.named("transfer").schedules(2_000).run(sim -> {
 *     var account = new Account(100);
 *     Jevent.joinAllOrThrow(List.of(
 *             Jevent.spawn(() -> account.add(50)),
 *             Jevent.spawn(() -> account.add(-30))));
 *     assertThat(account.balance()).isEqualTo(120);
 * });
 * }</pre>
 *
 * <p>The body must make everything anew that it uses: a schedule must not depend on the one before. One of 50 schedules
 * is run twice; if the runs differ, the simulation fails with the first difference. Greenlets that outlive the body are
 * killed; an uncaught failure that the test does not read fails the schedule.
 *
 * <p>Schedules run one after the other on a thread of their own, named {@code simulation}; the caller waits.
 *
 * <p><b>Confinement:</b> not shared.
 *
 * @since 0.1
 */
public final class Simulation {

    private static final int SCHEDULES = 1000;
    private static final int SHRINKING_RUNS = 2000;
    private static final long MAX_STEPS = 1_000_000;

    final String name;
    int schedules = SCHEDULES;
    int shrinkingRuns = SHRINKING_RUNS;

    @Nullable
    Duration budget;

    long seed = 1;
    Strategy strategy = Strategy.portfolio();
    private long maxSteps = MAX_STEPS;
    private Duration timeLimit = Setting.TEST_TIME_LIMIT.duration();
    boolean failuresAllowed;
    Set<Faults> faults = Set.of();
    private Duration turnCost = Duration.ZERO;
    Preempt preempt = Preempt.WAITS;
    List<String> preempted = List.of();
    Instant start = Instant.parse("2000-01-01T00:00:00Z");

    @Nullable
    Path folder;

    Path sources = Path.of("");
    String howToReplay = "Simulation.named(...).replay(Path.of(\"%s\"))";

    @Nullable
    Path replay;

    Consumer<? super Progress> listener = _ -> {};

    private Simulation(String name) {
        this.name = name;
    }

    /**
     * The body of a simulated test.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface Body {

        /**
         * Runs the test once.
         *
         * @param sim the run
         * @throws Exception whatever goes wrong
         */
        void run(Sim sim) throws Exception;
    }

    /**
     * Describes a simulation of 1,000 schedules by a {@linkplain Strategy#portfolio() portfolio}.
     *
     * @param name the name of the test, for reports and files
     * @return the description, to be changed and run
     */
    public static Simulation named(String name) {
        return new Simulation(Objects.requireNonNull(name, "name"));
    }

    /**
     * Sets the number of schedules.
     *
     * @param count how many are run, at least 1
     * @return this
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    public Simulation schedules(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("schedules must be at least 1: " + count);
        }
        schedules = count;
        return this;
    }

    /**
     * Bounds how often a failing schedule is run to make it smaller: 2,000 times unless set.
     *
     * @param most the most runs; zero reports the schedule as it was found
     * @return this
     * @throws IllegalArgumentException if {@code most} is negative
     */
    public Simulation shrinkingRuns(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("shrinkingRuns must not be negative: " + most);
        }
        shrinkingRuns = most;
        return this;
    }

    /**
     * Ends the exploration after a real time.
     *
     * @param time the time after which no other schedule begins
     * @return this
     */
    public Simulation budget(Duration time) {
        budget = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Sets the seed from which the seeds of all schedules are derived: 1 unless set.
     *
     * @param number another seed explores other schedules
     * @return this
     */
    public Simulation seed(long number) {
        seed = number;
        return this;
    }

    /**
     * Sets how schedules are chosen.
     *
     * @param chosen the strategy
     * @return this
     */
    public Simulation strategy(Strategy chosen) {
        strategy = Objects.requireNonNull(chosen, "chosen");
        return this;
    }

    /**
     * Sets the most steps of a run: 1,000,000 unless set. A run with more fails. A strategy decides its first part
     * only, 20 times the usual length; the rest is first in, first out, so a loop that waits for another greenlet ends.
     *
     * @param steps the most steps, at least 1
     * @return this
     * @throws IllegalArgumentException if {@code steps} is less than 1
     */
    public Simulation maxSteps(long steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("maxSteps must be at least 1: " + steps);
        }
        maxSteps = steps;
        return this;
    }

    /**
     * Sets the longest real time of one run, which ends code that never yields: the setting
     * {@code jevent.test.timeLimit}, 30 seconds, unless set.
     *
     * @param limit the longest time
     * @return this
     */
    public Simulation timeLimit(Duration limit) {
        timeLimit = Objects.requireNonNull(limit, "limit");
        return this;
    }

    /**
     * Lets greenlets and callbacks fail although the test does not read their failures, which are printed.
     *
     * @return this
     */
    public Simulation allowFailures() {
        failuresAllowed = true;
        return this;
    }

    /**
     * Has the simulation inject faults, at places that the strategy chooses; without this call it injects none.
     *
     * @param kinds what may happen
     * @return this
     */
    public Simulation faults(Faults... kinds) {
        faults = Set.copyOf(List.of(kinds));
        return this;
    }

    /**
     * Lets some turns of greenlets take time, as collections of garbage and long computations do; without this call
     * code takes no time. So a greenlet may come too late that would otherwise come just in time.
     *
     * @param longest the longest time of a turn
     * @return this
     */
    public Simulation turnCost(Duration longest) {
        turnCost = Objects.requireNonNull(longest, "longest");
        return this;
    }

    /**
     * Sets where threads may be interrupted; {@link Preempt#WAITS} unless set.
     *
     * @param where the places
     * @param packages the packages whose code is interrupted, with those below them; {@code "*"} or none for all code
     *     but jevent's, the JDK's and that of test frameworks; {@code "java.util"} for {@code Hashtable},
     *     {@code Vector} and synchronized collections, {@code "java.util.concurrent"} for thread pools, their tasks,
     *     {@code CyclicBarrier} and {@code Exchanger}
     * @return this
     * @throws IllegalArgumentException if one is no name of a package
     */
    public Simulation preempt(Preempt where, String... packages) {
        preempt = Objects.requireNonNull(where, "where");
        preempted = packages.length == 0 ? List.of("*") : List.of(packages);
        return this;
    }

    /**
     * Sets the date at which each run begins, by all clocks of the JDK: the first moment of the year 2000, UTC, unless
     * set.
     *
     * @param date the date when the virtual clock stands at zero
     * @return this
     */
    public Simulation start(Instant date) {
        start = Objects.requireNonNull(date, "date");
        return this;
    }

    /**
     * Sets the folder for the file of a failing schedule. Without it none is written.
     *
     * @param path the folder, which is made when it is needed
     * @return this
     */
    public Simulation folder(Path path) {
        folder = Objects.requireNonNull(path, "path");
        return this;
    }

    /**
     * Sets the folder of the sources, from which reports quote lines: the current folder unless set.
     *
     * @param path a folder with source files, or of a project with {@code src/test/java}
     * @return this
     */
    public Simulation sources(Path path) {
        sources = Objects.requireNonNull(path, "path");
        return this;
    }

    /**
     * Sets what a report tells about replaying.
     *
     * @param how the command or the call, with {@code %s} for the file
     * @return this
     */
    public Simulation howToReplay(String how) {
        howToReplay = Objects.requireNonNull(how, "how");
        return this;
    }

    /**
     * Runs the schedule of a file only, with the settings that it was found with and on which its choices depend: where
     * threads are interrupted ({@link #preempt}), {@link #faults}, {@link #turnCost}, {@link #start} and
     * {@link #maxSteps}. Those of the file count, whatever this object was told.
     *
     * @param file what an earlier simulation of this test wrote
     * @return this
     */
    public Simulation replay(Path file) {
        replay = Objects.requireNonNull(file, "file");
        return this;
    }

    /**
     * Has somebody told how far the exploration is, after each schedule.
     *
     * @param told called on the thread of the simulation
     * @return this
     */
    public Simulation onProgress(Consumer<? super Progress> told) {
        listener = Objects.requireNonNull(told, "told");
        return this;
    }

    /**
     * Whether a file holds a schedule of a test.
     *
     * @param file the file
     * @param name the name of the test
     * @return false if it holds that of another test
     * @throws UncheckedIOException if it cannot be read
     * @throws IllegalArgumentException if it holds no schedule
     */
    public static boolean isOf(Path file, String name) {
        return read(file).test().equals(name);
    }

    static ReplayFile read(Path file) {
        try {
            return ReplayFile.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the schedule cannot be read from " + file, e);
        }
    }

    Circumstances circumstances() {
        return new Circumstances(preempt, preempted, faults, turnCost, start, maxSteps);
    }

    /** Takes over what a file was written with, whatever this simulation was told. */
    private void adopt(@Nullable Circumstances found) {
        if (found != null) {
            preempt = found.preempt();
            preempted = found.preempted();
            faults = found.faults();
            turnCost = found.turnCost();
            start = found.start();
            maxSteps = found.maxSteps();
        }
    }

    Limits limits() {
        return new Limits(Long.MAX_VALUE, maxSteps, timeLimit, turnCost);
    }

    /**
     * Explores, and fails if a schedule does.
     *
     * @param body the test
     * @return the result
     * @throws SimulationFailure if a schedule fails, if two runs of one schedule differ, if a replay differs from its
     *     file, or if something that should happen sometimes never happens
     * @throws CancellationException if the calling thread is interrupted
     */
    public Exploration run(Body body) {
        Exploration exploration = explore(body);
        SimulationFailure failure = exploration.failure().orElse(null);
        if (failure != null) {
            throw failure;
        }
        return exploration;
    }

    /**
     * Explores, and returns the result also if a schedule fails.
     *
     * @param body the test
     * @return the result
     * @throws IllegalStateException if a simulation calls this, or if it is to interrupt threads and this JVM does not
     *     let classes be changed
     * @throws CancellationException if the calling thread is interrupted
     */
    public Exploration explore(Body body) {
        Objects.requireNonNull(body, "body");
        if (Sim.ifCurrent() != null) {
            throw new IllegalStateException("a simulation cannot run inside of a simulation");
        }
        if (replay != null) {
            adopt(read(replay).circumstances());
        }
        SimulatedJvm.prepare(preempt, preempted);
        var task = new FutureTask<>(() -> new Explorer(this, body).explore());
        Thread thread = Thread.ofPlatform().name("simulation").daemon().start(task);
        try {
            return task.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw (CancellationException) new CancellationException("the simulation was interrupted").initCause(e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case Error error -> throw error;
            case RuntimeException exception -> exception;
            case null, default -> new IllegalStateException(e.getCause());
        };
    }
}
