// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.rivals;

import io.jevent.bench.races.Race;
import io.jevent.bench.races.Races;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lincheck's model checker for arbitrary code, {@code Lincheck.runConcurrentTest}. It has no seed. */
final class LincheckSearcher implements Searcher {

    private static final int NANOS_IN_MILLI = 1_000_000;

    /** Lincheck resets the fields of a program before each run, but not the properties of the JVM. */
    private static final String RUNS = "jevent.bench.runs";

    private static final String FAILED = "jevent.bench.failed";

    private final String classPath;
    private final Limit limit;

    LincheckSearcher(Path folder, Limit limit) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            this.classPath = files.map(Path::toString).sorted().collect(Collectors.joining(":"));
        }
        this.limit = limit;
    }

    @Override
    public String name() {
        return "Lincheck";
    }

    @Override
    public boolean isForStructures() {
        return true;
    }

    @Override
    public Outcome search(Race race, int trial) throws IOException {
        return Child.outcome(Child.run(
                List.of(
                        Child.java(Child.ownJdk()),
                        "-XX:+EnableDynamicAgentLoading",
                        "-cp",
                        System.getProperty("java.class.path") + ":" + classPath,
                        LincheckSearcher.class.getName(),
                        race.name(),
                        String.valueOf(limit.schedules())),
                limit.patience()));
    }

    /** Explores one program: its name and the number of schedules. */
    public static void main(String[] args) throws ReflectiveOperationException {
        var check = Class.forName("org.jetbrains.lincheck.Lincheck")
                .getMethod("runConcurrentTest", int.class, Runnable.class);
        Race.Program race = Races.named(args[0]).program();
        long begin = System.nanoTime();
        boolean found = false;
        try {
            check.invoke(null, Integer.parseInt(args[1]), (Runnable) () -> once(race));
        } catch (InvocationTargetException e) {
            if (!String.valueOf(e.getCause()).startsWith("org.jetbrains.lincheck.LincheckAssertionError")) {
                throw e;
            }
            found = true;
        }
        long millis = (System.nanoTime() - begin) / NANOS_IN_MILLI;
        int runs = Integer.getInteger(RUNS, 0);
        System.out.println(
                Outcome.of(found, Integer.getInteger(FAILED, runs), millis).line());
        System.exit(0);
    }

    /**
     * A failing run is repeated for its report: the first failure counts. Deadlocks are counted with their repetitions.
     */
    private static void once(Race.Program race) {
        int run = Integer.getInteger(RUNS, 0) + 1;
        System.setProperty(RUNS, String.valueOf(run));
        try {
            race.run();
        } catch (Exception e) {
            throw failed(run, new IllegalStateException(e));
        } catch (Error e) {
            throw failed(run, e);
        }
    }

    private static <E extends Throwable> E failed(int run, E failure) {
        if (System.getProperty(FAILED) == null) {
            System.setProperty(FAILED, String.valueOf(run));
        }
        return failure;
    }
}
