// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import io.jevent.internal.settings.Setting;
import io.jevent.sim.Exploration;
import io.jevent.sim.Preempt;
import io.jevent.sim.Simulation;
import java.io.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Simulates a program: runs its main in many schedules, each time on a new instance of its class. */
final class Simulate {
    private static final String SUFFIX = ".java";

    private Simulate() {}

    /**
     * Explores a program and prints the result.
     *
     * @param args the program's file, and its arguments
     * @param folder the folder for the files of a failure
     * @return the exit status: 1 if a schedule fails
     */
    static int program(String[] args, Path folder, PrintStream out) {
        if (args.length == 0 || !args[0].endsWith(SUFFIX)) {
            throw LauncherException.usage("sim: give a .java file; try './jevent --help'");
        }
        Path file = Run.readable(Path.of(args[0]));
        SourceProgram program = SourceProgram.compile(file);
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        boolean replays = Setting.SIM_REPLAY.isSet();
        var progress = new ProgressLine(System.err, isTerminal());
        Simulation simulation = simulation(file).folder(folder).onProgress(progress);
        Exploration exploration;
        try (var _ = replays ? Muted.nothing() : Muted.standardStreams()) {
            exploration = simulation.explore(_ -> invoke(program, rest));
        } catch (IllegalArgumentException e) { // a file that holds no schedule
            throw LauncherException.usage(String.valueOf(e.getMessage())).because(e);
        }
        progress.end();
        Optional<? extends Throwable> failure = exploration.failure();
        out.println(failure.map(Throwable::getMessage).orElseGet(exploration::toString));
        return failure.isPresent() ? 1 : 0;
    }

    /** Without state in static fields the same classes serve all schedules, which is faster. */
    private static void invoke(SourceProgram program, String[] args) throws Exception {
        MainMethod main = program.hasStaticState() ? program.loadedAnew().mainMethod() : program.mainMethod();
        Thread.currentThread().setContextClassLoader(main.loader());
        main.invoke(args);
    }

    private static Simulation simulation(Path file) {
        String name = String.valueOf(file.getFileName());
        @Nullable Path folder = file.toAbsolutePath().getParent();
        var simulation = Simulation.named(name.substring(0, name.length() - SUFFIX.length()))
                .howToReplay("./jevent sim " + file + " --replay %s")
                .preempt(preempt());
        if (folder != null) {
            simulation.sources(folder);
        }
        if (Setting.SIM_SCHEDULES.isSet()) {
            simulation.schedules(Math.toIntExact(Setting.SIM_SCHEDULES.number()));
        }
        if (Setting.SIM_BUDGET.isSet()) {
            simulation.budget(Setting.SIM_BUDGET.duration());
        }
        if (Setting.SIM_SEED.isSet()) {
            simulation.seed(Setting.SIM_SEED.number());
        }
        Setting.SIM_REPLAY.text().map(Path::of).map(Run::readable).ifPresent(simulation::replay);
        return simulation;
    }

    private static Preempt preempt() {
        return Preempt.valueOf(Setting.SIM_PREEMPT.text().orElse("waits").toUpperCase(Locale.ROOT));
    }

    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /** Standard output and error, which would show what each of a thousand runs prints. */
    private record Muted(
            @Nullable PrintStream out, @Nullable PrintStream err) implements AutoCloseable {

        static Muted nothing() {
            return new Muted(null, null);
        }

        static Muted standardStreams() {
            var muted = new Muted(System.out, System.err);
            System.setOut(new PrintStream(OutputStream.nullOutputStream()));
            System.setErr(new PrintStream(OutputStream.nullOutputStream()));
            return muted;
        }

        @Override
        public void close() {
            if (out != null) {
                System.setOut(out);
            }
            if (err != null) {
                System.setErr(err);
            }
        }
    }
}
