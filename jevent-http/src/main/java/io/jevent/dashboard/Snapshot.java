// SPDX-License-Identifier: Apache-2.0
package io.jevent.dashboard;

import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.http.HttpServer;
import io.jevent.hub.Hub;
import io.jevent.hub.Occupant;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.http.JsonText;
import io.jevent.monitor.BlockingReport;
import io.jevent.server.BaseServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The state of all hubs at a moment, as JSON for the page. */
final class Snapshot {

    private static final int MOST_GREENLETS = 300;
    private static final int MOST_GROUPS = 30;
    private static final String WAITING = "waiting on ";
    private static final int MOST_FRAMES = 12;
    private static final Duration LIMIT = Duration.ofMillis(300);

    private Snapshot() {}

    /** A greenlet, as its hub describes it. */
    private record Line(String name, String activity, String spawnedAt) {}

    /** A hub, as it describes itself. */
    private record Told(List<Line> greenlets, Map<String, Integer> waits) {}

    static String take(List<BaseServer> servers, Map<String, Supplier<String>> texts, List<Dashboard.Blocked> blocked) {
        JsonText text = new JsonText().begin('{');
        text.name("hubs").begin('[');
        for (Hub hub : Hub.all()) {
            hub(hub, text);
        }
        text.end(']').name("servers").begin('[');
        for (BaseServer server : servers) {
            text.begin('{')
                    .member("name", server.getClass().getSimpleName())
                    .member("address", server.isStarted() ? String.valueOf(server.address()) : "stopped")
                    .member("handlers", (Object) server.handlers())
                    .member("requests", (Object) (server instanceof HttpServer http ? http.requests() : -1))
                    .end('}');
        }
        text.end(']').name("texts").begin('[');
        texts.forEach((title, supplier) -> text.begin('{')
                .member("title", title)
                .member("text", read(supplier))
                .end('}'));
        text.end(']').name("blocked").begin('[');
        blocked.forEach(each -> blocked(each, text));
        return text.end(']').end('}').toString();
    }

    private static String read(Supplier<String> text) {
        try {
            return text.get();
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private static void hub(Hub hub, JsonText text) {
        long begun = Hub.current().now();
        Told told = ask(hub);
        long delay = Hub.current().now() - begun;
        text.begin('{')
                .member("name", hub.name())
                .member("loop", hub.loop().getClass().getSimpleName())
                .member("greenlets", (Object) hub.greenletCount())
                .member("switches", (Object) hub.switches())
                .member("delay", (Object) (delay / 1000));
        if (told == null) {
            Occupant occupant = hub.occupant();
            text.member(
                    "held",
                    occupant == null
                            ? "the hub does not answer"
                            : stack(occupant.thread().getStackTrace()));
        } else {
            text.name("waits").begin('[');
            told.waits.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                    .limit(MOST_GROUPS)
                    .forEach(group -> text.begin('{')
                            .member("for", group.getKey())
                            .member("count", (Object) group.getValue())
                            .end('}'));
            text.end(']').name("list").begin('[');
            told.greenlets.forEach(line -> text.begin('{')
                    .member("name", line.name)
                    .member("does", line.activity)
                    .member("from", line.spawnedAt)
                    .end('}'));
            text.end(']');
        }
        text.end('}');
    }

    /** Asks a hub in its own thread; returns null if it does not answer in time. */
    private static @org.jspecify.annotations.Nullable Told ask(Hub hub) {
        if (hub.isCurrent()) {
            return tell(hub);
        }
        var answer = new CompletableFuture<Told>();
        try {
            hub.runCallback(() -> answer.complete(tell(hub)));
            return Timeout.silent(LIMIT).call(() -> Jevent.await(answer));
        } catch (Exception _) { // it has closed
            return null;
        }
    }

    private static Told tell(Hub hub) {
        var lines = new ArrayList<Line>();
        Map<String, Integer> waits = new LinkedHashMap<>();
        for (RawGreenlet greenlet : hub.greenlets()) {
            String activity = greenlet.activity();
            waits.merge(kindOf(activity), 1, Integer::sum);
            if (lines.size() < MOST_GREENLETS) {
                lines.add(new Line(greenlet.name(), activity, greenlet.spawnedAt()));
            }
        }
        return new Told(lines, waits);
    }

    /** Returns what greenlets that do the same have in common: queues and events by name, connections not. */
    private static String kindOf(String activity) {
        if (activity.startsWith("sleep ")) {
            return "sleep";
        }
        String text = activity.startsWith(WAITING) ? activity.substring(WAITING.length()) : activity;
        int of = text.indexOf(" of ");
        return of < 0 ? text : text.substring(0, of);
    }

    private static void blocked(Dashboard.Blocked each, JsonText text) {
        BlockingReport report = each.report();
        text.begin('{')
                .member("at", each.at().withNano(0).toString())
                .member("hub", report.hub().name())
                .member("who", String.valueOf(report.holder().name()))
                .member("millis", (Object) report.time().toMillis())
                .member("cause", report.cause())
                .member("stack", stack(report.stack().toArray(StackTraceElement[]::new)))
                .end('}');
    }

    private static String stack(StackTraceElement[] frames) {
        var text = new StringBuilder();
        for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
            text.append(i == 0 ? "" : "\n").append(frames[i]);
        }
        return text.toString();
    }
}
