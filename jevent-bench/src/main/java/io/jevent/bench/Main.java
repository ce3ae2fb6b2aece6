// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

/** The main class of {@code ./jevent bench [NAME] [--json FILE]}. */
public final class Main {
    private Main() {}

    /**
     * Runs the benchmarks.
     *
     * @param args the name of one, and where to write the rows to
     */
    public static void main(String[] args) {
        System.err.println("jevent: bench: there are no benchmarks yet");
        System.exit(1);
    }
}
