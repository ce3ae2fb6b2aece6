// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.util.Optional;

/**
 * A row of the bench: one workload that jevent and its peers run.
 *
 * @param name the name on the command line and in the JSON file
 * @param metric what the numbers are
 * @param what one line that describes the measurement
 * @param plan how much of it is run
 * @param cores the processors the workload is about: 1 for greenlets among themselves, 2 with another thread
 * @param server the kind of server that a load generator asks, or empty if the peer does everything by itself
 */
record Row(String name, Metric metric, String what, Plan plan, int cores, Optional<String> server) {

    /** A row without a load generator. */
    Row(String name, Metric metric, String what, Plan plan, int cores) {
        this(name, metric, what, plan, cores, Optional.empty());
    }

    /**
     * Returns the class name by which a JVM peer knows this row: {@code wake-latency} is {@code WakeLatencyWorkload}, a
     * server of the kind {@code echo} is {@code EchoServer}.
     */
    String workloadClass() {
        return server.map(kind -> className(kind) + "Server").orElseGet(() -> className(name) + "Workload");
    }

    private static String className(String words) {
        var className = new StringBuilder();
        for (var word : words.split("-", -1)) {
            className.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return className.toString();
    }

    /** Returns this row with the shorter plan. */
    Row quick() {
        return with(plan.quick());
    }

    /** Returns this row with another plan. */
    Row with(Plan other) {
        return new Row(name, metric, what, other, cores, server);
    }
}
