// SPDX-License-Identifier: Apache-2.0
package io.jevent.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jevent.Greenlet;
import io.jevent.HubTesting;
import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.Realm;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest {

    private static final Pattern DATA =
            Pattern.compile("<script id=\"data\" type=\"application/json\">(.*?)</script>", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private static JsonObject data(String page) {
        Matcher matcher = DATA.matcher(page);
        assertThat(matcher.find()).isTrue();
        return JsonParser.parseString(matcher.group(1)).getAsJsonObject();
    }

    @Test
    void aPageHoldsTheRecordingAndNeedsNothingElse() throws Exception {
        Path file = folder.resolve("flow.html");
        try (var _ = TraceFile.record(file)) {
            HubTesting.run(Traces::twoThatGiveWay);
        }
        String page = Files.readString(file);
        JsonObject data = data(page);
        assertThat(data.getAsJsonArray("rows").asList())
                .extracting(row -> row.getAsJsonArray().get(0).getAsString())
                .containsExactly("root", "foo", "bar");
        assertThat(data.get("kinds").toString()).isEqualTo("[0,1,0,0,3,1,2,1,2,1,2,7,4,1,2,7,1,2,7]");
        assertThat(data.get("lanes").toString()).isEqualTo("[0,0,1,2,0,1,1,2,2,1,1,1,0,2,2,2,0,0,0]");
        assertThat(data.getAsJsonArray("times")).hasSize(19);
        assertThat(data.getAsJsonArray("others")).hasSize(19);
        assertThat(page).contains("<th scope=\"row\">foo</th>").doesNotContain("://", "@DATA@", "@SCRIPTS@");
    }

    private static void mark(TraceFile trace) {
        Greenlet<?> greenlet = Jevent.spawn(() -> Jevent.sleep());
        trace.mark(greenlet, "here it begins <b>");
        greenlet.join();
    }

    @Test
    void aMarkStandsInTheLaneOfItsGreenlet() throws Exception {
        Path page = folder.resolve("marks.html");
        try (var trace = TraceFile.record(page)) {
            HubTesting.run(() -> mark(trace));
        }
        JsonObject data = data(Files.readString(page));
        assertThat(data.get("kinds").toString()).startsWith("[0,1,0,8,3,1,2,1,2,7,4,1,2,7");
        assertThat(data.get("lanes").toString()).startsWith("[0,0,1,1,");
        assertThat(data.getAsJsonArray("texts").get(0).getAsString()).isEqualTo("here it begins <b>");

        Path events = folder.resolve("marks.json");
        try (var trace = TraceFile.record(events)) {
            HubTesting.run(() -> mark(trace));
        }
        assertThat(Files.readString(events)).contains("\"name\":\"mark\"").contains("here it begins");
    }

    @Test
    void aPageHasNotesEventsAndTheRealmsOfGreenlets() throws Exception {
        Path page = folder.resolve("notes.html");
        try (var trace = TraceFile.record(page)) {
            HubTesting.run(() -> {
                var realm = new Realm("node a");
                Greenlet<?> greenlet = realm.within(() -> Jevent.spawn(() -> Jevent.sleep()));
                trace.event(greenlet, "a stands still");
                greenlet.join();
            });
            trace.note("Why it fails", "because <b>");
            trace.note("History", "two\nlines");
        }
        String text = Files.readString(page);
        JsonObject data = data(text);
        assertThat(data.get("kinds").toString()).startsWith("[0,1,0,9,3,");
        assertThat(data.getAsJsonArray("rows").get(1).getAsJsonArray().get(4).getAsString())
                .isEqualTo("node a");
        assertThat(text)
                .contains("<summary>Why it fails</summary><pre tabindex=\"0\">because &lt;b&gt;</pre>")
                .contains("<summary>History</summary><pre tabindex=\"0\">two\nlines</pre>");
        Path events = folder.resolve("events.json");
        try (var trace = TraceFile.record(events)) {
            HubTesting.run(() -> {
                Greenlet<?> greenlet = Jevent.spawn(() -> Jevent.sleep());
                trace.event(greenlet, "a stands still");
                greenlet.join();
            });
        }
        assertThat(Files.readString(events)).contains("\"name\":\"event\"").contains("a stands still");
    }

    @Test
    void namesAreInertInThePage() throws Exception {
        String name = "</script><script>alert(1)</script>\"'&\\\u2028<!--";
        Recording recording = Traces.of(() -> {
            var greenlet = Jevent.spawn(() -> {});
            greenlet.setName(name);
            greenlet.join();
        });
        String page = Traces.page(recording, name);
        assertThat(page.split("<script", -1)).hasSize(3);
        assertThat(page.split("<!--", -1)).hasSize(2);
        JsonObject data = data(page);
        assertThat(data.get("title").getAsString()).isEqualTo(name);
        assertThat(data.getAsJsonArray("rows").get(1).getAsJsonArray().get(0).getAsString())
                .isEqualTo(name);
        assertThat(Traces.traceEvents(recording))
                .anyMatch(event -> event.toString().contains("alert(1)"));
    }

    @Test
    void theEndingChoosesTheFormat() throws Exception {
        Path file = folder.resolve("flow.JSON");
        try (var _ = TraceFile.record(file)) {
            HubTesting.run(Traces::waker);
        }
        assertThat(JsonParser.parseString(Files.readString(file))
                        .getAsJsonObject()
                        .getAsJsonArray("traceEvents"))
                .isNotEmpty();
        assertThatThrownBy(() -> TraceFile.record(folder.resolve("flow.txt")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the name of a trace must end in .html, for a page, or in .json, for Perfetto: "
                        + folder.resolve("flow.txt"));
    }

    @Test
    void whatCannotBeWrittenIsRefusedAtOnce() throws Exception {
        assertThatThrownBy(() -> TraceFile.record(folder.resolve("none/flow.html")))
                .isInstanceOf(IOException.class)
                .hasMessage("there is no folder " + folder.resolve("none"));
        Path taken = Files.createDirectory(folder.resolve("taken.html"));
        assertThatThrownBy(() -> TraceFile.record(taken)).isInstanceOf(FileSystemException.class);
        assertThat(Hub.all()).allSatisfy(hub -> assertThat(hub.tracer()).isNull());
    }

    @Test
    void anOlderFileStaysUntilTheNewOneIsWritten() throws Exception {
        Path file = Files.writeString(folder.resolve("flow.json"), "old");
        TraceFile trace = TraceFile.record(file);
        assertThat(file).hasContent("old");
        trace.close();
        assertThat(Files.readString(file)).startsWith("{\"displayTimeUnit\"");
        Files.writeString(file, "mine");
        trace.close();
        assertThat(file).hasContent("mine");
    }
}
