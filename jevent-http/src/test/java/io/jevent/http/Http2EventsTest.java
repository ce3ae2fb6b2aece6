// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.http.client.ClientOptions;
import io.jevent.http.client.EventReader;
import io.jevent.http.client.Http;
import io.jevent.http.client.HttpCalls;
import io.jevent.http.client.HubHttpClient;
import io.jevent.http.client.ServerEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Server-sent events on streams of HTTP/2. */
class Http2EventsTest {

    private static final Handler COUNTS = (request, response) -> {
        EventStream events = response.events();
        int from = events.lastEventId().map(Integer::parseInt).orElse(0);
        for (int id = from + 1; id <= 3; id++) {
            events.send(Integer.toString(id), "tick", "number " + id);
        }
    };

    /** Reads data of a stream until it contains a text. */
    private static String readUntil(FrameWire wire, int stream, String text) throws IOException {
        var all = new StringBuilder();
        while (all.indexOf(text) < 0) {
            all.append(new String(wire.await(FrameWire.DATA, stream).payload(), StandardCharsets.UTF_8));
        }
        return all.toString();
    }

    @Test
    void curlGetsTheEventsAfterTheLastOne() throws IOException {
        try (Site site = Site.of(COUNTS)) {
            assertThat(Command.output(
                            "curl", "-sNi", "--http2-prior-knowledge", "-H", "Last-Event-ID: 1", site.uri("/")))
                    .startsWith("HTTP/2 200")
                    .contains("content-type: text/event-stream")
                    .endsWith("id: 2\nevent: tick\ndata: number 2\n\nid: 3\nevent: tick\ndata: number 3\n\n");
        }
    }

    @Test
    void theClientReadsThemAndGoesOnAfterTheLastOne() throws Exception {
        try (Site site = Site.of(COUNTS)) {
            Jevent.run(() -> {
                try (var client = HubHttpClient.of(ClientOptions.DEFAULTS.http2PriorKnowledge(true))) {
                    HttpCalls http = Http.with(client);
                    Optional<String> last;
                    try (EventReader events = http.call("GET", site.uri("/")).events()) {
                        assertThat(events.next()).contains(new ServerEvent(Optional.of("1"), "tick", "number 1"));
                        assertThat(events.next()).contains(new ServerEvent(Optional.of("2"), "tick", "number 2"));
                        last = events.lastId();
                    }
                    try (EventReader events = http.call("GET", site.uri("/"))
                            .header("Last-Event-ID", last.orElseThrow())
                            .events()) {
                        assertThat(events.next()).contains(new ServerEvent(Optional.of("3"), "tick", "number 3"));
                        assertThat(events.next()).isEmpty();
                    }
                    assertThat(client.openConnections()).isEqualTo(1);
                }
                return null;
            });
            assertThat(site.failures).isEmpty();
        }
    }

    @Test
    void aStreamPingsByItselfBesideOthers() throws IOException {
        var go = new Event();
        Handler handler = (request, response) -> {
            if (request.path().equals("/go")) {
                go.set();
                response.send("went");
                return;
            }
            EventStream events = response.events().pingEvery(Duration.ofMillis(1));
            events.send("first");
            go.await();
            events.send("last");
        };
        try (Site site = Site.of(handler);
                FrameWire wire = FrameWire.to(site.port())) {
            wire.get(1, "/");
            readUntil(wire, 1, "data: first\n\n");
            readUntil(wire, 1, ":\n\n");
            readUntil(wire, 1, ":\n\n");
            wire.get(3, "/go");
            assertThat(wire.response(3)).contains("went");
            assertThat(wire.response(1)).contains("data: last\n\n");
            assertThat(site.failures).isEmpty();
        }
    }

    /** The client vanishes with a reset of its stream, and with the end of its connection. */
    @Test
    void theWaitOfAHandlerEndsWhenItsClientVanishes() throws Exception {
        for (String how : List.of("stream", "connection")) {
            var cancelled = new CompletableFuture<Throwable>();
            Handler handler = (request, response) -> {
                if (request.path().equals("/other")) {
                    response.send("other");
                    return;
                }
                response.events().send("first");
                try {
                    new Event().await();
                } catch (Throwable t) {
                    cancelled.complete(t);
                    throw t;
                }
            };
            try (Site site = Site.of(handler);
                    FrameWire wire = FrameWire.to(site.port())) {
                wire.get(1, "/");
                readUntil(wire, 1, "data: first\n\n");
                if (how.equals("stream")) {
                    wire.reset(1, 8);
                    assertThat(wire.get(3, "/other").response(3)).contains("other");
                } else {
                    wire.leave();
                }
                assertThat(cancelled.get(10, TimeUnit.MINUTES)).as(how).isInstanceOf(GreenletExit.class);
                assertThat(site.failures).isEmpty();
            }
        }
    }

    /** A client whose network is gone sends no end: its closed window stops the pings, and the server gives up. */
    @Test
    void aClientThatReadsNothingMoreIsGivenUp() throws Exception {
        var ended = new CountDownLatch(1);
        Handler handler = (request, response) -> {
            request.afterwards(ended::countDown);
            response.events().pingEvery(Duration.ofMillis(1));
            new Event().await();
        };
        var options = HttpOptions.DEFAULTS.stallTimeout(Duration.ofMillis(50));
        try (Site site = Site.of(handler, options);
                FrameWire wire = FrameWire.to(site.port())) {
            wire.setting(4, 10).get(1, "/");
            ended.await();
            assertThat(site.failures).isEmpty();
        }
    }
}
