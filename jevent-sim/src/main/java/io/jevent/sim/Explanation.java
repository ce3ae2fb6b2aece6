// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.ReadyOrder.Ready;
import io.jevent.trace.TraceFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks, while a failing schedule runs once more, at the places where it deviates. */
final class Explanation implements Conductor.Observer {

    /**
     * Tells what a deviation decided.
     *
     * @param at the virtual time
     * @param chosen who ran and where, or what was chosen
     * @param other who would have run first in, first out, or the first alternative
     * @param step the number of the step
     */
    record Place(Duration at, String chosen, String other, long step) {}

    /** A moment that the program has marked. */
    record Mark(Duration at, long step, String text) {}

    /** A text that the program has attached. */
    record Attachment(String title, Supplier<String> text) {}

    /** The words of {@link RawGreenlet#spawnedAt} before a line that it does not know for sure. */
    private static final String KNOWN_SITE = "the first with this body: ";

    private final Lines lines;
    private final Set<Integer> wanted;
    private final Set<Integer> marked;
    private final @Nullable TraceFile trace;
    private final Map<Integer, Place> places = new HashMap<>();
    private final List<Mark> marksOfProgram = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private @Nullable RawGreenlet root;
    private @Nullable RawGreenlet last;
    private long step;

    /**
     * Makes one.
     *
     * @param lines the sources
     * @param deviations those of the failing schedule
     * @param trace the picture in which the deviations and the moments of the program get flags; null for none
     */
    Explanation(Lines lines, List<Schedule.Deviation> deviations, @Nullable TraceFile trace) {
        this.lines = lines;
        this.trace = trace;
        this.marked = Schedule.groups(deviations).stream()
                .map(group -> group.getFirst().choice())
                .collect(Collectors.toUnmodifiableSet());
        this.wanted = deviations.stream().map(Schedule.Deviation::choice).collect(Collectors.toUnmodifiableSet());
    }

    Map<Integer, Place> places() {
        return places;
    }

    /** The moments that the program has marked, in order. */
    List<Mark> marks() {
        return marksOfProgram;
    }

    /** The texts that the program has attached. */
    List<Attachment> attachments() {
        return attachments;
    }

    @Override
    public void mark(String text) {
        marksOfProgram.add(new Mark(now(), step, text));
        RawGreenlet greenlet = concerned();
        if (trace != null && greenlet != null) {
            trace.event(greenlet, text);
        }
    }

    /** The greenlet that runs, or the one that ran last if the hub itself does something, unless that is dead. */
    private @Nullable RawGreenlet concerned() {
        RawGreenlet greenlet = CurrentGreenlet.get();
        if (greenlet != null) {
            return greenlet;
        }
        return last == null || last.isDead() ? root : last;
    }

    private void flag(@Nullable RawGreenlet greenlet, String text) {
        if (trace != null && greenlet != null) {
            trace.mark(greenlet, text);
        }
    }

    @Override
    public void attach(String title, Supplier<String> text) {
        attachments.add(new Attachment(title, text));
    }

    @Override
    public void step(Ready ready, int chosen, int choice) {
        step++;
        if (wanted.contains(choice)) {
            String runs = describe(ready, chosen);
            String other = describe(ready, 0);
            places.put(choice, new Place(now(), runs, other, step));
            if (marked.contains(choice)) {
                flag(
                        ready.at(chosen) instanceof RawGreenlet greenlet ? greenlet : concerned(),
                        "here runs " + runs + "\ninstead of " + other);
            }
        }
        if (ready.at(chosen) instanceof RawGreenlet greenlet) {
            last = greenlet;
            root = root == null ? greenlet : root;
        }
    }

    @Override
    public void value(String label, String chosen, String plain, int choice) {
        if (wanted.contains(choice)) {
            StackTraceElement line = Signature.lineOf(new Throwable());
            RawGreenlet greenlet = CurrentGreenlet.get();
            String at = (greenlet == null ? "" : ", by " + greenlet.name())
                    + (line == null ? "" : ", at " + lines.withSource(line));
            places.put(choice, new Place(now(), label + " = " + chosen + at, plain, step));
            flag(concerned(), "here is " + label + " = " + chosen + at + "\ninstead of " + plain);
        }
    }

    private static Duration now() {
        return Duration.ofNanos(Hub.current().now());
    }

    private String describe(Ready ready, int index) {
        Object participant = ready.at(index);
        List<StackTraceElement> stack = ready.stack(index);
        if (participant instanceof RawGreenlet greenlet) {
            String where = stack.isEmpty()
                    ? "starts; spawned at " + spawnedAt(greenlet)
                    : "at " + lines.withSource(stack.getFirst()) + callerIn(stack);
            @Nullable Object operation = ready.operation(index);
            return greenlet.name() + ", " + where + (operation == null ? "" : ", after its wait on " + operation);
        }
        if (participant instanceof Thread thread) {
            String name = thread.getName().isEmpty() ? "a virtual thread" : thread.getName();
            return name + (stack.isEmpty() ? ", starts" : ", at " + lines.withSource(stack.getFirst()));
        }
        return "a callback of the hub";
    }

    /** A line that waits is often in a method of many callers. */
    private static String callerIn(List<StackTraceElement> stack) {
        return stack.size() < 2
                ? ""
                : " (called at " + stack.get(1).getFileName() + ":"
                        + stack.get(1).getLineNumber() + ")";
    }

    /** The line that spawned it, or else the first that spawned one with the same body. */
    private static String spawnedAt(RawGreenlet greenlet) {
        String site = greenlet.spawnedAt();
        int known = site.indexOf(KNOWN_SITE);
        String line = known < 0 ? site : site.substring(known + KNOWN_SITE.length(), site.length() - 1);
        int type = line.lastIndexOf('.', Math.max(0, line.lastIndexOf('.', Math.max(0, line.indexOf('(') - 1)) - 1));
        return line.substring(type + 1);
    }
}
