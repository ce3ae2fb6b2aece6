// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.http.Routes;
import io.jevent.http.Site;
import io.jevent.http.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpsTest {

    private static String get(Site site, String path, String... headers) throws IOException {
        try (var wire = new Wire(site.port())) {
            var text = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
            for (String header : headers) {
                text.append(header).append("\r\n");
            }
            return wire.send(text + "\r\n").readAll();
        }
    }

    @Test
    void aServiceIsReadyWhileItsChecksHold() throws IOException {
        var database = new AtomicBoolean(true);
        List<Exception> failures = new CopyOnWriteArrayList<>();
        Health health = new Health().check("database", database::get).onFailure(failures::add);
        try (Site site = Site.of(new Routes().mount("/health", health.routes()))) {
            assertThat(get(site, "/health/live")).startsWith("HTTP/1.1 200 ").endsWith("{\"status\":\"up\"}");
            assertThat(get(site, "/health/ready"))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Cache-Control: no-store\r\n", "Content-Type: application/json\r\n")
                    .endsWith("{\"status\":\"up\",\"checks\":{\"database\":\"up\"}}");
            database.set(false);
            assertThat(get(site, "/health/ready"))
                    .startsWith("HTTP/1.1 503 ")
                    .endsWith("{\"status\":\"down\",\"checks\":{\"database\":\"down\"}}");
            assertThat(get(site, "/health/live")).startsWith("HTTP/1.1 200 ");
            database.set(true);
            health.setReady(false);
            assertThat(get(site, "/health/ready"))
                    .startsWith("HTTP/1.1 503 ")
                    .endsWith("{\"status\":\"down\",\"checks\":{\"database\":\"up\"}}");
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void aCheckThatFailsOrHangsTellsNothingToTheClient() throws IOException {
        List<Exception> failures = new CopyOnWriteArrayList<>();
        Health health = new Health()
                .check("secret", () -> {
                    throw new IOException("password of db.internal is wrong");
                })
                .check("hangs", Duration.ofMillis(1), () -> {
                    new Event().await();
                    return true;
                })
                .onFailure(failures::add);
        try (Site site = Site.of(health.routes())) {
            assertThat(get(site, "/ready"))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("\"secret\":\"down\"", "\"hangs\":\"down\"")
                    .doesNotContain("password", "internal");
            assertThat(failures).extracting(Exception::getMessage).anyMatch(text -> text.contains("took longer"));
            assertThat(failures).hasSize(2);
        }
        assertThatThrownBy(() -> health.check("x", Duration.ofSeconds(-1), () -> true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Site tracing() {
        return Site.of(new Routes()
                .get("/", (q, r) -> {
                    TraceContext own = TraceContext.current().orElseThrow();
                    String child = Jevent.spawn(
                                    () -> TraceContext.current().orElseThrow().spanId())
                            .result();
                    assertThat(child).isEqualTo(own.spanId());
                    r.send(own.traceparent() + " " + own.parentId() + " " + own.state());
                })
                .filter(TraceContext.filter()));
    }

    @Test
    void aTraceContinuesInTheHandlerAndItsGreenlets() throws IOException {
        try (Site site = tracing()) {
            String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
            assertThat(get(site, "/", "traceparent: " + parent, "tracestate: a=1", "tracestate: b=2"))
                    .containsPattern(
                            "\r\n\r\n00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01 00f067aa0ba902b7 a=1,b=2$")
                    .doesNotContain("-00f067aa0ba902b7-");
            assertThat(get(site, "/", "traceparent: 01" + parent.substring(2) + "-more"))
                    .contains("00-4bf92f3577b34da6a3ce929d0e0e4736-");
            assertThat(site.failures).isEmpty();
        }
        assertThat(TraceContext.current()).isEmpty();
    }

    /** W3C Trace Context, 3.2.2: the whole header is dropped if it is malformed. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
                "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            })
    void aMalformedHeaderBeginsANewTrace(String parent) throws IOException {
        try (Site site = tracing()) {
            assertThat(get(site, "/", "traceparent: " + parent))
                    .containsPattern("\r\n\r\n00-[0-9a-f]{32}-[0-9a-f]{16}-00  $")
                    .doesNotContain("4bf92f3577b34da6");
        }
    }
}
