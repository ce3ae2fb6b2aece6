// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.backplane.BackplaneSubscription;
import io.jevent.backplane.Subscribers;
import io.jevent.cluster.ActorOptions;
import io.jevent.cluster.ActorRef;
import io.jevent.cluster.Cluster;
import io.jevent.cluster.Subscription;
import io.jevent.event.Event;
import io.jevent.tests.contract.Scene.Trait;
import java.time.Duration;
import java.util.List;

/** The blocking calls of {@code io.jevent.cluster} and of backplanes, on one hub. */
final class ClusterCalls {

    private static final Duration FOR_EVER = Duration.ofDays(1);

    private ClusterCalls() {}

    static List<BlockingCall> all() {
        return List.of(
                new BlockingCall("Subscription.get", _ -> getting())
                        .covers(Subscription.class, "get()", "get(Duration)"),
                new BlockingCall("BackplaneSubscription.await", _ -> awaitingMessages())
                        .covers(BackplaneSubscription.class, "await(Duration)"),
                new BlockingCall("ActorRef.ask", _ -> asking()).covers(ActorRef.class, "ask(Object, Duration)"),
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

    private static Scene awaitingMessages() {
        var subscribers = new Subscribers(new Subscribers.Channels() {
            @Override
            public void opened(String channel) {
                // connected by the row
            }

            @Override
            public void closed(String channel) {
                // nothing is open
            }
        });
        BackplaneSubscription subscription = subscribers.add("news", _ -> {});
        return Scene.on(subscription)
                .block(() -> subscription.await(FOR_EVER))
                .limited(subscription::await)
                .wake(() -> subscribers.connected("news"))
                .end(subscribers::close)
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }

    private static Scene asking() {
        Cluster cluster = Cluster.local();
        var gate = new Event();
        ActorRef<String, String> slow = cluster.<String, String>actors(
                        "slow",
                        _ -> question -> {
                            gate.await();
                            return question;
                        },
                        ActorOptions.DEFAULT.withIdle(Duration.ZERO))
                .get("a");
        return Scene.on(List.of())
                .block(() -> slow.ask("well?", FOR_EVER))
                .limited(limit -> CoreCalls.unlessExpired(limit, () -> slow.ask("well?", limit)))
                .wake(gate::set)
                .end(() -> {
                    gate.set();
                    cluster.close();
                })
                .with(Trait.REMEMBERS);
    }

    private static Scene awaitingEnd() {
        Cluster cluster = Cluster.local();
        return Scene.on(cluster)
                .block(cluster::awaitEnd)
                .wake(cluster::close)
                .with(Trait.REMEMBERS, Trait.WAKES_FROM_HUB);
    }
}
