// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench;

import java.util.List;

/** The rows about clusters, which run only when they are named. */
final class ClusterRows {

    static final List<Row> ALL = List.of(
            new Row(
                    "cluster-tell",
                    Metric.cost("ns/message"),
                    "messages of 64 bytes told to actors on another node of the same process, over loopback",
                    new Plan(100_000, 100_000, 10_000, 5, 3),
                    2),
            new Row(
                    "cluster-ask",
                    Metric.cost("ns/ask"),
                    "asks with 64 bytes by 64 askers to actors on another node of the same process, over loopback",
                    new Plan(100_000, 100_000, 10_000, 5, 3),
                    2),
            new Row(
                    "cluster-local-ask",
                    Metric.cost("ns/ask"),
                    "asks by 64 askers to actors by key on the same node",
                    new Plan(500_000, 500_000, 8_000, 5, 3),
                    2),
            new Row(
                    "cluster-idle",
                    Metric.cost("bytes/actor"),
                    "memory of an actor by key that was asked once and is idle, 50,000 of them",
                    new Plan(50_000, 50_000, 0, 3, 2),
                    2),
            new Row(
                    "cluster-many",
                    Metric.cost("s"),
                    "100,000 actors by key on three nodes, each created by an ask, in a cold process",
                    new Plan(100_000, 100_000, 0, 1, 3),
                    2),
            new Row(
                    "cluster-failover",
                    Metric.cost("s"),
                    "kill -9 of one of three nodes, until the new owner of its actor has answered, by default settings",
                    new Plan(1, 1, 0, 1, 5),
                    2));

    private ClusterRows() {}
}
