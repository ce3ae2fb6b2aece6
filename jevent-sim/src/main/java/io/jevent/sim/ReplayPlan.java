// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.ReadyOrder.Ready;
import io.jevent.sim.Schedule.Deviation;
import org.jspecify.annotations.Nullable;

/** Repeats the schedule of a file, and notes where the run first differs from it. */
final class ReplayPlan implements Strategy.Plan {

    private final ReplayFile file;
    private int choice;
    private int at;
    private @Nullable String divergence;

    ReplayPlan(ReplayFile file) {
        this.file = file;
    }

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public int next(Ready ready) {
        return (int) choose(Schedule.NEXT, ready.size(), ready);
    }

    @Override
    public long value(String label, long alternatives) {
        return choose(label, alternatives, null);
    }

    @Override
    public boolean happens(String label, double probability) {
        return choose(label, 2, null) == 1;
    }

    private long choose(String label, long alternatives, @Nullable Ready ready) {
        int number = choice++;
        compare(number, ReplayFile.token(label, alternatives), ready);
        if (divergence != null || at >= file.deviations().size()) {
            return 0;
        }
        Deviation next = file.deviations().get(at);
        if (next.choice() != number) {
            return 0;
        }
        at++;
        return Math.min(next.chosen(), alternatives - 1);
    }

    private void compare(int number, String seen, @Nullable Ready ready) {
        if (divergence != null) {
            return;
        }
        String wanted = number < file.path().size() ? file.path().get(number) : "the end";
        if (!wanted.equals(seen)) {
            String place = ready == null || ready.stack(0).isEmpty()
                    ? ""
                    : ", at " + Lines.text(ready.stack(0).getFirst());
            divergence =
                    "choice " + (number + 1) + " was " + words(wanted) + " in the file, and is " + words(seen) + place;
        }
    }

    private static String words(String token) {
        int slash = token.lastIndexOf('/');
        if (slash >= 0) {
            return "'" + token.substring(0, slash) + "' of " + token.substring(slash + 1) + " alternatives";
        }
        return token.equals("the end") ? token : "who runs of " + token + " ready";
    }

    /** The first difference to the file; null if there is none. */
    @Nullable
    String divergence() {
        if (divergence == null && choice < file.path().size()) {
            return "the run ends after " + choice + " choices, that of the file after "
                    + file.path().size();
        }
        return divergence;
    }
}
