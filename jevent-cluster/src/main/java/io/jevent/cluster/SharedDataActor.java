// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ddata.Replicator;

/** Tells the {@link SharedData} of a node what other nodes have changed, and which are members. */
final class SharedDataActor extends AbstractActor {

    private final SharedData data;

    private SharedDataActor(SharedData data) {
        this.data = data;
    }

    static Props props(SharedData data) {
        return Props.create(SharedDataActor.class, () -> new SharedDataActor(data));
    }

    @Override
    public void preStart() {
        Cluster.get(getContext().getSystem())
                .subscribe(getSelf(), ClusterEvent.initialStateAsEvents(), ClusterEvent.MemberEvent.class);
    }

    @Override
    public void postStop() {
        Cluster.get(getContext().getSystem()).unsubscribe(getSelf());
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(
                        Replicator.Changed.class,
                        changed -> data.refresh(changed.key().id()))
                .match(
                        ClusterEvent.MemberRemoved.class,
                        removed -> data.removed(removed.member().uniqueAddress()))
                .match(
                        ClusterEvent.MemberEvent.class,
                        other -> data.added(other.member().uniqueAddress()))
                .build();
    }
}
