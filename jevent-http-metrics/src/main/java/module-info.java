// SPDX-License-Identifier: Apache-2.0
/** Meters of hubs, servers and requests for Micrometer. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Micrometer's jars
module io.jevent.http.metrics {
    requires transitive io.jevent.http;
    requires transitive micrometer.core;
    requires static micrometer.registry.prometheus;
    requires static org.jspecify;

    exports io.jevent.http.metrics;
}
