// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.sim.Schedule.Deviation;
import io.jevent.trace.TraceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a failing schedule once more, to see where it deviates, and draws it and the nearest schedule that passes. */
final class Drawing {

    /** Groups of deviations that are left out, one after the other, to find a schedule that passes. */
    private static final int MOST_TRIES = 10;

    private final Runner runner;
    private final Lines lines;
    private final @Nullable Path failing;
    private final @Nullable Path passing;
    private @Nullable String nearest;

    /**
     * Makes one.
     *
     * @param failing the page of the failing schedule; null to draw nothing
     * @param passing the page of the nearest schedule that passes; null to draw nothing
     */
    Drawing(Runner runner, Lines lines, @Nullable Path failing, @Nullable Path passing) {
        this.runner = runner;
        this.lines = lines;
        this.failing = failing;
        this.passing = passing;
    }

    /** Looks at a failing run; a report of it stands beside the picture. */
    Explanation look(Run run, Report report) {
        List<Deviation> deviations = run.schedule().deviations();
        if (failing == null) {
            return look(run.plan(), deviations, null);
        }
        return draw(failing, trace -> {
            Explanation explanation = look(run.plan(), deviations, trace);
            trace.note("Why it fails", report.toString());
            explanation.attachments().forEach(attachment -> trace.note(attachment.title(), Report.textOf(attachment)));
            return explanation;
        });
    }

    private Explanation look(String plan, List<Deviation> deviations, @Nullable TraceFile trace) {
        var explanation = new Explanation(lines, deviations, trace);
        var _ = runner.run(new FixedPlan(plan, deviations), explanation);
        return explanation;
    }

    /** Finds a deviation without which the run passes, the last one first, and draws that run. */
    void findNearest(Run run) {
        if (passing == null) {
            return;
        }
        List<List<Deviation>> groups = Schedule.groups(run.schedule().deviations());
        for (int i = groups.size() - 1; i >= Math.max(0, groups.size() - MOST_TRIES) && nearest == null; i--) {
            var fewer = new ArrayList<>(run.schedule().deviations());
            fewer.removeAll(groups.get(i));
            Run without = runner.run(new FixedPlan(run.plan(), fewer));
            if (!without.failed()) {
                int number = i + 1;
                nearest = "Without deviation " + number + " it passes; that run is drawn in " + passing;
                var _ = draw(passing, trace -> {
                    trace.note("A run that passes", "It is the failing run without its deviation " + number);
                    return look(run.plan(), without.schedule().deviations(), trace);
                });
            }
        }
    }

    /** A line about the nearest run that passes; null if none was found. */
    @Nullable
    String nearest() {
        return nearest;
    }

    private interface Drawn {
        Explanation run(TraceFile trace);
    }

    private static Explanation draw(Path page, Drawn body) {
        try {
            Files.createDirectories(page.toAbsolutePath().resolveSibling(""));
            try (var trace = TraceFile.record(page)) {
                return body.run(trace);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the page cannot be written to " + page, e);
        }
    }
}
