// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

/**
 * A row of the bench: one workload that jevent and its peers run.
 *
 * @param name the name on the command line and in the JSON file
 * @param metric what the numbers are
 * @param what one line that says what is measured
 * @param plan how much of it is run
 * @param cores the processors the workload is about: 1 for greenlets among themselves, 2 with another thread
 */
record Row(String name, Metric metric, String what, Plan plan, int cores) {

    /**
     * Returns the class name by which a JVM peer knows this row: {@code wake-latency} is {@code WakeLatencyWorkload}.
     */
    String workloadClass() {
        var className = new StringBuilder();
        for (var word : name.split("-", -1)) {
            className.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return className.append("Workload").toString();
    }

    /** Returns this row with the shorter plan. */
    Row quick() {
        return new Row(name, metric, what, plan.quick(), cores);
    }
}
