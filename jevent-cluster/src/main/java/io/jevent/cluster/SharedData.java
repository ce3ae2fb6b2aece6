// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.ddata.DistributedData;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ORSet;
import org.apache.pekko.cluster.ddata.ORSetKey;
import org.apache.pekko.cluster.ddata.PNCounter;
import org.apache.pekko.cluster.ddata.PNCounterKey;
import org.apache.pekko.cluster.ddata.ReplicatedData;
import org.apache.pekko.cluster.ddata.Replicator;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;

/** Counters and presences, by Distributed Data. Any thread may use it. */
final class SharedData {

    private final ActorSystem system;
    private final Node node;
    private final ActorRef replicator;
    private final SelfUniqueAddress self;

    /** The last values that this node knows, by key. */
    private final Map<String, ReplicatedData> known = new ConcurrentHashMap<>();

    SharedData(ActorSystem system, Node node) {
        this.system = system;
        this.node = node;
        this.replicator = DistributedData.get(system).replicator();
        this.self = DistributedData.get(system).selfUniqueAddress();
    }

    Counter counter(String name) {
        Key<PNCounter> key = PNCounterKey.create("counter " + name);
        watch(key);
        return new Counter(
                n -> update(key, PNCounter.create(), value -> value.increment(self, n)),
                () -> known.get(key.id()) instanceof PNCounter value
                        ? value.getValue().longValue()
                        : 0);
    }

    Presence presence(String name) {
        Key<ORSet<String>> key = ORSetKey.create("presence " + name);
        watch(key);
        String own = Long.toUnsignedString(self.uniqueAddress().longUid()) + ' ';
        return new Presence(
                who -> update(key, ORSet.create(), set -> set.add(self, own + who)),
                who -> update(key, ORSet.create(), set -> set.remove(self, own + who)),
                () -> present(key));
    }

    private void watch(Key<?> key) {
        node.checkOpen();
        ActorRef watcher = system.actorOf(SharedDataActor.props(known));
        replicator.tell(new Replicator.Subscribe<>(key, watcher), watcher);
    }

    /** The replicator calls the function on its thread; this node's view is set there, so that it is never older. */
    private <T extends ReplicatedData> void update(Key<T> key, T empty, UnaryOperator<T> change) {
        node.checkOpen();
        replicator.tell(
                new Replicator.Update<>(key, empty, Replicator.writeLocal(), value -> {
                    T changed = change.apply(value);
                    known.put(key.id(), changed);
                    return changed;
                }),
                ActorRef.noSender());
    }

    /** Leaves out those of nodes that are no members any more. */
    private Set<String> present(Key<ORSet<String>> key) {
        Set<String> members = StreamSupport.stream(
                        Cluster.get(system).state().getMembers().spliterator(), false)
                .map(Member::uniqueAddress)
                .map(address -> Long.toUnsignedString(address.longUid()))
                .collect(Collectors.toSet());
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
