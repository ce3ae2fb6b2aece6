// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing;

import io.jevent.hub.Hub;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Records the steps of a test, in order: greenlets add labels, the test asserts all of them.
 *
 * <pre>{@code
 * var trace = new Trace();
 * Jevent.spawn(() -> trace.add("child"));
 * trace.add("parent");
 * Jevent.sleep();
 * trace.assertIs("parent", "child");
 * }</pre>
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class Trace {

    private final List<String> labels = new ArrayList<>();
    private final boolean timed;

    /** Makes an empty trace. */
    public Trace() {
        this(false);
    }

    private Trace(boolean timed) {
        this.timed = timed;
    }

    /**
     * Makes an empty trace that appends to each label the time at which it was added: {@code a@1.5} for a second and a
     * half after the test began.
     *
     * @return the trace
     */
    public static Trace timed() {
        return new Trace(true);
    }

    /**
     * Adds a label.
     *
     * @param label what happened
     * @switches never
     */
    public void add(Object label) {
        String text = timed ? label + "@" + seconds() : String.valueOf(label);
        synchronized (labels) {
            labels.add(text);
        }
    }

    private static String seconds() {
        return BigDecimal.valueOf(Hub.current().now(), 9).stripTrailingZeros().toPlainString();
    }

    /**
     * Returns a callback, or body of a greenlet, that adds a label.
     *
     * @param label what happened
     * @return the work
     */
    public Runnable mark(Object label) {
        return () -> add(label);
    }

    /**
     * Returns the labels so far.
     *
     * @return a snapshot
     */
    public List<String> labels() {
        synchronized (labels) {
            return List.copyOf(labels);
        }
    }

    /** Removes the labels so far. */
    public void clear() {
        synchronized (labels) {
            labels.clear();
        }
    }

    /**
     * Asserts that these labels were added, no others, and in this order.
     *
     * @param expected all labels
     * @throws AssertionError if not, with the first difference
     */
    public void assertIs(Object... expected) {
        List<String> wanted = new ArrayList<>();
        for (Object label : expected) {
            wanted.add(String.valueOf(label));
        }
        List<String> seen = labels();
        if (seen.equals(wanted)) {
            return;
        }
        int same = 0;
        while (same < seen.size() && same < wanted.size() && seen.get(same).equals(wanted.get(same))) {
            same++;
        }
        throw new AssertionError(
                "the order is not as expected from number " + (same + 1) + " on: expected " + at(wanted, same)
                        + " but was " + at(seen, same) + "\n  expected: " + wanted + "\n  but was:  " + seen);
    }

    private static String at(List<String> labels, int index) {
        return index < labels.size() ? labels.get(index) : "nothing more";
    }

    @Override
    public String toString() {
        return labels().toString();
    }
}
