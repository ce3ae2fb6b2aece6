// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a report of many greenlets short: of those that were spawned at the same place, do the same and have the same
 * stack, only the first few are shown, and the others counted.
 */
final class LookAlikes {

    private static final int SHOWN = 2;

    private record Looks(State state, @Nullable Class<?> on, String spawnedAt, List<StackTraceElement> stack) {}

    private static final class Group {
        final RawGreenlet first;
        int size;

        Group(RawGreenlet first) {
            this.first = first;
        }
    }

    private final Map<Looks, Group> groups = new LinkedHashMap<>();

    /** Whether {@code greenlet} is one of the first that look so, and is to be shown. */
    boolean isNews(RawGreenlet greenlet, StackTraceElement[] stack) {
        Object on = greenlet.waitingOn();
        var looks = new Looks(greenlet.state, on == null ? null : on.getClass(), greenlet.spawnedAt(), List.of(stack));
        return ++groups.computeIfAbsent(looks, _ -> new Group(greenlet)).size <= SHOWN;
    }

    /** Adds a line for each group of which not all were shown. */
    void appendRest(StringBuilder text, String indent) {
        for (Group group : groups.values()) {
            if (group.size > SHOWN) {
                text.append(indent)
                        .append("... and ")
                        .append(group.size - SHOWN)
                        .append(" more like ")
                        .append(group.first.name())
                        .append('\n');
            }
        }
    }
}
