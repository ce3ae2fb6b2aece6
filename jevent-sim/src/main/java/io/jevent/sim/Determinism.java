// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.hub.ReadyOrder.Ready;
import io.jevent.sim.Conductor.Observer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs a schedule twice and compares the runs step by step. */
final class Determinism {

    /** Steps whose stack is taken; later ones are compared without. */
    private static final int MOST_STACKS = 2000;

    private final Runner runner;

    Determinism(Runner runner) {
        this.runner = runner;
    }

    /** Two runs of one schedule. */
    private record Pair(Run first, Run second) {}

    /** A step of a run: who ran, of how many, when, where. */
    private record Step(String who, int ready, long now, List<StackTraceElement> stack) {

        String text() {
            var text = new StringBuilder(who)
                    .append(" runs, of ")
                    .append(ready)
                    .append(" ready, at ")
                    .append(Duration.ofNanos(now));
            stack.forEach(frame -> text.append("\n        at ").append(Lines.text(frame)));
            return text.toString();
        }
    }

    private static final class Steps implements Observer {
        final List<Step> all = new ArrayList<>();

        @Override
        public void step(Ready ready, int chosen, int choice) {
            Object participant = ready.at(chosen);
            String who = participant instanceof RawGreenlet greenlet
                    ? greenlet.name()
                    : participant instanceof Thread ? "a virtual thread that is no greenlet" : "a callback";
            List<StackTraceElement> stack = all.size() < MOST_STACKS ? ready.stack(chosen) : List.of();
            all.add(new Step(who, ready.size(), Hub.current().now(), stack));
        }
    }

    /**
     * Runs a plan, and once more what it has chosen.
     *
     * @return the first run, which is the only one if it met something that is not simulated
     * @throws NondeterministicError if the second run differs
     */
    Run runTwice(Strategy.Plan plan) {
        return pair(plan).first();
    }

    private Pair pair(Strategy.Plan plan) {
        var first = new Steps();
        Run run = runner.run(plan, first);
        if (run.escaped()) {
            return new Pair(run, run);
        }
        var second = new Steps();
        Run again = runner.run(new FixedPlan(plan.name(), run.schedule().deviations()), second);
        String difference = difference(first.all, second.all);
        if (difference == null) {
            difference = differentEnd(run, again);
        }
        if (difference != null) {
            throw new NondeterministicError(difference);
        }
        return new Pair(run, again);
    }

    /**
     * As {@link #runTwice}, for the first schedule of a JVM: it runs thrice if the first two runs differ, since the
     * first one initializes classes, which may take time, random numbers, steps and choices. Later schedules are
     * planned by the length of the returned run, which must not depend on that.
     *
     * @param plan the plan
     * @return the last run
     * @throws NondeterministicError if the second and the third run differ too
     */
    Run runFirst(Strategy.Plan plan) {
        try {
            return pair(plan).second();
        } catch (NondeterministicError e) {
            return pair(plan).second();
        }
    }

    private static @Nullable String difference(List<Step> first, List<Step> second) {
        for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
            Step a = i < first.size() ? first.get(i) : null;
            Step b = i < second.size() ? second.get(i) : null;
            if (!Objects.equals(a, b)) {
                return "first difference: step " + (i + 1) + "\n    first run:  " + text(a) + "\n    second run: "
                        + text(b);
            }
        }
        return null;
    }

    private static String text(@Nullable Step step) {
        return step == null ? "has ended" : step.text();
    }

    private static @Nullable String differentEnd(Run first, Run second) {
        Throwable a = first.failure();
        Throwable b = second.failure();
        if (a == null && b == null) {
            return null;
        }
        if (a != null && b != null && Signature.of(a).equals(Signature.of(b))) {
            return null;
        }
        return "the order is the same, but the first run " + end(a) + ", and the second " + end(b);
    }

    private static String end(@Nullable Throwable failure) {
        return failure == null ? "passes" : "fails with " + failure;
    }

    /** Two runs of one schedule differ. */
    static final class NondeterministicError extends AssertionError {

        private static final long serialVersionUID = 1L;

        NondeterministicError(String difference) {
            super(difference);
        }
    }
}
