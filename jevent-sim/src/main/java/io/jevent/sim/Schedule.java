// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The choices of one run, in order. A choice with one alternative is none. */
final class Schedule {

    /** The label of a choice who runs next. */
    static final String NEXT = "next";

    private String[] labels = new String[64];
    private long[] alternatives = new long[64];
    private final List<Deviation> deviations = new ArrayList<>();
    private int size;

    /** How often each label of the test was used. */
    private final Map<String, Integer> counts = new HashMap<>();

    private int orders;

    /** Adds a choice who runs that is first in, first out. */
    void addOrder(long of) {
        orders++;
        add(NEXT, of);
    }

    /** Adds a choice who runs that is not the one that has been ready longest. */
    void addOrder(long of, long choice, int who, int before) {
        deviations.add(new Deviation(size, NEXT, orders++, of, choice, who, before));
        add(NEXT, of);
    }

    /** Adds a choice of the test. */
    void addValue(String label, long of, long choice) {
        int occurrence = counts.merge(label, 1, Integer::sum) - 1;
        if (choice != 0) {
            deviations.add(new Deviation(size, label, occurrence, of, choice, Deviation.NOBODY, Deviation.NOBODY));
        }
        add(label, of);
    }

    private void add(String label, long of) {
        if (size == labels.length) {
            labels = Arrays.copyOf(labels, size * 2);
            alternatives = Arrays.copyOf(alternatives, size * 2);
        }
        labels[size] = label;
        alternatives[size++] = of;
    }

    int size() {
        return size;
    }

    String label(int choice) {
        return labels[choice];
    }

    long alternatives(int choice) {
        return alternatives[choice];
    }

    /** The choices that are not the first alternative: who ran out of turn, and what went otherwise. */
    List<Deviation> deviations() {
        return deviations;
    }

    /**
     * Joins deviations that belong together: one after the other in which the same one runs ahead of its turn, or the
     * same one is held back. A choice of the test stands alone.
     */
    static List<List<Deviation>> groups(List<Deviation> deviations) {
        var groups = new ArrayList<List<Deviation>>();
        List<Deviation> group = new ArrayList<>();
        boolean sameRuns = false;
        boolean sameHeld = false;
        for (Deviation next : deviations) {
            boolean runs = !group.isEmpty()
                    && next.isOrder()
                    && next.who() == group.getLast().who();
            boolean held = !group.isEmpty()
                    && next.isOrder()
                    && next.before() == group.getLast().before();
            boolean alone = group.size() == 1;
            if (group.isEmpty() || !((runs && (sameRuns || alone)) || (held && (sameHeld || alone)))) {
                group = new ArrayList<>();
                groups.add(group);
                sameRuns = false;
                sameHeld = false;
            } else {
                sameRuns = runs && (sameRuns || alone);
                sameHeld = held && (sameHeld || alone);
            }
            group.add(next);
        }
        return groups;
    }

    /**
     * A choice that was not the first alternative.
     *
     * @param choice its number, from 0 on
     * @param label what was decided
     * @param occurrence how many choices had the same label before
     * @param alternatives how many there were
     * @param chosen the one that was chosen
     * @param who the number of the one that ran
     * @param before the number of the one that would have run first in, first out
     */
    record Deviation(int choice, String label, int occurrence, long alternatives, long chosen, int who, int before) {

        static final int NOBODY = -1;

        Deviation lowered(long alternative) {
            return new Deviation(choice, label, occurrence, alternatives, alternative, who, before);
        }

        boolean isOrder() {
            return label.equals(NEXT);
        }
    }
}
