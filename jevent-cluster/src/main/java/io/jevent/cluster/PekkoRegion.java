// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.Timeout;
import io.jevent.cluster.ClusterReport.ActorLoad;
import io.jevent.cluster.Parcel.ToActor;
import io.jevent.event.AsyncResult;
import io.jevent.hub.Durations;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.pattern.Patterns;
import org.jspecify.annotations.Nullable;
import scala.concurrent.duration.FiniteDuration;

/** Brings messages to the actors of one name by a shard region, or to a singleton by its proxy. */
final class PekkoRegion<M, R extends @Nullable Object> implements Region<M, R> {

    private final Node node;
    private final String name;
    private final ActorRef target;
    private final ActorRef replies;
    private final Load load;

    PekkoRegion(Node node, String name, ActorRef target, ActorRef replies, Load load) {
        this.node = node;
        this.name = name;
        this.target = target;
        this.replies = replies;
        this.load = load;
    }

    @Override
    public void tell(String key, M message) {
        node.checkOpen();
        target.tell(new ToActor(key, 0, message), ActorRef.noSender());
    }

    @Override
    public Runnable ask(String key, M message, Reply reply) {
        node.checkOpen();
        Hub asking = Hub.ifCurrent();
        if (asking != null) {
            asking.retain();
        }
        long id = node.await(reply);
        target.tell(new ToActor(key, id, message), replies);
        return () -> {
            node.forget(id);
            if (asking != null) {
                asking.release();
            }
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return load.actors();
    }

    @Override
    public Map<String, Integer> sizes(Duration limit) {
        node.checkOpen();
        var question =
                new ShardRegion.GetClusterShardingStats(new FiniteDuration(limit.toNanos(), TimeUnit.NANOSECONDS));
        AsyncResult<Object> answer = AsyncResult.of(Patterns.ask(target, question, limit));
        Hub asking = Hub.ifCurrent();
        if (asking != null) {
            asking.retain();
        }
        try {
            if (!answer.joinNanos(Durations.nanos(limit, "limit"))) {
                throw Timeout.expired(limit);
            }
        } finally {
            if (asking != null) {
                asking.release();
            }
        }
        var sizes = new TreeMap<String, Integer>();
        if (answer.result() instanceof ShardRegion.ClusterShardingStats all) {
            all.getRegions().forEach((address, shards) -> sizes.put(ClusterStart.hostPort(address), sum(shards)));
        }
        return sizes;
    }

    private static int sum(ShardRegion.ShardRegionStats shards) {
        int sum = 0;
        for (Object size : shards.getStats().values()) {
            sum += (Integer) size;
        }
        return sum;
    }

    @Override
    public ActorLoad load() {
        return load.report(name);
    }
}
