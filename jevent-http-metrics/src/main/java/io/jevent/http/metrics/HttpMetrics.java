// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.metrics;

import io.jevent.http.Filter;
import io.jevent.http.Handler;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.hub.CurrentGreenlet;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;

/**
 * A filter that measures requests: the timer {@code http.server.requests} with the tags {@code method}, {@code uri}
 * (the path of the route, with its variables, so there are few), {@code status} and {@code outcome}, as Spring Boot
 * names them. Add it first, so that it sees what other filters take.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class HttpMetrics implements Filter {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private final MeterRegistry registry;

    /**
     * Creates a filter.
     *
     * @param registry the registry
     */
    public HttpMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * Shows a server: the gauges {@code jevent.http.connections} and {@code jevent.http.requests}, both in this moment,
     * with the tag {@code server}.
     *
     * @param name the value of the tag
     * @param server the server
     * @return this
     */
    public HttpMetrics watch(String name, HttpServer server) {
        Gauge.builder("jevent.http.connections", server, HttpServer::handlers)
                .description("Open connections")
                .tag("server", name)
                .register(registry);
        Gauge.builder("jevent.http.requests", server, HttpServer::requests)
                .description("Requests in flight")
                .tag("server", name)
                .register(registry);
        return this;
    }

    @Override
    public void handle(Request request, Response response, Handler next) throws Exception {
        long begun = CurrentGreenlet.now();
        try {
            next.handle(request, response);
        } finally {
            record(request, response.status(), Duration.ofNanos(CurrentGreenlet.now() - begun));
        }
    }

    private void record(Request request, int status, Duration took) {
        String method = METHODS.contains(request.method()) ? request.method() : "OTHER"; // a client may invent names
        Timer.builder("http.server.requests")
                .description("Requests, from the filter to the return of the handler")
                .tag("method", method)
                .tag("uri", request.route().orElse("NONE"))
                .tag("status", Integer.toString(status))
                .tag("outcome", outcome(status))
                .register(registry)
                .record(took);
    }

    private static String outcome(int status) {
        return switch (status / 100) {
            case 1 -> "INFORMATIONAL";
            case 2 -> "SUCCESS";
            case 3 -> "REDIRECTION";
            case 4 -> "CLIENT_ERROR";
            default -> "SERVER_ERROR";
        };
    }
}
