// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.report.Stacks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why nothing can go on: every greenlet that is stuck, what it waits on and who could wake it; wait cycles first. */
final class DeadlockReport {

    private static final int MAX_GREENLETS = 10_000;
    private static final int MAX_CYCLES = 20;
    private static final int MAX_OF_CYCLE = 20;

    private final Hub hub;
    private final StringBuilder text = new StringBuilder();

    private DeadlockReport(Hub hub) {
        this.hub = hub;
    }

    static String of(Hub hub) {
        return new DeadlockReport(hub).write();
    }

    private String write() {
        var stuck = new ArrayList<RawGreenlet>();
        if (hub.main().state == State.WAITING && hub.principal() == hub.main()) {
            stuck.add(hub.main());
        }
        stuck.addAll(hub.greenlets());
        text.append("this operation would block forever: nothing on ").append(hub);
        text.append(" can run, and nothing is left that could wake ");
        text.append(stuck.size() == 1 ? "the one greenlet that waits" : "the " + stuck.size() + " greenlets that wait");
        if (hub.cycle().isHeldByTheClock()) {
            text.append("; timers are set, but the clock is moved by hand and nobody is left to move it");
        }
        if (hub.loop().isClosedWorld() && hub.dispatcher().anyoneAway()) {
            text.append("; the hub is a closed world, so what other threads do counts for nothing");
        }
        appendCycles(stuck);
        text.append('\n');
        appendAll(stuck);
        return text.toString().stripTrailing();
    }

    private void appendAll(List<RawGreenlet> stuck) {
        var alikes = new StackGrouping();
        stuck.stream().limit(MAX_GREENLETS).forEach(greenlet -> {
            StackTraceElement[] stack = hub.dispatcher().stackOf(greenlet);
            if (greenlet instanceof MainGreenlet || alikes.isNews(greenlet, StackGrouping.Looks.of(greenlet, stack))) {
                append(greenlet, stack);
            }
        });
        alikes.appendRest(text, "  ");
        if (stuck.size() > MAX_GREENLETS) {
            text.append("  ... and ").append(stuck.size() - MAX_GREENLETS).append(" more\n");
        }
    }

    private void append(RawGreenlet greenlet, StackTraceElement[] stack) {
        text.append("  ").append(greenlet.toString()).append(", ").append(greenlet.activity());
        if (greenlet.waitingOn() instanceof WaitTarget target) {
            text.append("\n      only ").append(target.wokenBy()).append(" would wake it");
            List<RawGreenlet> holders = target.holders();
            if (!holders.isEmpty()) {
                text.append(" (")
                        .append(holders.stream()
                                .map(h -> h.name() + ", " + h.activity())
                                .collect(Collectors.joining("; ")))
                        .append(')');
            }
        }
        if (!(greenlet instanceof MainGreenlet)) {
            text.append("\n      spawned at ").append(greenlet.spawnedAt());
        }
        text.append('\n');
        Stacks.append(text, "      ", stack);
    }

    private void appendCycles(List<RawGreenlet> stuck) {
        IdentityHashMap<RawGreenlet, Boolean> seen = new IdentityHashMap<>();
        int cycles = 0;
        for (RawGreenlet start : stuck) {
            List<RawGreenlet> path = new ArrayList<>();
            RawGreenlet at = start;
            while (at != null && !seen.containsKey(at)) {
                seen.put(at, true);
                path.add(at);
                at = onlyHolder(at);
            }
            int from = indexOf(path, at);
            if (from >= 0 && ++cycles <= MAX_CYCLES) {
                appendCycle(path.subList(from, path.size()));
            }
        }
        if (cycles > MAX_CYCLES) {
            text.append("\n  ... and ").append(cycles - MAX_CYCLES).append(" more wait cycles");
        }
    }

    private static int indexOf(List<RawGreenlet> path, @Nullable RawGreenlet greenlet) {
        for (int i = 0; i < path.size(); i++) {
            if (path.get(i) == greenlet) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable RawGreenlet onlyHolder(RawGreenlet greenlet) {
        List<RawGreenlet> holders =
                greenlet.waitingOn() instanceof WaitTarget target ? target.holders() : Collections.emptyList();
        return holders.size() == 1 ? holders.getFirst() : null;
    }

    private void appendCycle(List<RawGreenlet> cycle) {
        text.append("\n  wait cycle: ");
        for (int i = 0; i < cycle.size(); i++) {
            if (i == MAX_OF_CYCLE) {
                text.append("; ... and ").append(cycle.size() - i).append(" more");
                return;
            }
            RawGreenlet waiter = cycle.get(i);
            RawGreenlet holder = cycle.get((i + 1) % cycle.size());
            Object on = waiter.waitingOn();
            text.append(i == 0 ? "" : "; ")
                    .append(waiter.name())
                    .append(" waits on ")
                    .append(on);
            if (on != holder) {
                text.append(", held by ").append(holder.name());
            }
        }
    }
}
