// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.rivals;

import io.jevent.bench.races.Race;
import io.jevent.bench.races.Races;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fray with a strategy; threads switch at fields, too. It draws its seeds itself. */
final class FraySearcher implements Searcher {

    private static final Pattern FOUND = Pattern.compile("Error found at iter: (\\d+), .*Elapsed time: (\\d+)ms");
    private static final Pattern PASSED = Pattern.compile("Run finished. Total iter: (\\d+), Elapsed time: (\\d+)ms");

    private final FrayHome home;
    private final String scheduler;
    private final Limit limit;

    FraySearcher(FrayHome home, String scheduler, Limit limit) {
        this.home = home;
        this.scheduler = scheduler;
        this.limit = limit;
    }

    @Override
    public String name() {
        return "Fray " + scheduler;
    }

    @Override
    public Outcome search(Race race, int trial) throws IOException {
        Path report = Files.createTempDirectory("jevent-fray");
        String output = Child.run(
                List.of(
                        Child.java(home.jdk()),
                        "-ea",
                        "-cp",
                        home.classPath(),
                        "-agentpath:" + home.nativeAgent(),
                        "-javaagent:" + home.agent(),
                        "org.pastalab.fray.core.MainKt",
                        "--run-config=cli",
                        "--clazz=" + Races.class.getName(),
                        "--method=main",
                        "--args=" + race.name(),
                        "--classpath=" + System.getProperty("java.class.path"),
                        "--scheduler=" + scheduler,
                        "--memory",
                        "--iter=" + limit.schedules(),
                        "--timeout=" + limit.time().toSeconds(),
                        "--output=" + report),
                limit.patience());
        return outcome(output);
    }

    /** Reads Fray's log, which counts schedules from 0 on. */
    static Outcome outcome(String output) {
        if (output.contains("FrayInternalError")) {
            return Outcome.broken(Child.tail(output));
        }
        Matcher found = FOUND.matcher(output);
        if (found.find()) {
            return Outcome.of(true, Long.parseLong(found.group(1)) + 1, Long.parseLong(found.group(2)));
        }
        Matcher passed = PASSED.matcher(output);
        return passed.find()
                ? Outcome.of(false, Long.parseLong(passed.group(1)), Long.parseLong(passed.group(2)))
                : Outcome.broken(Child.tail(output));
    }
}
