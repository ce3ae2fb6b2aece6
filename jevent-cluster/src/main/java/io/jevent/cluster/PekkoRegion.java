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

    private final Residents<M, R> residents;
    private final Node node;
    private final ActorRef target;
    private final ActorRef replies;

    PekkoRegion(Residents<M, R> residents, ActorRef target, ActorRef replies) {
        this.residents = residents;
        this.node = residents.node();
        this.target = target;
        this.replies = replies;
    }

    @Override
    public void tell(String key, M message) {
        node.checkOpen();
        if (!deliver(key, message, Reply.NONE)) {
            send(new ToActor(key, 0, message), ActorRef.noSender());
        }
    }

    /** Delivers a message without Pekko if its actor is on the hub of the caller. */
    private boolean deliver(String key, M message, Reply reply) {
        Occupied<M, R> resident = residents.find(key);
        if (resident == null || !resident.isDirect()) {
            return false;
        }
        resident.deliver(new Delivery<>(message, reply));
        return true;
    }

    private void send(ToActor parcel, ActorRef sender) {
        Occupied<M, R> resident = residents.find(parcel.key());
        if (resident != null) {
            resident.passes(parcel);
        }
        target.tell(parcel, sender);
    }

    @Override
    public Runnable ask(String key, M message, Reply reply) {
        node.checkOpen();
        if (deliver(key, message, reply)) {
            return () -> {};
        }
        Hub asking = Hub.ifCurrent();
        if (asking != null) {
            asking.retain();
        }
        long id = node.await(reply);
        send(new ToActor(key, id, message), replies);
        return () -> {
            node.forget(id);
            if (asking != null) {
                asking.release();
            }
        };
    }

    @Override
    public String name() {
        return residents.kind().name();
    }

    @Override
    public int size() {
        return residents.kind().load().actors();
    }

    @Override
    public Map<String, Map<String, Integer>> shards(Duration limit) {
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
        var shards = new TreeMap<String, Map<String, Integer>>();
        if (answer.result() instanceof ShardRegion.ClusterShardingStats all) {
            all.getRegions().forEach((address, region) -> shards.put(ClusterStart.hostPort(address), sizes(region)));
        }
        return shards;
    }

    private static Map<String, Integer> sizes(ShardRegion.ShardRegionStats region) {
        var sizes = new TreeMap<String, Integer>();
        region.getStats().forEach((shard, size) -> sizes.put(shard, (Integer) size));
        return sizes;
    }

    @Override
    public ActorLoad load() {
        return residents.kind().load().report(name());
    }
}
