// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.Map;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.ddata.ReplicatedData;
import org.apache.pekko.cluster.ddata.Replicator;

/** Keeps what this node knows up to date. */
final class SharedDataActor extends AbstractActor {

    private final Map<String, ReplicatedData> known;

    private SharedDataActor(Map<String, ReplicatedData> known) {
        this.known = known;
    }

    static Props props(Map<String, ReplicatedData> known) {
        return Props.create(SharedDataActor.class, () -> new SharedDataActor(known));
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(
                        Replicator.Changed.class,
                        changed -> known.put(changed.key().id(), changed.dataValue()))
                .build();
    }
}
