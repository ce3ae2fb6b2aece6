// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.event.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The pings of server-sent events, and where they continue. */
class EventsTest {

    @Test
    void aStreamPingsByItselfUntilItEnds() throws IOException {
        var go = new Event();
        Handler handler = (q, r) -> {
            if (q.path().equals("/go")) {
                go.set();
                r.send("went");
                return;
            }
            EventStream events = r.events().pingEvery(Duration.ofMillis(1));
            events.send("first");
            go.await();
            events.send("last");
        };
        try (Site site = Site.of(handler);
                var wire = new Wire(site.port())) {
            wire.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            wire.readUntil("data: first");
            wire.readUntil("3\r\n:\n\n\r\n");
            wire.readUntil("3\r\n:\n\n\r\n");
            try (var other = new Wire(site.port())) {
                assertThat(other.send("GET /go HTTP/1.1\r\nHost: x\r\n\r\n").readResponse())
                        .endsWith("went");
            }
            assertThat(wire.readUntil("0\r\n\r\n")).contains("data: last\n\n");
            assertThat(wire.send("GET /go HTTP/1.1\r\nHost: x\r\n\r\n").readResponse())
                    .endsWith("went");
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void pingsNoticeAClientThatHasLeft() throws Exception {
        var ended = new CountDownLatch(1);
        try (Site site = Site.of((q, r) -> {
            q.afterwards(ended::countDown);
            r.events().pingEvery(Duration.ofMillis(1));
            new Event().await();
        })) {
            try (var wire = new Wire(site.port())) {
                wire.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n").readUntil("\r\n:\n\n\r\n");
                wire.reset();
            }
            ended.await();
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void aClientThatReconnectsTellsTheLastEvent() throws IOException {
        Handler handler = (q, r) -> {
            EventStream events = r.events();
            int from = events.lastEventId().map(Integer::parseInt).orElse(0);
            for (int id = from + 1; id <= 3; id++) {
                events.send(Integer.toString(id), "tick", "number " + id);
            }
        };
        try (Site site = Site.of(handler);
                var wire = new Wire(site.port())) {
            assertThat(wire.send("GET / HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 2\r\nConnection: close\r\n\r\n")
                            .readAll())
                    .contains("id: 3\nevent: tick\ndata: number 3\n\n")
                    .doesNotContain("id: 2");
        }
    }

    @Test
    void anIntervalIsPositive() throws IOException {
        try (Site site = Site.of((q, r) -> {
                    assertThatThrownBy(() -> r.events().pingEvery(Duration.ZERO))
                            .isInstanceOf(IllegalArgumentException.class);
                });
                var wire = new Wire(site.port())) {
            wire.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").readAll();
            assertThat(site.failures).isEmpty();
        }
    }
}
