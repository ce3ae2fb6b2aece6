// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The load generator: a process of its own, the same for every peer, that starts the peer's server, asks it and
 * measures it. Where there is {@code taskset} and a row is about one processor, the server has the first for itself and
 * the generator the second.
 */
final class Generator {

    private static final String MAIN = "io.jevent.bench.load.Load";
    private static final List<String> FLAGS = List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");
    private static final boolean PINS = onProcessor(0, "true") && onProcessor(1, "true");

    private Generator() {}

    /**
     * Returns how to start the generator.
     *
     * @param server how it starts the server
     * @param row what it does
     * @param operations how much of it in each round
     */
    static Launch ask(Launch server, Row row, int operations) {
        boolean pinned = PINS && row.cores() == 1;
        var command = new ArrayList<String>(pinned ? prefix(1) : List.of());
        command.addAll(Jvm.command(FLAGS));
        command.addAll(Jvm.classPath());
        command.add(MAIN);
        command.add(row.name());
        command.add(Integer.toString(operations));
        command.add(Integer.toString(row.plan().warmMillis()));
        command.addAll(pinned ? prefix(0) : List.of());
        command.addAll(server.command());
        return new Launch(command, server.environment());
    }

    private static List<String> prefix(int processor) {
        return List.of("taskset", "-c", Integer.toString(processor));
    }

    private static boolean onProcessor(int processor, String program) {
        var command = new ArrayList<>(prefix(processor));
        command.add(program);
        return Shell.output(command).isPresent();
    }
}
