// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.guides;

import io.jevent.http.AccessLog;
import io.jevent.http.Handler;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.http.Routes;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts of requests and greenlets, for Prometheus. */
final class Metrics {

    // @start region="program"
    private final Map<Integer, LongAdder> statuses = new ConcurrentSkipListMap<>(); // shared by all hubs
    private final LongAdder nanos = new LongAdder();

    void main() throws IOException {
        var routes = new Routes()
                .get("/hello", (_, response) -> response.send("hello"))
                .get(
                        "/metrics",
                        (_, response) ->
                                response.type("text/plain; version=0.0.4").send(metrics()))
                .filter(this::measure);
        try (var server = new HttpServer("127.0.0.1:0", routes, HttpOptions.DEFAULTS.log(AccessLog.NONE))) {
            server.start();
            get(server.port(), "/hello");
            get(server.port(), "/hello");
            IO.print(get(server.port(), "/metrics"));
        }
    }

    private void measure(Request request, Response response, Handler next) throws Exception {
        long start = System.nanoTime();
        try {
            next.handle(request, response);
        } finally {
            nanos.add(System.nanoTime() - start);
            statuses.computeIfAbsent(response.status(), _ -> new LongAdder()).increment();
        }
    }

    private String metrics() {
        var text = new StringBuilder();
        statuses.forEach((status, count) ->
                text.append("http_requests_total{status=\"%d\"} %d\n".formatted(status, count.sum())));
        text.append("http_request_seconds_total " + nanos.sum() / 1e9 + "\n");
        for (Hub hub : Hub.all()) {
            text.append("jevent_greenlets{hub=\"%s\"} %d\n".formatted(hub.name(), hub.greenletCount()));
            text.append("jevent_switches_total{hub=\"%s\"} %d\n".formatted(hub.name(), hub.switches()));
        }
        return text.toString();
    }

    private static String get(int port, String path) throws IOException {
        try (var in = URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
    // @end
}
