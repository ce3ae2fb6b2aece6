// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.http.client.ClientOptions;
import io.jevent.http.client.Http;
import io.jevent.http.client.HubHttpClient;
import io.jevent.http.client.Retries;
import io.jevent.testing.http.MockResponse;
import io.jevent.testing.http.MockServer;
import io.jevent.testing.junit.HubTest;
import java.io.IOException;
import java.time.Duration;

/** The test of a client that the tutorial shows, and the client. */
class GreetingTest {

    private static String greeting(String address) throws IOException {
        try (var client = HubHttpClient.of(ClientOptions.DEFAULTS.interceptor(Retries.of(3)))) {
            return Http.with(client).call("GET", address).text();
        }
    }

    // @start region="test"
    @HubTest
    void aBusyServerIsAskedAgain() throws IOException {
        try (MockServer server = MockServer.start()) {
            server.enqueue(
                    MockResponse.of(503, "busy").header("Retry-After", "2"),
                    MockResponse.of("hello").delayed(Duration.ofSeconds(10)));
            assertThat(greeting(server.uri("/greeting"))).isEqualTo("hello");
            assertThat(server.takeRequest().target()).isEqualTo("/greeting");
        }
    }
    // @end
}
