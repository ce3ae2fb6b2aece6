// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The steps of some greenlets.
 *
 * @param seed what it was made from, with the order of those that are ready
 * @param shuffled whether those that are ready run in an order that the seed gives, and not first in first out
 * @param permits of the semaphores; the last semaphore is a bounded one
 * @param room of the queues; 0 is a channel, less than 0 has no limit
 * @param programs of the greenlets
 */
record Scenario(long seed, boolean shuffled, List<Integer> permits, List<Integer> room, List<Program> programs) {
    static final int MOST_GREENLETS = 6;

    private static final int MOST_STEPS = 8;

    /**
     * The steps of one greenlet.
     *
     * @param stubborn whether it goes on with the next step when it is killed
     * @param delay when it starts, in milliseconds
     * @param steps one after the other
     */
    record Program(boolean stubborn, int delay, List<Step> steps) {}

    static Scenario of(long seed) {
        var random = new Random(seed);
        boolean shuffled = random.nextInt(4) == 0;
        List<Integer> permits = List.of(random.nextInt(3), 1, 1 + random.nextInt(2));
        List<Integer> room = List.of(-1, 1 + random.nextInt(2), 0);
        int greenlets = 2 + random.nextInt(MOST_GREENLETS - 1);
        List<Program> programs = new ArrayList<>();
        for (int i = 0; i < greenlets; i++) {
            List<Step> steps = new ArrayList<>();
            int count = 1 + random.nextInt(MOST_STEPS);
            for (int j = 0; j < count; j++) {
                steps.add(Step.random(random, greenlets));
            }
            programs.add(new Program(random.nextInt(3) == 0, random.nextInt(5) / 3, List.copyOf(steps)));
        }
        return new Scenario(seed, shuffled, permits, room, List.copyOf(programs));
    }

    /** Chooses those that run next, the same for each who asks. */
    Random order() {
        return new Random(~seed);
    }

    @Override
    public String toString() {
        var text = new StringBuilder(
                "seed " + seed + (shuffled ? ", shuffled" : "") + ", permits " + permits + ", room " + room);
        for (int i = 0; i < programs.size(); i++) {
            Program program = programs.get(i);
            text.append("\n  ").append(i).append(program.stubborn ? " stubborn" : "");
            text.append(program.delay == 0 ? "" : " after " + program.delay + " ms")
                    .append(": ")
                    .append(program.steps);
        }
        return text.toString();
    }
}
