// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.cluster.Cluster;
import io.jevent.cluster.Subscription;
import io.jevent.tests.contract.Scene.Trait;
import java.util.List;

/** The blocking calls of {@code io.jevent.cluster}, on one hub. */
final class ClusterCalls {

    private ClusterCalls() {}

    static List<BlockingCall> all() {
        return List.of(
                new BlockingCall("Subscription.get", _ -> getting())
                        .covers(Subscription.class, "get()", "get(Duration)"),
                new BlockingCall("Cluster.awaitEnd", _ -> awaitingEnd()).covers(Cluster.class, "awaitEnd()"));
    }

    private static Scene getting() {
        Cluster cluster = Cluster.local();
        Subscription<String> news = cluster.<String>topic("news").subscribe();
        return Scene.on(news)
                .block(news::get)
                .limited(limit -> news.get(limit).isPresent())
                .wake(() -> cluster.<String>topic("news").publish("it rains"))
                .end(cluster::close)
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    private static Scene awaitingEnd() {
        Cluster cluster = Cluster.local();
        return Scene.on(cluster)
                .block(cluster::awaitEnd)
                .wake(cluster::close)
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }
}
