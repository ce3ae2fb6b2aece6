// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.backplane.Backplane;
import io.jevent.event.AsyncResult;
import io.jevent.hub.Durations;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
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

    /** The longest time that {@link #close} takes. */
    static final Duration LEAVE = Duration.ofMinutes(2);

    private final ActorSystem system;
    private final Node node;
    private final boolean stores;
    private final ActorRef replies;
    private final SharedData shared;
    private final Runnable unregister;
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
        this.unregister = ClusterBean.register(this);
        pekko().registerOnMemberRemoved(() -> ended("the cluster has removed this node"));
        var _ = system.getWhenTerminated().thenRun(() -> ended("this node has left the cluster"));
    }

    private void ended(String why) {
        node.close(why);
        if (released.compareAndSet(false, true)) {
            unregister.run();
            node.hub().release();
        }
    }

    @Override
    public <M, R extends @Nullable Object> Actors<M, R> actors(
            String name, Function<String, ? extends KeyedActor<M, R>> factory, ActorOptions options) {
        return new Actors<>(sharded(new ActorKind<M, R>(name, factory, options, false, new Load(node.drops()))));
    }

    @Override
    public <M, R extends @Nullable Object, E> Actors<M, R> durable(
            String name, Function<String, ? extends DurableActor<M, R, E>> factory, ActorOptions options) {
        if (!stores) {
            throw new IllegalStateException("durable actors need ClusterOptions.storage, or storageInMemory in a test");
        }
        return new Actors<>(sharded(new ActorKind<M, R>(name, factory, options, true, new Load(node.drops()))));
    }

    private <M, R extends @Nullable Object> PekkoRegion<M, R> sharded(ActorKind<M, R> kind) {
        checkFree(kind.name());
        ClusterShardingSettings settings = ClusterShardingSettings.create(system)
                .withRememberEntities(kind.options().remembered());
        ClusterSharding sharding = ClusterSharding.get(system);
        var residents = new Residents<>(node, kind);
        ActorRef region = sharding.start(
                kind.name(),
                Entity.props(residents, true),
                settings,
                new Keys(),
                sharding.defaultShardAllocationStrategy(settings),
                Entity.Signal.STOP);
        return add(new PekkoRegion<>(residents, region, replies));
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
        ActorOptions options = ActorOptions.DEFAULT.withIdle(Duration.ZERO);
        var kind = new ActorKind<M, R>(name, factory, options, false, new Load(node.drops()));
        var residents = new Residents<>(node, kind);
        ActorRef manager = system.actorOf(
                ClusterSingletonManager.props(
                        Entity.props(residents, false),
                        Entity.Signal.STOP,
                        ClusterSingletonManagerSettings.create(system)),
                "singleton-" + name);
        ActorRef proxy = system.actorOf(ClusterSingletonProxy.props(
                manager.path().toStringWithoutAddress(), ClusterSingletonProxySettings.create(system)));
        return new io.jevent.cluster.ActorRef<>(add(new PekkoRegion<>(residents, proxy, replies)), name);
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
    public Backplane backplane() {
        node.checkOpen();
        return new ClusterBackplane(this, node.maxMessageSize());
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
        return !node.isClosed() && pekko().selfMember().status().equals(MemberStatus.up());
    }

    @Override
    public void awaitEnd() {
        node.ended().await();
    }

    @Override
    public ClusterReport report() {
        CurrentClusterState state = pekko().state();
        Set<Member> unreachable = state.getUnreachable();
        List<ClusterReport.Member> members = StreamSupport.stream(
                        state.getMembers().spliterator(), false)
                .map(member -> new ClusterReport.Member(
                        ClusterStart.hostPort(member.address()),
                        member.status().toString(),
                        !unreachable.contains(member)))
                .sorted(Comparator.comparing(ClusterReport.Member::address))
                .toList();
        List<ClusterReport.ActorLoad> actors = regions.values().stream()
                .map(Region::load)
                .sorted(Comparator.comparing(ClusterReport.ActorLoad::name))
                .toList();
        return new ClusterReport(
                address(), isUp(), members, actors, node.drops().count());
    }

    private org.apache.pekko.cluster.Cluster pekko() {
        return org.apache.pekko.cluster.Cluster.get(system);
    }

    /** The address of this node, {@code host:port}. */
    @Override
    public String address() {
        return ClusterStart.hostPort(pekko().selfAddress());
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
