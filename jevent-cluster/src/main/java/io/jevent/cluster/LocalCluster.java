// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.backplane.Backplane;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A cluster that is one hub. */
final class LocalCluster implements Cluster, Channels {

    private final Hub hub = Hub.current();
    private final Map<String, LocalRegion<?, ?>> regions = new ConcurrentHashMap<>();
    private final Map<String, Journal> journals = new HashMap<>();
    private final Map<String, List<Consumer<Object>>> subscribers = new ConcurrentHashMap<>();
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Present> present = new ConcurrentHashMap<>();
    private final Drops drops = new Drops();
    private final Event ended = new Event();
    private volatile boolean closed;

    @Override
    public <M, R extends @Nullable Object> Actors<M, R> actors(
            String name, Function<String, ? extends KeyedActor<M, R>> factory, ActorOptions options) {
        return new Actors<>(region(new ActorKind<M, R>(name, factory, options, false, new Load(drops))));
    }

    @Override
    public <M, R extends @Nullable Object, E> Actors<M, R> durable(
            String name, Function<String, ? extends DurableActor<M, R, E>> factory, ActorOptions options) {
        return new Actors<>(region(new ActorKind<M, R>(name, factory, options, true, new Load(drops))));
    }

    private <M, R extends @Nullable Object> LocalRegion<M, R> region(ActorKind<M, R> kind) {
        checkOpen();
        if (!hub.isCurrent()) {
            throw new IllegalStateException("actors of a local cluster are named on its own hub, " + hub);
        }
        var made = new LocalRegion<>(
                kind,
                key -> !kind.durable()
                        ? Journal.NONE
                        : journals.computeIfAbsent(kind.name() + "/" + key, _ -> new MemoryJournal()));
        if (regions.putIfAbsent(kind.name(), made) != null) {
            throw new IllegalArgumentException("there are actors of the name " + kind.name());
        }
        return made;
    }

    @Override
    public <M, R extends @Nullable Object> ActorRef<M, R> singleton(
            String name, Function<String, ? extends KeyedActor<M, R>> factory) {
        ActorOptions options = ActorOptions.DEFAULT.withIdle(Duration.ZERO);
        var region = region(new ActorKind<M, R>(name, factory, options, false, new Load(drops)));
        region.cell(name).warmUp();
        return new ActorRef<>(region, name);
    }

    @Override
    public <T> Topic<T> topic(String name) {
        return new Topic<>(this, name);
    }

    @Override
    public void publish(String topic, Object message) {
        checkOpen();
        subscribers.getOrDefault(topic, List.of()).forEach(receiver -> receiver.accept(message));
    }

    @Override
    public Runnable subscribe(String topic, Consumer<Object> receiver) {
        checkOpen();
        List<Consumer<Object>> all = subscribers.computeIfAbsent(topic, _ -> new CopyOnWriteArrayList<>());
        all.add(receiver);
        return () -> all.remove(receiver);
    }

    private void checkOpen() {
        if (closed) {
            throw new ClusterClosedException("the cluster is closed");
        }
    }

    @Override
    public Backplane backplane() {
        checkOpen();
        return new ClusterBackplane(this, Integer.MAX_VALUE);
    }

    @Override
    public Counter counter(String name) {
        checkOpen();
        return counters.computeIfAbsent(name, _ -> {
            var value = new LongAdder();
            var changes = new Changes<>(value::sum);
            return new Counter(
                    n -> {
                        value.add(n);
                        changes.changed();
                    },
                    value::sum,
                    changes);
        });
    }

    @Override
    public Presence presence(String name) {
        checkOpen();
        Present there = present.computeIfAbsent(name, _ -> new Present());
        return new Presence(there::add, there::remove, there::read, there.changes);
    }

    /** The names of a presence. */
    private static final class Present {
        private final Set<String> all = new ConcurrentSkipListSet<>();
        private final Changes<Set<String>> changes = new Changes<>(this::read);

        void add(String who) {
            if (all.add(who)) {
                changes.changed();
            }
        }

        void remove(String who) {
            if (all.remove(who)) {
                changes.changed();
            }
        }

        Set<String> read() {
            return new TreeSet<>(all);
        }
    }

    @Override
    public boolean isUp() {
        return !closed;
    }

    @Override
    public void awaitEnd() {
        ended.await();
    }

    @Override
    public ClusterReport report() {
        return new ClusterReport(
                address(),
                isUp(),
                List.of(new ClusterReport.Member(address(), "Up", true)),
                regions.values().stream()
                        .map(Region::load)
                        .sorted(Comparator.comparing(ClusterReport.ActorLoad::name))
                        .toList(),
                drops.count());
    }

    @Override
    public String address() {
        return "local";
    }

    @Override
    public void close() {
        closed = true;
        List<Cell<?, ?>> all = new ArrayList<>();
        regions.values().forEach(region -> all.addAll(region.finish()));
        all.forEach(Cell::join);
        ended.set();
    }

    @Override
    public String toString() {
        return "local cluster of " + hub;
    }
}
