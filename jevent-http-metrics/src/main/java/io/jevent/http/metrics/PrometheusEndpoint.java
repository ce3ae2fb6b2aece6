// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.metrics;

import io.jevent.http.Handler;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;

/**
 * Responds with all meters of a registry, as Prometheus reads them: in its text format, or in that of OpenMetrics if it
 * asks for it. Do not show it to everybody: the names of routes tell what a service can do.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class PrometheusEndpoint implements Handler {

    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    /**
     * Creates a handler.
     *
     * @param registry the registry
     */
    public PrometheusEndpoint(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void handle(Request request, Response response) throws IOException {
        String type = response.negotiate(TEXT, OPEN_METRICS);
        response.send(registry.scrape(type));
    }
}
