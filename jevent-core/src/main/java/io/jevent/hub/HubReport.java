// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** All greenlets of a hub as text: a tree by who spawned whom, with what each does and where it stands. */
final class HubReport {

    private static final int MAX_GREENLETS = 10_000;

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
        hub.runCallback(() -> answer.complete(new HubReport(hub).write()));
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

    /** What another thread can see of a hub that does not answer. */
    private static String busy(Hub hub) {
        RawGreenlet running = hub.running();
        var text = new StringBuilder(hub + ": does not answer; ");
        if (running == null || running instanceof MainGreenlet) {
            text.append("its thread is not in a blocking call of jevent, so the hub does not run\n");
            Stacks.append(text, "    ", hub.carrier().getStackTrace());
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
            if (by != null && !by.isDead() && !(by instanceof MainGreenlet)) {
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
        appendLine(hub.main(), "");
        appendSiblings(roots, "");
        if (looked < alive.size()) {
            text.append("... and ").append(alive.size() - looked).append(" more\n");
        }
        for (Thread stranger : hub.dispatcher().strangers()) {
            text.append("virtual thread ").append(stranger).append(", started by a library\n");
            Stacks.append(text, "      ", stranger.getStackTrace());
        }
        return text.toString();
    }

    private void appendSiblings(List<RawGreenlet> siblings, String indent) {
        var alikes = new LookAlikes();
        for (RawGreenlet greenlet : siblings) {
            if (looked >= MAX_GREENLETS) {
                break;
            }
            looked++;
            List<RawGreenlet> itsChildren = children.getOrDefault(greenlet, List.of());
            StackTraceElement[] stack = hub.dispatcher().stackOf(greenlet);
            if (!itsChildren.isEmpty() || alikes.isNews(greenlet, stack)) {
                appendGreenlet(greenlet, stack, indent);
                appendSiblings(itsChildren, indent + "    ");
            }
        }
        alikes.appendRest(text, indent);
    }

    private void appendGreenlet(RawGreenlet greenlet, StackTraceElement[] stack, String indent) {
        appendLine(greenlet, indent);
        text.append(indent)
                .append("      spawned at ")
                .append(greenlet.spawnedAt())
                .append('\n');
        Stacks.append(text, indent + "      ", stack);
    }

    private void appendLine(RawGreenlet greenlet, String indent) {
        text.append(indent).append("+-- ").append(greenlet.name()).append(": ").append(greenlet.activity());
        text.append('\n');
    }
}
