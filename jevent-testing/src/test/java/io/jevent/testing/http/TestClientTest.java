// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.EventStream;
import io.jevent.http.HttpOptions;
import io.jevent.http.Routes;
import io.jevent.http.client.ClientOptions;
import io.jevent.http.client.EventReader;
import io.jevent.http.client.Reply;
import io.jevent.http.security.RateLimit;
import io.jevent.testing.junit.HubTest;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** A handler is called without a port, in virtual time. */
class TestClientTest {

    private static final Routes ROUTES = new Routes()
            .get("/rooms/{room}", (request, response) -> response.send("room " + request.variable("room")))
            .post("/echo", (request, response) -> response.send(request.text()))
            .get("/slow", (_, response) -> {
                Jevent.sleep(Duration.ofHours(1));
                response.send("at last");
            })
            .get("/events", (_, response) -> {
                EventStream events = response.events();
                for (int i = 0; i < 3; i++) {
                    events.send("event " + i);
                    Jevent.sleep(Duration.ofMinutes(1));
                }
            });

    @HubTest
    void theHandlerIsCalled() throws Exception {
        try (var client = new TestClient(ROUTES)) {
            assertThat(client.get("/rooms/blue").text()).isEqualTo("room blue");
            assertThat(client.post("/echo").body("hello").text()).isEqualTo("hello");
            try (Reply reply = client.get("/nothing").send()) {
                assertThat(reply.status()).isEqualTo(404);
            }
            assertThat(client.client()
                            .send(
                                    HttpRequest.newBuilder(URI.create("http://shop.test/rooms/red"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body())
                    .isEqualTo("room red");
        }
    }

    @HubTest
    void longTimesTakeNone() throws Exception {
        var patient = ClientOptions.DEFAULTS.responseTimeout(Duration.ofDays(1)).readTimeout(Duration.ofDays(1));
        try (var client = new TestClient(ROUTES, HttpOptions.DEFAULTS.log(AccessLog.NONE), patient)) {
            assertThat(client.get("/slow").text()).isEqualTo("at last");
            try (EventReader events = client.get("/events").events()) {
                assertThat(events.next().orElseThrow().data()).isEqualTo("event 0");
                assertThat(events.next().orElseThrow().data()).isEqualTo("event 1");
            }
            assertThatThrownBy(() ->
                            client.get("/slow").timeout(Duration.ofSeconds(5)).send())
                    .isInstanceOf(HttpTimeoutException.class);
        }
    }

    @HubTest
    void http2WorksAsWell() throws Exception {
        var routes = new Routes().get("/", (request, response) -> response.send(request.protocol()));
        var http2 = ClientOptions.DEFAULTS.http2PriorKnowledge(true);
        try (var client = new TestClient(routes, HttpOptions.DEFAULTS.log(AccessLog.NONE), http2)) {
            assertThat(client.call("GET", "/").version(Version.HTTP_2).text()).isEqualTo("HTTP/2.0");
        }
    }

    @HubTest
    void aRateLimitFillsUpAgain() throws Exception {
        var routes = new Routes()
                .get("/", (_, response) -> response.send("ok"))
                .filter(RateLimit.of(2, Duration.ofMinutes(1)).by(_ -> "all"));
        try (var client = new TestClient(routes)) {
            assertThat(status(client)).isEqualTo(200);
            assertThat(status(client)).isEqualTo(200);
            assertThat(status(client)).isEqualTo(429);
            Jevent.sleep(Duration.ofSeconds(29));
            assertThat(status(client)).isEqualTo(429);
            Jevent.sleep(Duration.ofSeconds(2));
            assertThat(status(client)).isEqualTo(200);
            assertThat(status(client)).isEqualTo(429);
            Jevent.sleep(Duration.ofHours(1)); // never more than full
            assertThat(status(client)).isEqualTo(200);
            assertThat(status(client)).isEqualTo(200);
            assertThat(status(client)).isEqualTo(429);
        }
    }

    private static int status(TestClient client) throws Exception {
        try (Reply reply = client.get("/").send()) {
            return reply.status();
        }
    }
}
