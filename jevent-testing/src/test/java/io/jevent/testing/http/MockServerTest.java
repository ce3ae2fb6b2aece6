// SPDX-License-Identifier: Apache-2.0
package io.jevent.testing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import io.jevent.http.client.ClientOptions;
import io.jevent.http.client.Http;
import io.jevent.http.client.HttpCalls;
import io.jevent.http.client.HubHttpClient;
import io.jevent.http.client.Reply;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.tls.TlsClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MockServerTest {

    private interface Body {
        void run(MockServer server) throws Exception;
    }

    private static void run(Body body) throws Exception {
        try (var _ = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                try (MockServer server = MockServer.start()) {
                    body.run(server);
                }
                return null;
            });
        }
    }

    private static HttpCalls client(boolean http2) {
        return Http.with(HubHttpClient.of(ClientOptions.DEFAULTS.http2PriorKnowledge(http2)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void requestsAreRecordedAndGetTheQueuedResponses(boolean http2) throws Exception {
        run(server -> {
            server.enqueue(
                    MockResponse.of("first"), MockResponse.of(404, "second").header("X-Why", "gone"));
            HttpCalls http = client(http2);
            assertThat(http.call("POST", server.uri("/a?b=c")).body("hello").text())
                    .isEqualTo("first");
            Reply second =
                    http.call("GET", server.uri("/x")).header("X-Mine", "7").send();
            assertThat(second.status()).isEqualTo(404);
            assertThat(second.header("X-Why")).contains("gone");
            assertThat(second.text()).isEqualTo("second");
            RecordedRequest request = server.takeRequest();
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.target()).isEqualTo("/a?b=c");
            assertThat(request.text()).isEqualTo("hello");
            assertThat(request.protocol()).isEqualTo(http2 ? "HTTP/2.0" : "HTTP/1.1");
            assertThat(server.takeRequest().header("x-mine")).contains("7");
            assertThat(server.takeRequest(Duration.ZERO)).isEmpty();
            assertThat(server.connections()).isOne();
        });
    }

    @Test
    void aRequestWithoutAResponseIsNamed() throws Exception {
        run(server -> {
            assertThat(client(false).call("GET", server.uri("/x")).send().text())
                    .startsWith("no response is queued for GET /x");
            server.otherwise(request -> MockResponse.of(request.target()));
            assertThat(client(false).call("GET", server.uri("/y")).text()).isEqualTo("/y");
        });
    }

    private static void assertThatFails(boolean http2, UnaryOperator<MockResponse> fault, Class<?> failure)
            throws Exception {
        run(server -> {
            server.otherwise(_ -> fault.apply(MockResponse.of("0123456789")));
            assertThatThrownBy(() -> client(http2).call("POST", server.uri("/")).text())
                    .isInstanceOf(failure);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void faultsReachTheClient(boolean http2) throws Exception {
        assertThatFails(http2, MockResponse::cut, IOException.class);
        assertThatFails(http2, response -> response.cutAfter(5), IOException.class);
        assertThatFails(http2, response -> response.chunked().cutAfter(5), IOException.class);
        assertThatFails(http2, MockResponse::reset, IOException.class);
        assertThatFails(http2, MockResponse::silent, HttpTimeoutException.class);
        assertThatFails(http2, response -> response.silentAfter(5), HttpTimeoutException.class);
    }

    @Test
    void halfABodyIsNoBody() throws Exception {
        run(server -> {
            server.enqueue(MockResponse.of("0123456789").cutAfter(5));
            assertThatThrownBy(() -> client(false).call("GET", server.uri("/")).text())
                    .hasCauseInstanceOf(EOFException.class)
                    .hasMessageContaining("bytes received: 5");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void slownessTakesVirtualTime(boolean http2) throws Exception {
        run(server -> {
            server.enqueue(MockResponse.of("0123456789")
                    .delayed(Duration.ofSeconds(10))
                    .slow(1, Duration.ofSeconds(5)));
            long begun = Hub.current().now();
            assertThat(client(http2).call("GET", server.uri("/")).text()).isEqualTo("0123456789");
            assertThat(Duration.ofNanos(Hub.current().now() - begun)).isEqualTo(Duration.ofSeconds(55));
        });
    }

    @Test
    void aRefusedConnectionFails() throws Exception {
        run(server -> {
            server.refuse(1).enqueue(MockResponse.of("later"));
            assertThatThrownBy(() -> client(false).call("GET", server.uri("/")).text())
                    .isInstanceOf(IOException.class);
            assertThat(client(false).call("GET", server.uri("/")).text()).isEqualTo("later");
        });
    }

    @Test
    void tlsWorks() throws Exception {
        try (var _ = Hub.open()) {
            Jevent.run(() -> {
                try (MockServer server = MockServer.startTls()) {
                    server.enqueue(MockResponse.of("secret"));
                    var tls = TlsClient.builder().trust(server.trust()).build();
                    HttpCalls http = Http.with(HubHttpClient.of(ClientOptions.DEFAULTS.tls(tls)));
                    assertThat(http.call("GET", server.uri("/")).text()).isEqualTo("secret");
                    assertThat(server.takeRequest().protocol()).isEqualTo("HTTP/2.0");
                }
                return null;
            });
        }
    }
}
