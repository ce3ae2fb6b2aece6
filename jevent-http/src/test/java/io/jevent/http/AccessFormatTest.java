// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AccessFormatTest {

    private static AccessLog.Entry entry(String head) throws IOException {
        var routes = new Routes()
                .get("/rooms/{room}", (q, r) -> r.send("hello"))
                .filter((q, r, next) -> {
                    q.header("X-User").ifPresent(q::setUser);
                    next.handle(q, r);
                });
        try (Site site = Site.of(routes);
                var wire = new Wire(site.port())) {
            wire.send(head + "Connection: close\r\n\r\n").readAll();
            return site.log.getFirst();
        }
    }

    @Test
    void theCommonFormatHasUserTimeAndLengthOfTheBody() throws IOException {
        assertThat(AccessFormat.COMMON.line(entry("GET /rooms/a?x=%22 HTTP/1.1\r\nHost: x\r\nX-User: Ann B\r\n")))
                .matches("127\\.0\\.0\\.1 - Ann_B \\[\\d\\d/[A-Z][a-z][a-z]/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}]"
                        + " \"GET /rooms/a\\?x=%22 HTTP/1\\.1\" 200 5");
    }

    @Test
    void textOfTheClientCannotForgeALine() throws IOException {
        String line = AccessFormat.COMBINED.line(
                entry("GET /none HTTP/1.1\r\nHost: x\r\nReferer: http://a/\r\nUser-Agent: \"x\" \\ \t\u00e9\r\n"));
        assertThat(line).endsWith("\"GET /none HTTP/1.1\" 404 9 \"http://a/\" \"\\\"x\\\" \\\\ \\x09\\xe9\"");
    }

    @Test
    void aRequestThatCannotBeDecodedHasALineToo() throws IOException {
        AccessLog.Entry entry = entry("nonsense\r\n");
        assertThat(AccessFormat.COMBINED.line(entry)).contains(" \"\" 400 ").endsWith(" \"-\" \"-\"");
        JsonObject json = JsonParser.parseString(AccessFormat.JSON.line(entry)).getAsJsonObject();
        assertThat(json.keySet()).containsExactly("time", "client", "status", "bytes", "seconds");
    }

    @Test
    void jsonHasTheRouteAndTheId() throws IOException {
        AccessLog.Entry entry =
                entry("GET /rooms/a?b HTTP/1.1\r\nHost: h\r\nUser-Agent: \"\\\u00e9\u0001x\r\n".replace("\u0001", ""));
        JsonObject json = JsonParser.parseString(AccessFormat.JSON.line(entry)).getAsJsonObject();
        assertThat(json.get("route").getAsString()).isEqualTo("/rooms/{room}");
        assertThat(json.get("target").getAsString()).isEqualTo("/rooms/a?b");
        assertThat(json.get("method").getAsString()).isEqualTo("GET");
        assertThat(json.get("protocol").getAsString()).isEqualTo("HTTP/1.1");
        assertThat(json.get("status").getAsInt()).isEqualTo(200);
        assertThat(json.get("bytes").getAsInt()).isEqualTo(5);
        assertThat(json.get("seconds").getAsDouble()).isPositive();
        assertThat(json.get("id").getAsString()).hasSize(16);
        assertThat(json.get("host").getAsString()).isEqualTo("h");
        assertThat(json.get("agent").getAsString()).isEqualTo("\"\\\u00e9x");
        assertThat(json.has("tls")).isFalse();
        assertThat(json.has("user")).isFalse();
    }

    @Test
    void chunksCountWithoutTheirFraming() throws IOException {
        try (Site site = Site.of((q, r) -> {
                    r.write("abc");
                    r.write("de");
                });
                var wire = new Wire(site.port())) {
            wire.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").readAll();
            assertThat(site.log.getFirst().content()).isEqualTo(5);
            assertThat(site.log.getFirst().bytes()).isGreaterThan(100);
        }
    }

    @Test
    void aStreamGetsTheLines() {
        var bytes = new ByteArrayOutputStream();
        var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        AccessLog.to(stream, entry -> "line of " + entry.client()).log(AccessLogTest.ENTRY);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("line of 127.0.0.1" + System.lineSeparator());
    }
}
