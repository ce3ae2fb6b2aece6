// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.report.SpawnSite;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a report of many greenlets short: of the greenlets with the same spawn site, the same activity and the same
 * stack it shows the first few and counts the others.
 */
final class StackGrouping {

    /** How many greenlets of the same looks a report shows. */
    static final int SHOWN = 2;

    /** The properties that make two greenlets look the same. */
    record Looks(
            State state, @Nullable Class<?> on, @Nullable Object site, List<StackTraceElement> stack) {

        static Looks of(RawGreenlet greenlet, StackTraceElement[] stack) {
            Object on = greenlet.waitingOn();
            return new Looks(
                    greenlet.state,
                    on == null ? null : on.getClass(),
                    SpawnSite.group(greenlet.spawnSite),
                    List.of(stack));
        }
    }

    private static final class Group {
        final RawGreenlet first;
        int shown;
        int hidden;

        Group(RawGreenlet first) {
            this.first = first;
        }
    }

    private final Map<Looks, Group> groups = new LinkedHashMap<>();

    /** Tells whether the report shows {@code greenlet}: it is one of the first that look so. Counts it otherwise. */
    boolean isNews(RawGreenlet greenlet, Looks looks) {
        Group group = groups.computeIfAbsent(looks, _ -> new Group(greenlet));
        if (group.shown < SHOWN) {
            group.shown++;
            return true;
        }
        group.hidden++;
        return false;
    }

    /** Counts a greenlet that looks like {@code shown}, which the report has shown elsewhere. */
    void hide(RawGreenlet shown, Looks looks) {
        groups.computeIfAbsent(looks, _ -> new Group(shown)).hidden++;
    }

    /** Adds a line for each group of which not all were shown. */
    void appendRest(StringBuilder text, String indent) {
        for (Group group : groups.values()) {
            if (group.hidden > 0) {
                text.append(indent)
                        .append("... and ")
                        .append(group.hidden)
                        .append(" more like ")
                        .append(group.first.name())
                        .append('\n');
            }
        }
    }
}
