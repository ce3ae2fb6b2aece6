// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.ddata.DistributedData;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ORSet;
import org.apache.pekko.cluster.ddata.ORSetKey;
import org.apache.pekko.cluster.ddata.PNCounter;
import org.apache.pekko.cluster.ddata.PNCounterKey;
import org.apache.pekko.cluster.ddata.ReplicatedData;
import org.apache.pekko.cluster.ddata.Replicator;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.jspecify.annotations.Nullable;

/** Counters and presences, by Distributed Data. Any thread may use it. */
final class SharedData {

    private final Node node;
    private final ActorRef replicator;
    private final ActorRef watcher;
    private final SelfUniqueAddress self;

    /** The last values that this node knows, by key; changed on the replicator's thread alone. */
    private final Map<String, ReplicatedData> known = new ConcurrentHashMap<>();

    /** The keys in use: each reads its value on the replicator's thread. */
    private final Map<String, Runnable> refreshing = new ConcurrentHashMap<>();

    private final Map<String, Changes<Long>> counters = new ConcurrentHashMap<>();
    private final Map<String, Changes<Set<String>>> presences = new ConcurrentHashMap<>();

    /** The nodes that are not removed, by their number. */
    private final Set<String> members = ConcurrentHashMap.newKeySet();

    SharedData(ActorSystem system, Node node) {
        this.node = node;
        this.replicator = DistributedData.get(system).replicator();
        this.self = DistributedData.get(system).selfUniqueAddress();
        members.add(number(self.uniqueAddress()));
        this.watcher = system.actorOf(SharedDataActor.props(this));
    }

    Counter counter(String name) {
        Key<PNCounter> key = PNCounterKey.create("counter " + name);
        Changes<Long> changes = counters.computeIfAbsent(key.id(), _ -> new Changes<>(() -> value(key)));
        watch(key, PNCounter.create());
        return new Counter(
                n -> update(key, PNCounter.create(), value -> value.increment(self, n)), () -> value(key), changes);
    }

    private long value(Key<PNCounter> key) {
        return known.get(key.id()) instanceof PNCounter value ? value.getValue().longValue() : 0;
    }

    Presence presence(String name) {
        Key<ORSet<String>> key = ORSetKey.create("presence " + name);
        Changes<Set<String>> changes = presences.computeIfAbsent(key.id(), _ -> new Changes<>(() -> present(key)));
        watch(key, ORSet.create());
        String own = number(self.uniqueAddress()) + ' ';
        return new Presence(
                who -> update(key, ORSet.create(), set -> set.add(self, own + who)),
                who -> update(key, ORSet.create(), set -> set.remove(self, own + who)),
                () -> present(key),
                changes);
    }

    private <T extends ReplicatedData> void watch(Key<T> key, T empty) {
        node.checkOpen();
        if (refreshing.putIfAbsent(key.id(), () -> update(key, empty, value -> value)) == null) {
            replicator.tell(new Replicator.Subscribe<>(key, watcher), watcher);
        }
    }

    /** The replicator calls the function on its thread; this node's view is set there, so that it is never older. */
    private <T extends ReplicatedData> void update(Key<T> key, T empty, UnaryOperator<T> change) {
        node.checkOpen();
        replicator.tell(
                new Replicator.Update<>(key, empty, Replicator.writeLocal(), value -> {
                    T changed = change.apply(value);
                    known.put(key.id(), changed);
                    tell(counters.get(key.id()));
                    tell(presences.get(key.id()));
                    return changed;
                }),
                ActorRef.noSender());
    }

    private static void tell(@Nullable Changes<?> changes) {
        if (changes != null) {
            changes.changed();
        }
    }

    /**
     * Reads the value of a key again. The value in the replicator's message may be older than an update of this node
     * that came in between.
     */
    void refresh(String key) {
        Runnable reading = refreshing.get(key);
        if (reading != null && !node.isClosed()) {
            reading.run();
        }
    }

    void added(UniqueAddress address) {
        if (members.add(number(address))) {
            presences.values().forEach(Changes::changed);
        }
    }

    void removed(UniqueAddress address) {
        if (members.remove(number(address))) {
            presences.values().forEach(Changes::changed);
        }
    }

    private static String number(UniqueAddress address) {
        return Long.toUnsignedString(address.longUid());
    }

    /** Leaves out those of nodes that are no members any more. */
    private Set<String> present(Key<ORSet<String>> key) {
        var names = new TreeSet<String>();
        if (known.get(key.id()) instanceof ORSet<?> set) {
            for (Object element : set.getElements()) {
                String text = element.toString();
                int end = text.indexOf(' ');
                if (members.contains(text.substring(0, end))) {
                    names.add(text.substring(end + 1));
                }
            }
        }
        return names;
    }
}
