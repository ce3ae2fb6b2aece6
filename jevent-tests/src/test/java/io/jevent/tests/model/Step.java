// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.model;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * One thing that a greenlet does.
 *
 * @param kind what
 * @param target to which of the things of this kind
 * @param limit the longest wait in milliseconds, or how long to sleep; 0 does not wait, less is for ever
 * @param wraps what is around it, from the outside in: milliseconds of a timeout, or {@link #SHIELD}
 */
record Step(Kind kind, int target, int limit, List<Integer> wraps) {
    static final int SHIELD = -1;

    private static final int LONGEST = 4;

    /** The operation of a step. */
    enum Kind {
        SLEEP(0, 3),
        ACQUIRE(3, 4),
        RELEASE(3, 4),
        PUT(3, 4),
        GET(3, 4),
        PEEK(3, 1),
        TASK_DONE(3, 2),
        JOIN_QUEUE(3, 1),
        SHUT_DOWN(3, 0),
        AWAIT(2, 2),
        SET(2, 2),
        CLEAR(2, 1),
        FILL(1, 1),
        RESULT(1, 1),
        LOCK(2, 4),
        UNLOCK(2, 4),
        JOIN(Scenario.MOST_GREENLETS, 2),
        KILL(Scenario.MOST_GREENLETS, 4),
        KILL_AND_WAIT(Scenario.MOST_GREENLETS, 1);

        /** How many of them a scenario has. */
        final int targets;

        /** How often it is chosen, by the side of the others. */
        private final int weight;

        Kind(int targets, int weight) {
            this.targets = targets;
            this.weight = weight;
        }
    }

    static Step random(Random random, int greenlets) {
        Kind kind = kind(random);
        int targets = Math.min(kind.targets, kind.targets == Scenario.MOST_GREENLETS ? greenlets : kind.targets);
        int limit = random.nextInt(3) == 0 ? -1 : random.nextInt(LONGEST + 1);
        return new Step(
                kind,
                targets == 0 ? 0 : random.nextInt(targets),
                kind == Kind.SLEEP ? Math.max(limit, 0) : limit,
                random.ints(Math.max(0, random.nextInt(6) - 3), SHIELD, LONGEST)
                        .boxed()
                        .toList());
    }

    private static Kind kind(Random random) {
        int sum = 0;
        for (Kind kind : Kind.values()) {
            sum += kind.weight;
        }
        int chosen = random.nextInt(sum * 50 + 1); // now and then a queue is shut down
        if (chosen == sum * 50) {
            return Kind.SHUT_DOWN;
        }
        chosen %= sum;
        for (Kind kind : Kind.values()) {
            chosen -= kind.weight;
            if (chosen < 0) {
                return kind;
            }
        }
        throw new AssertionError("no kind was chosen");
    }

    @Override
    public String toString() {
        String wrapped = wraps.stream()
                .map(wrap -> wrap == SHIELD ? "shield " : "timeout " + wrap + " ")
                .collect(Collectors.joining());
        return wrapped
                + kind.name().toLowerCase(java.util.Locale.ROOT)
                + (kind.targets == 0 ? "" : " " + target)
                + (limit < 0 ? "" : " " + limit + " ms");
    }
}
