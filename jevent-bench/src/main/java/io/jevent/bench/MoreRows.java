// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.util.List;
import java.util.Optional;

/** The rows about many connections, and about what users run. */
final class MoreRows {

    private static final Plan WRK = new Plan(300_000, 300_000, 3000, 5, 3);
    private static final Plan GIGABYTE = new Plan(16_384, 16_384, 2000, 3, 3);
    private static final Plan MANY = new Plan(200_000, 200_000, 6000, 5, 2);
    private static final Plan LATENCY = new Plan(100_000, 10_000, 0, 3, 3);

    private static final Metric PER_CPU = Metric.rate("requests/cpu-s");
    private static final Metric P99 = Metric.cost("us");

    /** The cost against the number of connections. */
    static final List<Row> GROWTH = List.of(
            row(
                    "first-wave",
                    Metric.cost("ms"),
                    "10,000 HTTP connections arrive, then each is served once, by a cold server, by the clock",
                    new Plan(10_000, 10_000, 0, 1, 5),
                    "http"),
            row("plaintext-1k", PER_CPU, "plaintext over 1,000 connections", WRK, "http"),
            row("plaintext-5k", PER_CPU, "plaintext over 5,000 connections", WRK, "http"),
            row("echo-5k", PER_CPU, "echo over 5,000 connections", MANY, "echo"),
            row(
                    "websocket-5k",
                    Metric.rate("messages/cpu-s"),
                    "websocket-echo over 5,000 connections",
                    MANY,
                    "web-socket"));

    /** Databases, documents, files, latency and the start. */
    static final List<Row> USERS = List.of(
            row("json", PER_CPU, "POST of a JSON document of ten orders, which comes back, by wrk", WRK, "json"),
            row("multipart", PER_CPU, "POST of a form with a field and a file of 64 KiB, by wrk", WRK, "multipart"),
            row(
                    "upload",
                    Metric.rate("MB/cpu-s"),
                    "a request with a body of 1 GiB, processor time of the server",
                    GIGABYTE,
                    "transfer"),
            row(
                    "download",
                    Metric.rate("MB/cpu-s"),
                    "a response with a body of 1 GiB, processor time of the server",
                    GIGABYTE,
                    "transfer"),
            row("tfb-json", PER_CPU, "TechEmpower: an object in JSON", WRK, "tfb"),
            row("tfb-db", PER_CPU, "TechEmpower: a row from PostgreSQL", WRK, "tfb"),
            row("tfb-queries", PER_CPU, "TechEmpower: 20 rows from PostgreSQL, each by a query", WRK, "tfb"),
            row("tfb-fortunes", PER_CPU, "TechEmpower: a page of 12 rows from PostgreSQL", WRK, "tfb"),
            row("tfb-updates", PER_CPU, "TechEmpower: 20 rows read from PostgreSQL and written back", WRK, "tfb"),
            row("latency-30", P99, "p99 under an open-loop load at 30 % of capacity", LATENCY, "latency"),
            row("latency-60", P99, "p99 under an open-loop load at 60 % of capacity", LATENCY, "latency"),
            row("latency-80", P99, "p99 under an open-loop load at 80 % of capacity", LATENCY, "latency"),
            row("gc", P99, "latency-60 beside 100,000 idle greenlets", LATENCY, "gc"),
            new Row(
                    "all-cores",
                    PER_CPU,
                    "plaintext by servers on two hubs, loops or carriers",
                    WRK,
                    2,
                    Optional.of("http")),
            new Row(
                    "startup",
                    Metric.cost("ms/start"),
                    "a JVM with an HTTP server starts by an AOT cache, until its first response",
                    new Plan(3, 3, 1, 5, 2),
                    2));

    private MoreRows() {}

    private static Row row(String name, Metric metric, String what, Plan plan, String server) {
        return new Row(name, metric, what, plan, 1, Optional.of(server));
    }
}
