// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.sim.Schedule.Deviation;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes, for people at a terminal, why a simulation failed. */
final class Report {

    private static final int MOST_FRAMES = 6;
    private static final int MOST_DEVIATIONS = 40;

    private final StringBuilder text = new StringBuilder();
    private final Lines lines;

    Report(Lines lines) {
        this.lines = lines;
    }

    /** A failing schedule. */
    Report failed(String name, int schedule, Run found, Run smallest, int runs) {
        text.append(name).append(" failed in schedule ").append(schedule);
        text.append(" (").append(found.plan()).append(")\n");
        failure(Objects.requireNonNull(smallest.failure()));
        int before = found.schedule().deviations().size();
        int after = Schedule.groups(smallest.schedule().deviations()).size();
        text.append('\n');
        if (after == 0) {
            text.append("It fails first in, first out, without any deviation");
        } else {
            text.append("It needs ").append(after).append(after == 1 ? " deviation" : " deviations");
            text.append(" from first in, first out");
        }
        if (runs > 0) {
            text.append(" (schedule ").append(schedule).append(" had ").append(before);
            text.append("; found in ").append(runs).append(" runs)");
        }
        text.append(after == 0 ? ".\n" : ":\n");
        return this;
    }

    /** A run that met something that is not simulated. */
    Report escaped(String name, Run run) {
        text.append(name).append(" cannot be simulated as it is\n");
        thrown(Objects.requireNonNull(run.failure()));
        String refusal = SimulatedJvm.refusal();
        if (refusal != null) {
            text.append("Waits with a time limit, clocks and threads of the JDK are not simulated in this JVM: ")
                    .append(refusal)
                    .append('\n');
        }
        return this;
    }

    private void failure(Throwable failure) {
        thrown(failure);
        for (Throwable also : failure.getSuppressed()) {
            text.append("    also: ").append(indented(firstLine(also))).append('\n');
        }
        @Nullable Throwable cause = failure.getCause();
        if (cause != null && cause != failure) {
            text.append("    caused by: ").append(indented(firstLine(cause))).append('\n');
        }
    }

    private void thrown(Throwable failure) {
        text.append("  ").append(indented(failure.toString())).append('\n');
        int shown = 0;
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (Lines.isOfProgram(frame) && shown++ < MOST_FRAMES) {
                text.append("      at ").append(lines.withSource(frame)).append('\n');
            }
        }
    }

    private static String firstLine(Throwable failure) {
        return failure.toString().lines().findFirst().orElse("");
    }

    private static String indented(String lines) {
        return lines.stripTrailing().replace("\n", "\n  ");
    }

    /** The decisions that matter. */
    Report deviations(List<Deviation> deviations, Map<Integer, Explanation.Place> places) {
        int number = 0;
        for (List<Deviation> group : Schedule.groups(deviations)) {
            if (++number > MOST_DEVIATIONS) {
                text.append("  ... and more\n");
                break;
            }
            Explanation.Place place = places.get(group.getFirst().choice());
            if (place == null) {
                text.append(String.format(
                        "  %2d. choice %d%n", number, group.getFirst().choice() + 1));
                continue;
            }
            text.append(
                    String.format("  %2d. step %d, at %s of virtual time%n", number, place.step(), time(place.at())));
            Deviation first = group.getFirst();
            if (!first.isOrder()) {
                pair("here is      ", place.chosen(), "instead of   ", place.other());
            } else if (group.size() == 1) {
                pair("here runs    ", place.chosen(), "instead of   ", place.other());
            } else if (group.stream().allMatch(d -> d.who() == first.who())) {
                pair(
                        "runs " + group.size() + " times ahead of its turn:  ",
                        place.chosen(),
                        "instead of, at first:  ",
                        place.other());
            } else {
                pair(
                        "is held back " + group.size() + " times:  ",
                        place.other(),
                        "instead runs, at first:  ",
                        place.chosen());
            }
        }
        return this;
    }

    private void pair(String first, String of, String second, String than) {
        text.append("        ").append(first).append(of).append('\n');
        text.append("        ").append(second).append(than).append('\n');
    }

    /** The moments that the program has marked, and the texts that it has attached. */
    Report notes(Explanation explanation) {
        List<Explanation.Mark> marks = explanation.marks();
        if (!marks.isEmpty()) {
            text.append("\nMarks of the program:\n");
        }
        for (Explanation.Mark mark : marks.subList(0, Math.min(marks.size(), MOST_DEVIATIONS))) {
            text.append(String.format("  step %d, at %s: ", mark.step(), time(mark.at())))
                    .append(indented(mark.text()))
                    .append('\n');
        }
        if (marks.size() > MOST_DEVIATIONS) {
            text.append("  ... and more\n");
        }
        for (Explanation.Attachment attachment : explanation.attachments()) {
            text.append('\n').append(attachment.title()).append(":\n  ");
            text.append(indented(textOf(attachment))).append('\n');
        }
        return this;
    }

    /** The code of the program, which may fail. */
    static String textOf(Explanation.Attachment attachment) {
        try {
            return attachment.text().get();
        } catch (RuntimeException | Error e) {
            return "(it cannot be made: " + e + ")";
        }
    }

    private static String time(Duration at) {
        return BigDecimal.valueOf(at.toNanos(), 9).stripTrailingZeros().toPlainString() + " s";
    }

    /** How to run it again. */
    Report replay(@Nullable Path file, @Nullable Path page, @Nullable String nearest, String how) {
        if (file != null && page != null) {
            text.append("\nThe run is drawn in ").append(page).append(", with a mark at each deviation\n");
            text.append(nearest == null ? "" : nearest + "\n");
            text.append("The schedule is in ")
                    .append(file)
                    .append("; to replay it: ")
                    .append(how)
                    .append('\n');
        }
        return this;
    }

    /** Adds a line. */
    Report line(String line) {
        text.append(line).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString().stripTrailing();
    }
}
