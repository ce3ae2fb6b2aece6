// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.util.List;
import java.util.Optional;

/** The rows there are, in the order in which they run. */
final class Rows {

    private static final int MILLION = 1_000_000;

    static final List<Row> ALL = List.of(
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
                    "wake-latency",
                    Metric.cost("ns"),
                    "one message from another thread to an idle hub, until the greenlet runs (median)",
                    new Plan(500, 500, 1000, 3, 3),
                    2),
            new Row(
                    "patched-socket",
                    Metric.cost("ns/round trip"),
                    "16 bytes there and back between two greenlets over a socket of the JDK",
                    new Plan(20_000, 2_000, 3000, 5, 3),
                    1),
            new Row(
                    "redis",
                    Metric.cost("cpu-ns/command"),
                    "SET and GET by 100 greenlets over a connection each, processor time of the client",
                    new Plan(100_000, 10_000, 5000, 5, 2),
                    1));

    private Rows() {}

    /** Returns the row of that name. */
    static Optional<Row> named(String name) {
        return ALL.stream().filter(row -> row.name().equals(name)).findFirst();
    }
}
