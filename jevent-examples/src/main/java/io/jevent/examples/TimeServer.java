// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import com.google.gson.Gson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** An HTTP server on a free port of this machine that says the time, slowly. It runs on threads of its own. */
final class TimeServer implements AutoCloseable {

    private final Duration delay;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    TimeServer(Duration delay) throws IOException {
        this.delay = delay;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        InetSocketAddress bound = server.getAddress();
        return URI.create("http://" + bound.getAddress().getHostAddress() + ":" + bound.getPort() + "/");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String now = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        byte[] time = new Gson().toJson(Map.of("tz", "UTC", "datetime", now)).getBytes(StandardCharsets.UTF_8);
        long until = System.nanoTime() + delay.toNanos();
        for (long left; (left = until - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(left);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, time.length);
        try (var body = exchange.getResponseBody()) {
            body.write(time);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
