// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.lang.StackWalker.StackFrame;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places in the code of a program at which a simulation may make something go wrong that is allowed but rare: a short
 * read, a full buffer, a retry, a slow path. Outside of a simulation they are always false and cost one read of a
 * field, so they can stay in production code.
 *
 * <pre>{@code
 * int size = Buggify.here(0.1) ? 1 : buffer.remaining(); // a short write
 * }</pre>
 *
 * <p>Each is a choice of the schedule with its line as label, such as {@code Buggify Store.java:40}: it is varied,
 * recorded, made smaller and replayed as the others are.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class Buggify {

    private static final StackWalker STACKS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /** How many simulations run in this JVM. */
    private static final AtomicInteger SIMULATIONS = new AtomicInteger();

    private Buggify() {}

    static void begin() {
        SIMULATIONS.incrementAndGet();
    }

    static void end() {
        SIMULATIONS.decrementAndGet();
    }

    /**
     * Decides whether something goes wrong at this line.
     *
     * @param probability how likely it is in a simulation, from 0 to 1
     * @return true if the simulation on the current hub makes it happen; false outside of simulations
     * @throws IllegalArgumentException in a simulation, if {@code probability} is not between 0 and 1
     * @switches never
     */
    public static boolean here(double probability) {
        if (SIMULATIONS.getPlain() == 0) {
            return false;
        }
        Sim sim = Sim.ifCurrent();
        return sim != null && sim.choices().chance(label(), probability);
    }

    private static String label() {
        return STACKS.walk(frames -> frames.filter(frame -> frame.getDeclaringClass() != Buggify.class)
                .findFirst()
                .map(Buggify::label)
                .orElse("Buggify"));
    }

    private static String label(StackFrame frame) {
        return "Buggify " + frame.getFileName() + ":" + frame.getLineNumber();
    }
}
