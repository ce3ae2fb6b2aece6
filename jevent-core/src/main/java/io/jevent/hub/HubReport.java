// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.report.Stacks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/*
 * The report costs time linear in the number of greenlets, and its length is bounded, however deep the tree of spawns
 * is: greenlets that look alike are counted, a greenlet that looks like its two nearest ancestors is counted too
 * (a chain of spawns), and the indentation stops growing at MAX_INDENT. The tree is walked with a stack of its own.
 */
/** Writes all greenlets of a hub as text: a tree by spawner, with the activity and the stack of each greenlet. */
final class HubReport {

    private static final int MAX_GREENLETS = 10_000;
    private static final int MAX_CHARS = 1 << 20;
    private static final int MAX_INDENT = 20;

    private final Hub hub;
    private final StringBuilder text = new StringBuilder();
    private final IdentityHashMap<RawGreenlet, List<RawGreenlet>> children = new IdentityHashMap<>();
    private int looked;

    private HubReport(Hub hub) {
        this.hub = hub;
    }

    static String of(Hub hub) {
        if (hub.isClosed()) {
            return hub + ": closed\n";
        }
        if (hub.isCurrent()) {
            return new HubReport(hub).write();
        }
        var answer = new CompletableFuture<String>();
        hub.runCallback((DirectCallback) () -> answer.complete(new HubReport(hub).write()));
        try {
            return answer.get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return hub + ": the report was interrupted\n";
        } catch (ExecutionException e) {
            return hub + ": the report failed: " + e.getCause() + "\n";
        } catch (TimeoutException e) {
            return busy(hub);
        }
    }

    /** Describes a hub that does not answer, as far as another thread can see it. */
    private static String busy(Hub hub) {
        RawGreenlet running = hub.running();
        var text = new StringBuilder(hub + ": does not answer; ");
        if (running == null || running instanceof MainGreenlet) {
            text.append("its thread is not in a blocking call of jevent, so the hub does not run\n");
            Stacks.append(text, "    ", hub.driver().getStackTrace());
            return text.toString();
        }
        text.append(running.name()).append(" has not given way:\n");
        Thread thread = running.thread;
        if (thread != null) {
            Stacks.append(text, "    ", thread.getStackTrace());
        }
        return text.toString();
    }

    private String write() {
        List<RawGreenlet> alive = hub.greenlets();
        var roots = new ArrayList<RawGreenlet>();
        for (RawGreenlet g : alive) {
            RawGreenlet by = g.spawner();
            if (by != null && by.hub == hub && !by.isDead() && !(by instanceof MainGreenlet)) {
                children.computeIfAbsent(by, k -> new ArrayList<>()).add(g);
            } else {
                roots.add(g);
            }
        }
        text.append(hub)
                .append(": ")
                .append(alive.size())
                .append(" greenlets, ")
                .append(hub.switches());
        text.append(" switches, ").append(hub.loop()).append('\n');
        appendLine(hub.main(), "", 0);
        appendTree(roots);
        if (looked < alive.size()) {
            text.append("... and ").append(alive.size() - looked).append(" more\n");
        }
        for (Thread parked : hub.dispatcher().calls().parked()) {
            text.append("a callback that is parked outside of jevent\n");
            Stacks.append(text, "      ", parked.getStackTrace());
        }
        for (Thread other : hub.dispatcher().foreignThreads()) {
            text.append("virtual thread ").append(other).append(", started by a library\n");
            Stacks.append(text, "      ", other.getStackTrace());
        }
        return text.toString();
    }

    /** The greenlets that one greenlet spawned; the rest of them is still to be written. */
    private record Siblings(
            Iterator<RawGreenlet> rest,
            StackGrouping alikes,
            boolean ownsAlikes,
            int depth,
            @Nullable RawGreenlet parent,
            StackGrouping.@Nullable Looks parentLooks,
            int alikeAncestors) {

        String indent() {
            return "    ".repeat(Math.min(depth, MAX_INDENT));
        }

        /** Whether {@code looks} equals enough ancestors in a row, so that one more tells nothing new. */
        boolean continueChain(StackGrouping.Looks looks) {
            return alikeAncestors >= StackGrouping.SHOWN && looks.equals(parentLooks);
        }

        /** The children of a greenlet that was not written take its place. */
        Siblings ofHidden(List<RawGreenlet> children) {
            return new Siblings(children.iterator(), alikes, false, depth, parent, parentLooks, alikeAncestors);
        }

        Siblings ofShown(RawGreenlet greenlet, StackGrouping.Looks looks, List<RawGreenlet> children) {
            int alike = looks.equals(parentLooks) ? alikeAncestors + 1 : 1;
            return new Siblings(children.iterator(), new StackGrouping(), true, depth + 1, greenlet, looks, alike);
        }
    }

    private void appendTree(List<RawGreenlet> roots) {
        Deque<Siblings> open = new ArrayDeque<>();
        open.push(new Siblings(roots.iterator(), new StackGrouping(), true, 0, null, null, 0));
        Siblings now;
        while ((now = open.peek()) != null) {
            if (now.rest.hasNext() && looked < MAX_GREENLETS && text.length() < MAX_CHARS) {
                appendNext(now, open);
            } else {
                open.pop();
                if (now.ownsAlikes) {
                    now.alikes.appendRest(text, now.indent());
                }
            }
        }
    }

    private void appendNext(Siblings siblings, Deque<Siblings> open) {
        RawGreenlet greenlet = siblings.rest.next();
        looked++;
        List<RawGreenlet> itsChildren = children.getOrDefault(greenlet, List.of());
        StackTraceElement[] stack = hub.dispatcher().stackOf(greenlet);
        var looks = StackGrouping.Looks.of(greenlet, stack);
        RawGreenlet parent = siblings.parent;
        if (parent != null && siblings.continueChain(looks)) {
            siblings.alikes.hide(parent, looks);
            open.push(siblings.ofHidden(itsChildren));
        } else if (!itsChildren.isEmpty() || siblings.alikes.isNews(greenlet, looks)) {
            appendGreenlet(greenlet, stack, siblings);
            open.push(siblings.ofShown(greenlet, looks, itsChildren));
        }
    }

    private void appendGreenlet(RawGreenlet greenlet, StackTraceElement[] stack, Siblings siblings) {
        String indent = siblings.indent();
        appendLine(greenlet, indent, siblings.depth);
        text.append(indent)
                .append("      spawned at ")
                .append(greenlet.spawnedAt())
                .append('\n');
        Stacks.append(text, indent + "      ", stack);
    }

    private void appendLine(RawGreenlet greenlet, String indent, int depth) {
        text.append(indent)
                .append("+-- ")
                .append(greenlet.toString())
                .append(": ")
                .append(greenlet.activity());
        if (depth > MAX_INDENT) {
            text.append(" (generation ").append(depth).append(')');
        }
        text.append('\n');
    }
}
