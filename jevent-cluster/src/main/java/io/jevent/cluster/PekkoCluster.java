// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.event.AsyncResult;
import io.jevent.hub.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.cluster.pubsub.DistributedPubSub;
import org.apache.pekko.cluster.pubsub.DistributedPubSubMediator;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.singleton.ClusterSingletonManager;
import org.apache.pekko.cluster.singleton.ClusterSingletonManagerSettings;
import org.apache.pekko.cluster.singleton.ClusterSingletonProxy;
import org.apache.pekko.cluster.singleton.ClusterSingletonProxySettings;
import org.jspecify.annotations.Nullable;

/** A node of a cluster of Pekko's. */
final class PekkoCluster implements Cluster, Channels {

    private static final int SHARDS = 100;
    private static final Duration LEAVE = Duration.ofMinutes(2);

    private final ActorSystem system;
    private final Node node;
    private final boolean stores;
    private final ActorRef replies;
    private final SharedData shared;
    private final Map<String, PekkoRegion<?, ?>> regions = new ConcurrentHashMap<>();
    private final AtomicBoolean released = new AtomicBoolean();

    /** Wraps a system that is a member. The hub waits for messages from now on. */
    PekkoCluster(ActorSystem system, Node node, boolean stores) {
        this.stores = stores;
        this.system = system;
        this.node = node;
        this.replies = system.actorOf(ReplyActor.props(node));
        this.shared = new SharedData(system, node);
        node.hub().retain();
        org.apache.pekko.cluster.Cluster.get(system)
                .registerOnMemberRemoved(() -> ended("the cluster has removed this node"));
        var _ = system.getWhenTerminated().thenRun(() -> ended("this node has left the cluster"));
    }

    private void ended(String why) {
        node.close(why);
        if (released.compareAndSet(false, true)) {
            node.hub().release();
        }
    }

    @Override
    public <M, R extends @Nullable Object> Actors<M, R> actors(
            String name, Function<String, ? extends KeyedActor<M, R>> factory, ActorOptions options) {
        return new Actors<>(sharded(new ActorKind<M, R>(name, factory, options, false)));
    }

    @Override
    public <M, R extends @Nullable Object, E> Actors<M, R> durable(
            String name, Function<String, ? extends DurableActor<M, R, E>> factory, ActorOptions options) {
        if (!stores) {
            throw new IllegalStateException("durable actors need ClusterOptions.storage, or storageInMemory in a test");
        }
        return new Actors<>(sharded(new ActorKind<M, R>(name, factory, options, true)));
    }

    private <M, R extends @Nullable Object> PekkoRegion<M, R> sharded(ActorKind<M, R> kind) {
        checkFree(kind.name());
        var size = new LongAdder();
        ClusterShardingSettings settings = ClusterShardingSettings.create(system)
                .withRememberEntities(kind.options().remembered());
        ClusterSharding sharding = ClusterSharding.get(system);
        ActorRef region = sharding.start(
                kind.name(),
                Entity.props(node, kind, size, true),
                settings,
                new Keys(),
                sharding.defaultShardAllocationStrategy(settings),
                Entity.Signal.STOP);
        return add(new PekkoRegion<>(node, kind.name(), region, replies, size));
    }

    private void checkFree(String name) {
        node.checkOpen();
        if (regions.containsKey(name)) {
            throw new IllegalArgumentException("there are actors of the name " + name);
        }
    }

    private <M, R extends @Nullable Object> PekkoRegion<M, R> add(PekkoRegion<M, R> region) {
        regions.put(region.name(), region);
        return region;
    }

    /** Finds the key of a message. */
    private static final class Keys extends ShardRegion.HashCodeMessageExtractor {

        Keys() {
            super(SHARDS);
        }

        @Override
        public @Nullable String entityId(Object message) {
            return message instanceof Parcel.ToActor parcel ? parcel.key() : null;
        }
    }

    @Override
    public <M, R extends @Nullable Object> io.jevent.cluster.ActorRef<M, R> singleton(
            String name, Function<String, ? extends KeyedActor<M, R>> factory) {
        checkFree(name);
        var kind = new ActorKind<M, R>(name, factory, ActorOptions.DEFAULT.withIdle(Duration.ZERO), false);
        var size = new LongAdder();
        ActorRef manager = system.actorOf(
                ClusterSingletonManager.props(
                        Entity.props(node, kind, size, false),
                        Entity.Signal.STOP,
                        ClusterSingletonManagerSettings.create(system)),
                "singleton-" + name);
        ActorRef proxy = system.actorOf(ClusterSingletonProxy.props(
                manager.path().toStringWithoutAddress(), ClusterSingletonProxySettings.create(system)));
        return new io.jevent.cluster.ActorRef<>(add(new PekkoRegion<>(node, name, proxy, replies, size)), name);
    }

    @Override
    public <T> Topic<T> topic(String name) {
        return new Topic<>(this, name);
    }

    @Override
    public void publish(String topic, Object message) {
        node.checkOpen();
        mediator()
                .tell(
                        new DistributedPubSubMediator.Publish(topic, new Parcel.Published(topic, message)),
                        ActorRef.noSender());
    }

    @Override
    public Runnable subscribe(String topic, Consumer<Object> receiver) {
        node.checkOpen();
        ActorRef subscriber = system.actorOf(TopicActor.props(node, receiver));
        mediator().tell(new DistributedPubSubMediator.Subscribe(topic, subscriber), subscriber);
        return () -> system.stop(subscriber);
    }

    private ActorRef mediator() {
        return DistributedPubSub.get(system).mediator();
    }

    @Override
    public Counter counter(String name) {
        return shared.counter(name);
    }

    @Override
    public Presence presence(String name) {
        return shared.presence(name);
    }

    @Override
    public boolean isUp() {
        return !node.isClosed();
    }

    /** The address of this node, {@code host:port}. */
    @Override
    public String address() {
        return ClusterStart.hostPort(
                org.apache.pekko.cluster.Cluster.get(system).selfAddress());
    }

    @Override
    public void close() {
        AsyncResult<?> left = AsyncResult.of(
                CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.actorSystemTerminateReason()));
        boolean _ = left.joinNanos(Durations.nanos(LEAVE, "limit"));
        ended("the cluster is closed");
    }

    @Override
    public String toString() {
        return "cluster node " + address();
    }
}
