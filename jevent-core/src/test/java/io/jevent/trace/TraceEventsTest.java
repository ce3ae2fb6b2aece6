// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceEventsTest {

    /** The fields that the format requires for each kind of event, besides the common ones. */
    private static final Map<String, Set<String>> REQUIRED = Map.of(
            "M", Set.of("args"),
            "X", Set.of("cat", "ts", "dur"),
            "i", Set.of("ts", "s", "args"),
            "s", Set.of("cat", "ts", "id"),
            "f", Set.of("cat", "ts", "id", "bp"));

    private static List<JsonObject> of(List<JsonObject> events, String phase) {
        return events.stream()
                .filter(event -> event.get("ph").getAsString().equals(phase))
                .toList();
    }

    @Test
    void everyEventHasTheFieldsOfItsKind() throws Exception {
        List<JsonObject> events = Traces.traceEvents(Traces.of(Traces::waker));
        assertThat(events).extracting(event -> event.get("ph").getAsString()).containsAll(REQUIRED.keySet());
        assertThat(events).allSatisfy(event -> {
            assertThat(event.keySet()).contains("ph", "name", "pid", "tid");
            assertThat(event.keySet()).containsAll(REQUIRED.get(event.get("ph").getAsString()));
            assertThat(event.get("pid").getAsInt()).isEqualTo(1);
            assertThat(event.get("tid").getAsInt()).isBetween(1, 2);
        });
    }

    @Test
    void hubsAreProcessesAndGreenletsAreThreads() throws Exception {
        List<JsonObject> names = of(Traces.traceEvents(Traces.of(Traces::twoThatGiveWay)), "M");
        assertThat(names)
                .filteredOn(event -> event.get("name").getAsString().equals("thread_name"))
                .extracting(event ->
                        event.get("tid") + " " + event.getAsJsonObject("args").get("name"))
                .containsExactly("1 \"root\"", "2 \"foo\"", "3 \"bar\"");
        assertThat(names)
                .filteredOn(event -> event.get("name").getAsString().equals("process_name"))
                .singleElement()
                .extracting(event -> event.getAsJsonObject("args").get("name").getAsString())
                .asString()
                .startsWith("hub-");
    }

    @Test
    void slicesOfAGreenletFollowOneAnotherInMicroseconds() throws Exception {
        List<JsonObject> slices = of(Traces.traceEvents(Traces.of(Traces::waker)), "X");
        Map<Integer, Double> ends = new HashMap<>();
        for (JsonObject slice : slices) {
            double from = slice.get("ts").getAsDouble();
            assertThat(from)
                    .isGreaterThanOrEqualTo(ends.getOrDefault(slice.get("tid").getAsInt(), 0.0));
            ends.put(slice.get("tid").getAsInt(), from + slice.get("dur").getAsDouble());
        }
        assertThat(slices)
                .filteredOn(slice -> slice.get("tid").getAsInt() == 2)
                .extracting(slice -> slice.get("name").getAsString().replaceAll("@.*", "") + " "
                        + slice.get("dur").getAsLong())
                .containsExactly(
                        "ready 0",
                        "run 0",
                        "wait for Event 2000000",
                        "ready 0",
                        "run 0",
                        "sleep 3600 s 1000000",
                        "ready 0",
                        "run 0");
    }

    @Test
    void flowsLeadFromWhoWakesToTheRunThatFollows() throws Exception {
        List<JsonObject> events = Traces.traceEvents(Traces.of(Traces::waker));
        Map<Integer, JsonObject> starts = new HashMap<>();
        of(events, "s").forEach(start -> starts.put(start.get("id").getAsInt(), start));
        List<JsonObject> ends = of(events, "f");
        assertThat(ends).hasSameSizeAs(starts.values()).hasSizeGreaterThan(3);
        assertThat(ends).allSatisfy(end -> {
            JsonObject start = starts.get(end.get("id").getAsInt());
            assertThat(start).isNotNull();
            assertThat(start.get("tid")).isNotEqualTo(end.get("tid"));
            assertThat(start.get("ts").getAsDouble())
                    .isLessThanOrEqualTo(end.get("ts").getAsDouble());
        });
    }
}
