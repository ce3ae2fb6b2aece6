// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.cluster.Parcel.ToActor;
import io.jevent.hub.Hub;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/** Brings messages to the actors of one name by a shard region, or to a singleton by its proxy. */
final class PekkoRegion<M, R extends @Nullable Object> implements Region<M, R> {

    private final Node node;
    private final String name;
    private final ActorRef target;
    private final ActorRef replies;
    private final LongAdder size;

    PekkoRegion(Node node, String name, ActorRef target, ActorRef replies, LongAdder size) {
        this.node = node;
        this.name = name;
        this.target = target;
        this.replies = replies;
        this.size = size;
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
        return size.intValue();
    }
}
