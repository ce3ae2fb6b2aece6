// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.monitor.CombinedTracer;
import io.jevent.trace.EventLog.Kind;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Programs whose recordings are looked at. */
final class Traces {

    private Traces() {}

    static Recording of(HubTesting.Body program) throws Exception {
        return of(1_000_000, program);
    }

    static Recording of(long capacity, HubTesting.Body program) throws Exception {
        var recorder = new TraceRecorder(capacity);
        CombinedTracer.addEverywhere(recorder);
        try {
            HubTesting.run(program);
        } finally {
            CombinedTracer.removeEverywhere(recorder);
        }
        return recorder.stop();
    }

    /** The first chapter's: two greenlets that yield to each other. */
    static void twoThatGiveWay() {
        var foo = Jevent.spawn(() -> Jevent.sleep());
        var bar = Jevent.spawn(() -> Jevent.sleep());
        foo.setName("foo");
        bar.setName("bar");
        Jevent.joinAll(foo, bar);
    }

    /** Somebody sleeps, sets an event, and throws; another waits for it. */
    static void waker() {
        var event = new Event();
        var waiter = Jevent.spawn(() -> {
            event.await();
            Jevent.sleep(Duration.ofHours(1));
        });
        waiter.setName("waiter");
        Jevent.sleep(Duration.ofSeconds(2));
        event.set();
        Jevent.sleep(Duration.ofSeconds(1));
        waiter.kill();
    }

    /** Returns the recording, a line for each event, with times in milliseconds. */
    static List<String> lines(Recording recording) {
        var lines = new ArrayList<String>();
        recording.forEach((kind, time, lane, other) -> lines.add(time / 1_000_000 + " "
                + recording.rows().get(lane).label() + " " + kind + about(recording, kind, other)));
        return lines;
    }

    private static String about(Recording recording, Kind kind, int other) {
        return switch (kind) {
            case SPAWN -> other < 0 ? "" : " by " + recording.rows().get(other).label();
            case OUT, OUT_JOIN ->
                kind == Kind.OUT && other < 0
                        ? (other == EventLog.YIELDED ? " gives way" : " ends")
                        : " for " + recording.waitsFor(kind, other).replaceAll("@.*", "");
            case WAKE, WAKE_THREAD -> " by " + recording.wokenBy(kind, other);
            case THROW, MARK, EVENT -> " " + recording.texts().get(other);
            case IN, END -> "";
        };
    }

    static String page(Recording recording, String title) throws IOException {
        var out = new StringWriter();
        TracePage.write(recording, List.of(), title, out);
        return out.toString();
    }

    static List<JsonObject> traceEvents(Recording recording) throws IOException {
        var out = new StringWriter();
        TraceEvents.write(recording, out);
        JsonArray events =
                JsonParser.parseString(out.toString()).getAsJsonObject().getAsJsonArray("traceEvents");
        return StreamSupport.stream(events.spliterator(), false)
                .map(event -> event.getAsJsonObject())
                .toList();
    }
}
