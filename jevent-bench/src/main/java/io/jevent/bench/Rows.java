// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rows there are, in the order in which they run. */
final class Rows {

    private static final int MILLION = 1_000_000;

    private static final List<Row> CORE = List.of(
            new Row(
                    "switch",
                    Metric.cost("ns/switch"),
                    "sleep(0) by two greenlets in turn",
                    new Plan(MILLION, MILLION / 10, 1500, 7, 3),
                    1),
            new Row(
                    "queue",
                    Metric.cost("ns/message"),
                    "one message back and forth between two greenlets over two queues",
                    new Plan(MILLION, MILLION / 10, 1500, 7, 3),
                    1),
            new Row(
                    "spawn",
                    Metric.cost("ns/greenlet"),
                    "100,000 greenlets that return at once: spawn all, join all",
                    new Plan(100_000, 20_000, 1500, 7, 3),
                    1),
            new Row(
                    "parked-bytes",
                    Metric.cost("bytes/greenlet"),
                    "memory of a greenlet that waits on an event, 100,000 of them",
                    new Plan(100_000, 20_000, 3000, 5, 1),
                    1),
            new Row(
                    "million",
                    Metric.cost("s"),
                    "1,000,000 greenlets start, wait on an event and finish, in a cold process",
                    new Plan(MILLION, MILLION, 0, 1, 3),
                    1),
            new Row(
                    "timers",
                    Metric.cost("ns/timer"),
                    "1,000,000 timers started, then each cancelled",
                    new Plan(MILLION, MILLION / 5, 3000, 5, 2),
                    1),
            new Row(
                    "sleepers",
                    Metric.cost("cpu-ns/sleeper"),
                    "1,000,000 sleepers of random length, start to end, processor time",
                    new Plan(MILLION, MILLION / 20, 1, 3, 1),
                    1),
            new Row(
                    "cross-thread",
                    Metric.cost("ns/message"),
                    "messages from another thread to a waiting greenlet, one after the other",
                    new Plan(MILLION, MILLION / 10, 1500, 7, 3),
                    2),
            new Row(
                    "cross-hub",
                    Metric.cost("ns/message"),
                    "messages from a greenlet of one hub to a greenlet of another hub",
                    new Plan(MILLION, MILLION / 10, 1500, 7, 3),
                    2),
            new Row(
                    "wake-latency",
                    Metric.cost("ns"),
                    "one message from another thread to an idle hub, until the greenlet runs (median)",
                    new Plan(500, 500, 1000, 3, 3),
                    2),
            new Row(
                    "sim",
                    Metric.cost("ns/schedule"),
                    "a simulated test of five greenlets that yield four times each, in many schedules",
                    new Plan(20_000, 2_000, 3000, 5, 3),
                    1),
            new Row(
                    "sim-stuck",
                    Metric.cost("ns/test"),
                    "tests in a closed world that get stuck, until each has failed with its report",
                    new Plan(5_000, 500, 3000, 5, 3),
                    1),
            new Row(
                    "sim-nodes",
                    Metric.rate("simulated minutes/minute"),
                    "five nodes of a simulation send a heartbeat to each other ten times a second, with faults",
                    new Plan(10, 1, 3000, 5, 3),
                    1),
            new Row(
                    "sim-history",
                    Metric.cost("ms/history"),
                    "the check whether 10,000 operations of ten clients on ten keys are linearizable",
                    new Plan(10_000, 1_000, 1000, 5, 3),
                    1));

    private static final List<Row> FOREIGN = List.of(
            new Row(
                    "patched-socket",
                    Metric.cost("ns/round trip"),
                    "16 bytes there and back between two greenlets over a socket of the JDK",
                    new Plan(20_000, 2_000, 3000, 5, 3),
                    1),
            new Row(
                    "agent-start",
                    Metric.cost("ms/program"),
                    "a JVM starts an empty program with an AOT cache, patches all, and ends",
                    new Plan(5, 5, 1, 5, 2),
                    2),
            new Row(
                    "agent-cost",
                    Metric.cost("ns/round trip"),
                    "16 bytes there and back between two platform threads, in a JVM in which all is patched",
                    new Plan(20_000, 20_000, 3000, 7, 3),
                    2),
            new Row(
                    "redis",
                    Metric.cost("cpu-ns/command"),
                    "SET and GET by 100 greenlets over a connection each, processor time of the client",
                    new Plan(100_000, 10_000, 15_000, 5, 2),
                    1),
            new Row(
                    "zmq-req-rep",
                    Metric.cost("ns/round-trip"),
                    "ZeroMQ: questions and answers of 20 REQ and 20 REP sockets in one process, inproc",
                    new Plan(100_000, 10_000, 6000, 5, 3),
                    2),
            new Row(
                    "zmq-push-pull",
                    Metric.cost("ns/message"),
                    "ZeroMQ: messages of 100 bytes from a PUSH to a PULL socket in one process, inproc",
                    new Plan(MILLION, MILLION / 10, 6000, 5, 3),
                    2),
            new Row(
                    "zmq-req-rep-tcp",
                    Metric.cost("ns/round-trip"),
                    "ZeroMQ: questions and answers of 20 REQ and 20 REP sockets in one process, TCP",
                    new Plan(100_000, 10_000, 6000, 5, 3),
                    2),
            new Row(
                    "zmq-push-pull-tcp",
                    Metric.cost("ns/message"),
                    "ZeroMQ: messages of 100 bytes from a PUSH to a PULL socket in one process, TCP",
                    new Plan(MILLION, MILLION / 10, 6000, 5, 3),
                    2));

    private static final List<Row> NET = List.of(
            new Row(
                    "echo",
                    Metric.rate("requests/cpu-s"),
                    "64 connections, one request of 64 bytes each at a time, processor time of the server on one core",
                    new Plan(204_800, 40_960, 4000, 5, 3),
                    1,
                    Optional.of("echo")),
            new Row(
                    "round-trip",
                    Metric.cost("ns"),
                    "one connection, one request of 64 bytes after the other, until the answer is here (median)",
                    new Plan(20_000, 10_000, 3000, 5, 3),
                    1,
                    Optional.of("echo")),
            new Row(
                    "idle-connections",
                    Metric.cost("bytes/connection"),
                    "memory of a connection that was used and is idle, as many as the limit of open files lets",
                    new Plan(19_000, 19_000, 0, 1, 2),
                    1,
                    Optional.of("echo")),
            new Row(
                    "two-hubs",
                    Metric.rate("requests/s"),
                    "64 connections whose handlers compute, by the clock, two hubs on two processors",
                    new Plan(20_000, 20_000, 3000, 3, 3),
                    2,
                    Optional.of("compute")),
            new Row(
                    "bulk",
                    Metric.rate("MB/cpu-s"),
                    "2 GiB over one connection to the server and 2 GiB back, processor time of the server on one core",
                    new Plan(32_768, 32_768, 3000, 3, 3),
                    1,
                    Optional.of("bulk")));

    private static final List<Row> HTTP = List.of(
            new Row(
                    "plaintext",
                    Metric.rate("requests/cpu-s"),
                    "GET over 64 connections that are kept, by wrk, processor time of the server on one core",
                    new Plan(300_000, 300_000, 3000, 5, 3),
                    1,
                    Optional.of("http")),
            new Row(
                    "wsgi",
                    Metric.rate("requests/cpu-s"),
                    "the same, answered by an application in the way of WSGI",
                    new Plan(300_000, 300_000, 3000, 5, 3),
                    1,
                    Optional.of("wsgi")),
            new Row(
                    "pipelined",
                    Metric.rate("requests/cpu-s"),
                    "GET over 64 connections with 16 requests under way each, by wrk",
                    new Plan(300_000, 300_000, 3000, 5, 3),
                    1,
                    Optional.of("http")),
            new Row(
                    "h2-plaintext",
                    Metric.rate("requests/cpu-s"),
                    "GET in HTTP/2 over 8 connections with 32 streams each, by h2load",
                    new Plan(300_000, 300_000, 3000, 5, 3),
                    1,
                    Optional.of("http2")),
            new Row(
                    "client-h1",
                    Metric.cost("cpu-ns/request"),
                    "GET in HTTP/1.1 by 64 greenlets over kept connections, processor time of the client",
                    new Plan(64_000, 64_000, 5000, 5, 3),
                    1),
            new Row(
                    "client-h2",
                    Metric.cost("cpu-ns/request"),
                    "GET in HTTP/2 with TLS by 64 greenlets over one connection, processor time of the client",
                    new Plan(64_000, 64_000, 5000, 5, 3),
                    1),
            new Row(
                    "https-plaintext",
                    Metric.rate("requests/cpu-s"),
                    "GET by TLS of the JDK over 64 connections that are kept, by wrk",
                    new Plan(300_000, 300_000, 3000, 5, 3),
                    1,
                    Optional.of("https")),
            new Row(
                    "h2-tls",
                    Metric.rate("requests/cpu-s"),
                    "GET in HTTP/2 by TLS of the JDK over 8 connections with 32 streams each, by h2load",
                    new Plan(300_000, 300_000, 3000, 5, 3),
                    1,
                    Optional.of("http2-tls")),
            new Row(
                    "ab",
                    Metric.rate("requests/cpu-s"),
                    "ab -n 10000 -c 100: a connection for each request",
                    new Plan(10_000, 10_000, 3000, 5, 3),
                    1,
                    Optional.of("http")),
            new Row(
                    "idle-memory",
                    Metric.cost("bytes/connection"),
                    "memory of an HTTP connection that is kept and idle, 10,000 of them",
                    new Plan(10_000, 10_000, 0, 1, 2),
                    1,
                    Optional.of("http")),
            new Row(
                    "http-two-hubs",
                    Metric.rate("requests/s"),
                    "handlers that compute, by wrk and by the clock, two hubs on two processors",
                    new Plan(300_000, 300_000, 3000, 3, 3),
                    2,
                    Optional.of("http-compute")),
            new Row(
                    "websocket-echo",
                    Metric.rate("messages/cpu-s"),
                    "WebSocket: 64 connections, one message of 64 bytes each at a time, processor time of the server"
                            + " on one core",
                    new Plan(204_800, 204_800, 4000, 5, 3),
                    1,
                    Optional.of("web-socket")),
            new Row(
                    "broadcast",
                    Metric.rate("deliveries/cpu-s"),
                    "WebSocket: messages of 64 bytes to 5,000 connections, processor time of the server on one core",
                    new Plan(500_000, 500_000, 4000, 5, 3),
                    1,
                    Optional.of("broadcast")));

    /** Those on Python, which run only when they are named: they need engines that the launcher fetches. */
    private static final List<Row> PYTHON = List.of(
            new Row(
                    "py-switch",
                    Metric.cost("cpu-ns/switch"),
                    "Python: sleep(0) by two greenlets in turn, processor time",
                    new Plan(MILLION, MILLION / 2, 10_000, 5, 2),
                    1),
            new Row(
                    "py-queue",
                    Metric.cost("cpu-ns/message"),
                    "Python: one message back and forth between two greenlets over two queues, processor time",
                    new Plan(MILLION, MILLION / 4, 10_000, 5, 2),
                    1),
            new Row(
                    "py-spawn",
                    Metric.cost("cpu-ns/greenlet"),
                    "Python: greenlets that return at once, 10,000 at a time: spawn all, join all, processor time",
                    new Plan(200_000, 100_000, 10_000, 5, 2),
                    1),
            new Row(
                    "py-http",
                    Metric.rate("requests/cpu-s"),
                    "Python: pywsgi answers GET over 64 connections that are kept, by wrk, on one core",
                    new Plan(300_000, 300_000, 15_000, 5, 2),
                    1,
                    Optional.of("py-http")),
            new Row(
                    "py-flask",
                    Metric.rate("requests/cpu-s"),
                    "Python: the same by a view of Flask",
                    new Plan(300_000, 300_000, 30_000, 5, 2),
                    1,
                    Optional.of("py-flask")),
            new Row(
                    "py-two-hubs",
                    Metric.rate("requests/s"),
                    "Python: handlers that compute, by wrk and by the clock, two hubs on two processors",
                    new Plan(300_000, 300_000, 20_000, 3, 2),
                    2,
                    Optional.of("py-compute")),
            new Row(
                    "py-start",
                    Metric.cost("ms/program"),
                    "Python: a program that prints a line from a greenlet, from the command to its end",
                    new Plan(1, 1, 0, 5, 1),
                    2));

    /** All but those on clusters and on Python, in the order in which they run. */
    static final List<Row> ALL = Stream.of(CORE, NET, HTTP, MoreRows.GROWTH, MoreRows.USERS, FOREIGN)
            .flatMap(List::stream)
            .toList();

    private Rows() {}

    /** {@return all rows} */
    static Stream<Row> everything() {
        return Stream.of(ALL, ClusterRows.ALL, PYTHON).flatMap(List::stream);
    }

    /** Returns the rows that a name stands for: one row, a group of rows, or none. */
    static List<Row> called(String name) {
        return switch (name) {
            case "core" -> CORE;
            case "net" -> NET;
            case "http" -> HTTP;
            case "growth" -> MoreRows.GROWTH;
            case "users" -> MoreRows.USERS;
            case "http2" ->
                namedAll("h2-plaintext", "h2-tls", "https-plaintext", "json", "multipart", "upload", "download");
            case "client" -> namedAll("client-h1", "client-h2");
            case "foreign" -> FOREIGN;
            case "cluster" -> ClusterRows.ALL;
            case "python" -> PYTHON;
            default -> named(name).stream().toList();
        };
    }

    private static List<Row> namedAll(String... names) {
        return Stream.of(names).map(name -> named(name).orElseThrow()).toList();
    }

    /** Returns the row of that name. */
    static Optional<Row> named(String name) {
        return everything().filter(row -> row.name().equals(name)).findFirst();
    }
}
