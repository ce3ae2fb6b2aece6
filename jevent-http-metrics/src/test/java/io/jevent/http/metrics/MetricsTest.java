// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpException;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Routes;
import io.jevent.http.client.Http;
import io.jevent.http.client.HubHttpClient;
import io.jevent.hub.Hub;
import io.jevent.monitor.BlockingMonitor;
import io.jevent.monitor.BlockingReport;
import io.jevent.threadpool.ThreadPool;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private final Hub hub = Hub.current();

    @AfterEach
    void close() {
        hub.close();
    }

    private static Routes routes(MeterRegistry registry) {
        return new Routes()
                .get("/rooms/{room}", (q, r) -> r.send("room " + q.variable("room")))
                .get("/fail", (q, r) -> {
                    throw new HttpException(503);
                })
                .filter(new HttpMetrics(registry));
    }

    private static HttpServer serve(Routes routes) throws Exception {
        var server = new HttpServer("127.0.0.1:0", routes, HttpOptions.DEFAULTS.log(AccessLog.NONE));
        server.start();
        return server;
    }

    private static long count(MeterRegistry registry, String... tags) {
        return registry.get("http.server.requests").tags(Tags.of(tags)).timer().count();
    }

    @Test
    void requestsAreMeasuredByRoute() throws Exception {
        var registry = new SimpleMeterRegistry();
        try (HttpServer server = serve(routes(registry))) {
            new HttpMetrics(registry).watch("web", server);
            String at = "http://127.0.0.1:" + server.port();
            Http.get(at + "/rooms/a").text();
            Http.get(at + "/rooms/b").text();
            assertThat(Http.get(at + "/fail").send().status()).isEqualTo(503);
            assertThat(Http.get(at + "/none").send().status()).isEqualTo(404);
            assertThat(count(registry, "method", "GET", "uri", "/rooms/{room}", "status", "200", "outcome", "SUCCESS"))
                    .isEqualTo(2);
            assertThat(count(registry, "uri", "/fail", "status", "503", "outcome", "SERVER_ERROR"))
                    .isEqualTo(1);
            assertThat(count(registry, "uri", "NONE", "status", "404", "outcome", "CLIENT_ERROR"))
                    .isEqualTo(1);
            assertThat(registry.get("jevent.http.connections")
                            .tag("server", "web")
                            .gauge()
                            .value())
                    .isPositive();
            assertThat(registry.get("jevent.http.requests")
                            .tag("server", "web")
                            .gauge()
                            .value())
                    .isZero();
        }
    }

    @Test
    void methodsThatAClientInventsShareATag() throws Exception {
        var registry = new SimpleMeterRegistry();
        Routes routes = routes(registry)
                .get(
                        "/old",
                        (q, r) -> r.status(302).header("Location", "/rooms/a").send(""));
        try (HttpServer server = serve(routes)) {
            String at = "http://127.0.0.1:" + server.port();
            var http = Http.with(HubHttpClient.newHttpClient());
            assertThat(http.call("BREW", at + "/coffee").send().status()).isEqualTo(404);
            assertThat(http.call("MIX", at + "/coffee").send().status()).isEqualTo(404);
            Http.get(at + "/old").text();
            assertThat(count(registry, "method", "OTHER", "uri", "NONE")).isEqualTo(2);
            assertThat(count(registry, "uri", "/old", "status", "302", "outcome", "REDIRECTION"))
                    .isEqualTo(1);
            assertThat(count(registry, "uri", "/rooms/{room}", "outcome", "SUCCESS"))
                    .isEqualTo(1);
        }
    }

    @Test
    void hubsAreMeasuredWhileTheyAreOpen() throws Exception {
        var registry = new SimpleMeterRegistry();
        try (var metrics = new HubMetrics()) {
            metrics.bindTo(registry);
            Jevent.spawn(() -> {}).join();
            assertThat(registry.get("jevent.switches")
                            .tag("hub", hub.name())
                            .functionCounter()
                            .count())
                    .isPositive();
            assertThat(registry.get("jevent.greenlets")
                            .tag("hub", hub.name())
                            .gauge()
                            .value())
                    .isNotNegative();
            assertThat(registry.get("jevent.hubs").gauge().value()).isPositive();
            var name = new String[1];
            Thread other = Thread.ofPlatform().start(() -> {
                try (Hub own = Hub.current()) {
                    name[0] = own.name();
                    assertThat(registry.get("jevent.greenlets")
                                    .tag("hub", own.name())
                                    .gauge())
                            .isNotNull();
                }
            });
            other.join();
            assertThat(registry.find("jevent.greenlets").tag("hub", name[0]).gauge())
                    .isNull();
            metrics.watch("own", ThreadPool.ofHub(), registry);
            ThreadPool.ofHub().apply(() -> true);
            assertThat(registry.get("jevent.pool.threads")
                            .tag("pool", "own")
                            .gauge()
                            .value())
                    .isPositive();
        }
    }

    @Test
    void codeThatBlocksAHubIsMeasured() {
        var registry = new SimpleMeterRegistry();
        try (var metrics = new HubMetrics();
                var _ = BlockingMonitor.start(Duration.ofMillis(1))) {
            metrics.bindTo(registry);
            hub.setErrorStream(new PrintStream(OutputStream.nullOutputStream()));
            Jevent.spawn(() -> {
                        while (registry.find("jevent.blocked").timer() == null) {
                            Thread.onSpinWait(); // holds the hub until that is seen
                        }
                    })
                    .join();
            assertThat(registry.get("jevent.blocked")
                            .tag("hub", hub.name())
                            .timer()
                            .totalTime(TimeUnit.NANOSECONDS))
                    .isPositive();
        }
    }

    @Test
    void aHoldCountsOnceHoweverOftenItIsReported() {
        var registry = new SimpleMeterRegistry();
        Map<Long, Duration> longest = new ConcurrentHashMap<>();
        var wrong = new ConcurrentLinkedQueue<String>();
        // told after the meters, on the same thread
        Consumer<BlockingReport> listener = report -> {
            longest.put(report.hold(), report.time());
            double sum =
                    longest.values().stream().mapToDouble(Duration::toNanos).sum();
            double total = registry.get("jevent.blocked").timer().totalTime(TimeUnit.NANOSECONDS);
            if (total != sum) {
                wrong.add(total + " instead of " + sum + " after " + report);
            }
        };
        try (var metrics = new HubMetrics();
                var _ = BlockingMonitor.start(Duration.ofMillis(1))) {
            metrics.bindTo(registry);
            BlockingMonitor.addListener(listener);
            hub.setErrorStream(new PrintStream(OutputStream.nullOutputStream()));
            for (int reports : new int[] {2, 4}) {
                Jevent.spawn(() -> {
                            while (reported(registry) < reports) {
                                Thread.onSpinWait(); // holds the hub until that is seen
                            }
                        })
                        .join();
            }
        } finally {
            BlockingMonitor.removeListener(listener);
        }
        assertThat(longest).isNotEmpty();
        assertThat(wrong).isEmpty();
    }

    private static long reported(MeterRegistry registry) {
        Timer timer = registry.find("jevent.blocked").timer();
        return timer == null ? 0 : timer.count();
    }

    @Test
    void prometheusReadsThePage() throws Exception {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (var metrics = new HubMetrics();
                HttpServer server = serve(routes(registry).get("/metrics", new PrometheusEndpoint(registry)))) {
            metrics.bindTo(registry);
            String at = "http://127.0.0.1:" + server.port();
            Http.get(at + "/rooms/a").text();
            assertThat(Http.get(at + "/metrics").text())
                    .contains(
                            "http_server_requests_seconds_count{method=\"GET\",outcome=\"SUCCESS\",status=\"200\",uri=\"/rooms/{room}\"} 1")
                    .contains("jevent_switches_total{hub=\"" + hub.name() + "\"}")
                    .doesNotContain("# EOF");
            assertThat(Http.get(at + "/metrics")
                            .header("Accept", "application/openmetrics-text")
                            .text())
                    .endsWith("# EOF\n");
        }
    }
}
