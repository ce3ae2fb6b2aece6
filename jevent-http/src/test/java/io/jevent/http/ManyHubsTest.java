// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.server.ServerOptions;
import io.jevent.server.StopResult;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A server on two hubs. */
class ManyHubsTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LONG = "GET /long HTTP/1.1\r\nHost: a\r\n\r\n";

    private static String hubOf(Wire wire) throws IOException {
        String answer = wire.send(GET).readResponse();
        return answer.substring(answer.indexOf("\r\n\r\n"));
    }

    /** Connects until another hub serves. */
    private static Wire onOtherHub(Site site, String hub) throws IOException {
        while (true) {
            Wire wire = site.wire();
            if (!hubOf(wire).equals(hub)) {
                return wire;
            }
            wire.close();
        }
    }

    @Test
    void requestsOfBothAreCountedTogetherAndBothAreDrained() throws Exception {
        var began = new CountDownLatch(2);
        var go = new Event();
        try (Site site = Site.of(
                        (request, response) -> {
                            if (request.path().equals("/long")) {
                                began.countDown();
                                go.await();
                            }
                            response.send(Hub.current().toString());
                        },
                        HttpOptions.DEFAULTS.maxRequests(2),
                        ServerOptions.DEFAULTS.hubs(2));
                Wire one = site.wire();
                Wire other = onOtherHub(site, hubOf(one));
                Wire idle = onOtherHub(site, hubOf(other));
                Wire idleOnOther = onOtherHub(site, hubOf(one));
                Wire third = site.wire()) {
            one.send(LONG);
            other.send(LONG);
            assertThat(began.await(10, TimeUnit.MINUTES)).isTrue();
            assertThat(site.server().requests()).isEqualTo(2);
            assertThat(third.send(GET).readAll()).startsWith("HTTP/1.1 503 Service Unavailable\r\n");

            CompletableFuture<StopResult> stopped =
                    CompletableFuture.supplyAsync(() -> site.stop(Duration.ofMinutes(10)));
            assertThat(idle.readAll()).isEmpty();
            assertThat(idleOnOther.readAll()).isEmpty();
            assertThatThrownBy(site::wire).isInstanceOf(ConnectException.class);
            assertThat(stopped).isNotDone();
            go.set();
            assertThat(one.readAll()).contains("\r\nConnection: close\r\n").startsWith("HTTP/1.1 200 ");
            assertThat(other.readAll()).contains("\r\nConnection: close\r\n").startsWith("HTTP/1.1 200 ");
            assertThat(stopped.get(10, TimeUnit.MINUTES).killed()).isZero();
        }
    }
}
