// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Retries, hedging, limits and breakers, against replies that are made up, in virtual time. */
class InterceptorsTest {

    private static final String ADDRESS = "http://service.test/";

    private static void inVirtualTime(ClientHub.Test test) throws Exception {
        try (var _ = Hub.open(new VirtualTimeLoop())) {
            Jevent.run(() -> {
                test.run();
                return null;
            });
        }
    }

    private static Reply reply(HttpRequest request, int status, Map<String, List<String>> headers) {
        return Reply.of(
                request,
                status,
                HttpHeaders.of(headers, (_, _) -> true),
                ("" + status).getBytes(StandardCharsets.UTF_8));
    }

    private static Reply reply(HttpRequest request, int status) {
        return reply(request, status, Map.of());
    }

    private static HttpCalls with(Interceptor... all) {
        ClientOptions options = ClientOptions.DEFAULTS;
        for (Interceptor one : all) {
            options = options.interceptor(one);
        }
        return Http.with(HubHttpClient.of(options));
    }

    private static Duration now() {
        return Duration.ofNanos(Hub.current().now());
    }

    @Test
    void aGetIsRepeatedWithLongerPauses() throws Exception {
        inVirtualTime(() -> {
            List<Duration> times = new ArrayList<>();
            Duration begun = now();
            HttpCalls http = with(Retries.of(4).random(() -> 1), (request, _) -> {
                times.add(now().minus(begun));
                if (times.size() == 1) {
                    throw new IOException("the connection was reset");
                }
                return reply(request, times.size() < 4 ? 503 : 200);
            });
            assertThat(http.call("GET", ADDRESS).text()).isEqualTo("200");
            assertThat(times)
                    .containsExactly(
                            Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofMillis(700));
        });
    }

    @Test
    void theServerChoosesThePause() throws Exception {
        inVirtualTime(() -> {
            Duration begun = now();
            int[] calls = {0};
            HttpCalls http = with(
                    Retries.of(3).random(() -> 1),
                    (request, _) -> ++calls[0] == 1
                            ? reply(request, 429, Map.of("Retry-After", List.of("7")))
                            : reply(request, 200));
            assertThat(http.call("GET", ADDRESS).text()).isEqualTo("200");
            assertThat(now().minus(begun)).isEqualTo(Duration.ofSeconds(7));
        });
    }

    @Test
    void aPostIsNotRepeatedUnlessItHasAKey() throws Exception {
        inVirtualTime(() -> {
            int[] calls = {0};
            HttpCalls http = with(Retries.of(3), (request, _) -> {
                calls[0]++;
                return reply(request, 503);
            });
            assertThat(http.call("POST", ADDRESS).send().status()).isEqualTo(503);
            assertThat(calls[0]).isOne();
            assertThat(http.call("POST", ADDRESS)
                            .header("Idempotency-Key", "7")
                            .send()
                            .status())
                    .isEqualTo(503);
            assertThat(calls[0]).isEqualTo(4);
            assertThat(http.call("GET", ADDRESS).send().status()).isEqualTo(503);
            assertThat(calls[0]).isEqualTo(7);
        });
    }

    @Test
    void aSlowCallGetsARival() throws Exception {
        inVirtualTime(() -> {
            int[] calls = {0};
            boolean[] killed = {false};
            HttpCalls http = with(Hedging.of(2, Duration.ofMillis(50)), (request, _) -> {
                if (++calls[0] == 1) {
                    try {
                        new Event().await();
                    } finally {
                        killed[0] = true;
                    }
                }
                return reply(request, 200);
            });
            Duration begun = now();
            assertThat(http.call("GET", ADDRESS).text()).isEqualTo("200");
            assertThat(now().minus(begun)).isEqualTo(Duration.ofMillis(50));
            Jevent.sleep();
            assertThat(killed[0]).isTrue();
        });
    }

    @Test
    void theBreakerOpensAndTriesAgain() throws Exception {
        inVirtualTime(() -> {
            int[] calls = {0};
            boolean[] up = {false};
            CircuitBreaker breaker = CircuitBreaker.of(3, Duration.ofSeconds(30));
            HttpCalls http = with(breaker, (request, _) -> {
                calls[0]++;
                return reply(request, up[0] ? 200 : 500);
            });
            for (int i = 0; i < 3; i++) {
                assertThat(http.call("GET", ADDRESS).send().status()).isEqualTo(500);
            }
            assertThat(breaker.isOpen("service.test", -1)).isTrue();
            assertThatThrownBy(() -> http.call("GET", ADDRESS).send()).hasMessageContaining("circuit breaker is open");
            assertThat(calls[0]).isEqualTo(3);
            Jevent.sleep(Duration.ofSeconds(30));
            assertThat(http.call("GET", ADDRESS).send().status()).isEqualTo(500);
            assertThatThrownBy(() -> http.call("GET", ADDRESS).send()).isInstanceOf(IOException.class);
            Jevent.sleep(Duration.ofSeconds(30));
            up[0] = true;
            assertThat(http.call("GET", ADDRESS).text()).isEqualTo("200");
            assertThat(http.call("GET", ADDRESS).text()).isEqualTo("200");
        });
    }

    @Test
    void callsAboveTheRateWait() throws Exception {
        inVirtualTime(() -> {
            List<Duration> times = new ArrayList<>();
            Duration begun = now();
            HttpCalls http = with(CallRate.of(2, Duration.ofSeconds(1)), (request, _) -> {
                times.add(now().minus(begun));
                return reply(request, 200);
            });
            List<Greenlet<String>> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                all.add(Jevent.spawn(() -> http.call("GET", ADDRESS).text()));
            }
            Jevent.joinAllOrThrow(all);
            assertThat(times)
                    .containsExactly(
                            Duration.ZERO,
                            Duration.ZERO,
                            Duration.ofMillis(500),
                            Duration.ofMillis(1000),
                            Duration.ofMillis(1500));
        });
    }

    @Test
    void interceptorsSeeEachCallInOrder() throws Exception {
        List<String> order = new ArrayList<>();
        ClientHub.run((request, response) -> response.send(String.valueOf(request.header("X-Trace"))), address -> {
            HttpCalls http = with(
                    (request, next) -> {
                        order.add("first");
                        return next.proceed(HttpRequest.newBuilder(request, (_, _) -> true)
                                .header("X-Trace", "7")
                                .build());
                    },
                    (request, next) -> {
                        order.add("second "
                                + request.headers().firstValue("X-Trace").orElse("none"));
                        return next.proceed(request);
                    });
            assertThat(http.call("GET", URI.create(address).toString()).text()).contains("7");
            assertThat(order).containsExactly("first", "second 7");
        });
    }
}
