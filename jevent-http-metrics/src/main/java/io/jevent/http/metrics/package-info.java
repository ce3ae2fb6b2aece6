// SPDX-License-Identifier: Apache-2.0
/**
 * Meters for Micrometer: {@link io.jevent.http.metrics.HubMetrics HubMetrics} of hubs and what blocks them,
 * {@link io.jevent.http.metrics.HttpMetrics HttpMetrics} of servers and requests, and
 * {@link io.jevent.http.metrics.PrometheusEndpoint PrometheusEndpoint}, the page that Prometheus reads.
 */
@NullMarked
package io.jevent.http.metrics;

import org.jspecify.annotations.NullMarked;
