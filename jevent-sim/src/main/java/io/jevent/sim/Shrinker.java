// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.sim.Schedule.Deviation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Makes a failing schedule smaller: replaces deviations by the first alternative as long as the run fails in the same
 * way (delta debugging; Zeller, Hildebrandt, TSE 2002), then lowers those that are left.
 */
final class Shrinker {

    /** The real time after which the smallest schedule so far is good enough. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Runner runner;
    /** A number of deviations from which on leaving out one after the other takes too long. */
    private static final int MANY = 64;

    private final Signature wanted;
    private final int maxRuns;
    private final Stopwatch stopwatch = new Stopwatch();
    private Run smallest;
    private int runs;

    Shrinker(Runner runner, Run failing, int maxRuns) {
        this.runner = runner;
        this.wanted = Signature.of(Objects.requireNonNull(failing.failure()));
        this.maxRuns = maxRuns;
        this.smallest = failing;
    }

    /** Returns a failing run with as few deviations as could be found. */
    Run shrink() {
        int before;
        leaveOutLabels();
        do {
            before = weight(deviations());
            leaveOut();
            lower();
        } while (weight(deviations()) < before && !isOver());
        return smallest;
    }

    private boolean isOver() {
        return runs >= maxRuns || stopwatch.elapsed().compareTo(LONGEST) > 0;
    }

    int runs() {
        return runs;
    }

    private static int weight(List<Deviation> deviations) {
        return Schedule.groups(deviations).size() * 10_000 + deviations.size();
    }

    /** Of a large schedule leaves out all deviations of a kind: the order, or all choices with the same label. */
    private void leaveOutLabels() {
        if (deviations().size() > MANY) {
            for (String label :
                    deviations().stream().map(Deviation::label).distinct().toList()) {
                var _ = accept(deviations().stream()
                        .filter(deviation -> !deviation.label().equals(label))
                        .toList());
            }
            leaveOutChunks(deviations().size() / 2, MANY / 4);
        }
    }

    /** Leaves out deviations that belong together, then any others, in ever smaller pieces. */
    private void leaveOut() {
        for (int i = Schedule.groups(deviations()).size() - 1; i >= 0; i--) {
            List<List<Deviation>> groups = Schedule.groups(deviations());
            if (i < groups.size()) {
                var fewer = new ArrayList<>(deviations());
                fewer.removeAll(groups.get(i));
                var _ = accept(fewer);
            }
        }
        leaveOutChunks(deviations().size(), 1);
    }

    private void leaveOutChunks(int largest, int smallestChunk) {
        int chunk = largest;
        while (chunk >= smallestChunk) {
            boolean progress = false;
            for (int from = 0; from < deviations().size(); ) {
                List<Deviation> all = deviations();
                var fewer = new ArrayList<>(all.subList(0, from));
                fewer.addAll(all.subList(Math.min(from + chunk, all.size()), all.size()));
                if (accept(fewer)) {
                    progress = true;
                } else {
                    from += chunk;
                }
            }
            chunk = progress && chunk > 1 ? chunk : chunk / 2;
            chunk = Math.min(chunk, deviations().size());
        }
    }

    private List<Deviation> deviations() {
        return smallest.schedule().deviations();
    }

    /** Of each choice of the test the least alternative that still fails, by halving. */
    private void lower() {
        for (int i = 0; i < deviations().size(); i++) {
            long least = 1;
            while (i < deviations().size()
                    && !deviations().get(i).isOrder()
                    && least < deviations().get(i).chosen()
                    && !isOver()) {
                Deviation deviation = deviations().get(i);
                long middle = least + (deviation.chosen() - least) / 2;
                var lowered = new ArrayList<>(deviations());
                lowered.set(i, deviation.lowered(middle));
                if (!accept(lowered)) {
                    least = middle + 1;
                }
            }
        }
    }

    /** Whether the run fails in the same way with these deviations, and with no more of them than before. */
    private boolean accept(List<Deviation> deviations) {
        if (isOver()) {
            return false;
        }
        runs++;
        Run run = runner.run(new FixedPlan(smallest.plan(), deviations));
        Throwable failure = run.failure();
        boolean smaller = failure != null
                && Signature.of(failure).equals(wanted)
                && isSmaller(run.schedule().deviations(), deviations());
        if (smaller) {
            smallest = run;
        }
        return smaller;
    }

    private static boolean isSmaller(List<Deviation> candidate, List<Deviation> best) {
        int difference = Integer.compare(weight(candidate), weight(best));
        return difference < 0 || (difference == 0 && sum(candidate) < sum(best));
    }

    private static double sum(List<Deviation> deviations) {
        return deviations.stream().mapToDouble(Deviation::chosen).sum();
    }
}
