// SPDX-License-Identifier: Apache-2.0
package io.jevent.cli;

import io.jevent.sim.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Consumer;

/** Shows how far a simulation is: a line that is written over on a terminal, a line now and then elsewhere. */
final class ProgressLine implements Consumer<Progress> {
    private static final Duration ON_TERMINALS = Duration.ofMillis(200);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean terminal;
    private Duration next;
    private int shown;

    ProgressLine(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.next = interval();
    }

    private Duration interval() {
        return terminal ? ON_TERMINALS : ELSEWHERE;
    }

    @Override
    public void accept(Progress progress) {
        if (progress.elapsed().compareTo(next) >= 0) {
            next = progress.elapsed().plus(interval());
            show("simulating: " + progress);
        }
    }

    private void show(String line) {
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
            out.flush();
        } else {
            out.println(line);
        }
        shown = line.length();
    }

    /** Removes the line. */
    void end() {
        if (terminal && shown > 0) {
            out.print("\r" + " ".repeat(shown) + "\r");
            out.flush();
        }
    }
}
