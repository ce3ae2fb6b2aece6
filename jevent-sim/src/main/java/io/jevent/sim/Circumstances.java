// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a simulation on which the choices of its schedules depend. A file has them, so that a replay does not
 * depend on the flags that it is given.
 *
 * @param preempt where threads are interrupted
 * @param preempted the packages whose code is interrupted
 * @param faults the kinds of faults
 * @param turnCost the longest time of a turn
 * @param start the date at the beginning
 * @param maxSteps the number of steps at which a run fails
 */
record Circumstances(
        Preempt preempt, List<String> preempted, Set<Faults> faults, Duration turnCost, Instant start, long maxSteps) {

    private static final String PREEMPT = "preempt";
    private static final String PREEMPTED = "preemptIn";
    private static final String FAULTS = "faults";
    private static final String TURN_COST = "turnCost";
    private static final String START = "start";
    private static final String MAX_STEPS = "maxSteps";

    void writeTo(Map<String, Object> header) {
        header.put(PREEMPT, preempt.name());
        header.put(PREEMPTED, preempted);
        header.put(FAULTS, faults.stream().map(Faults::name).sorted().toList());
        header.put(TURN_COST, turnCost.toString());
        header.put(START, start.toString());
        header.put(MAX_STEPS, maxSteps);
    }

    /**
     * Reads those of a file.
     *
     * @return null if the file has none, as files of the first snapshots
     * @throws IllegalArgumentException if a value is not known; the message names it
     */
    static @Nullable Circumstances read(Map<String, Object> header) {
        if (!header.containsKey(PREEMPT)) {
            return null;
        }
        Set<Faults> faults = EnumSet.noneOf(Faults.class);
        list(header, FAULTS).forEach(name -> faults.add(Faults.valueOf(name)));
        if (!(header.get(MAX_STEPS) instanceof Long maxSteps)) {
            throw new IllegalArgumentException("\"" + MAX_STEPS + "\" must be a number");
        }
        try {
            return new Circumstances(
                    Preempt.valueOf(String.valueOf(header.get(PREEMPT))),
                    list(header, PREEMPTED),
                    Set.copyOf(faults),
                    Duration.parse(String.valueOf(header.get(TURN_COST))),
                    Instant.parse(String.valueOf(header.get(START))),
                    maxSteps);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + TURN_COST + "\" and \"" + START + "\" must be times", e);
        }
    }

    private static List<String> list(Map<String, Object> header, String key) {
        if (header.get(key) instanceof Collection<?> values) {
            return values.stream().map(String::valueOf).toList();
        }
        throw new IllegalArgumentException("\"" + key + "\" must be a list");
    }
}
