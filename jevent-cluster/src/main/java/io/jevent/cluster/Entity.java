// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.cluster.Parcel.ToActor;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Props;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.jspecify.annotations.Nullable;

/** Pekko's actor of a key: passes messages to the hub, and stops when the hub's greenlet has ended. */
final class Entity<M, R extends @Nullable Object> extends AbstractActor {

    /** A signal to an entity; never leaves the node, but for {@code STOP}, which Pekko keeps in its shard. */
    enum Signal {
        /** No message has come for long. */
        IDLE,
        /** Hand over. */
        STOP,
        /** The greenlet has ended. */
        ENDED
    }

    private final Occupied<M, R> occupied;
    private final boolean eager;
    private final boolean sharded;
    private final Load load;

    private Entity(Node node, ActorKind<M, R> kind, boolean sharded) {
        String key = sharded ? keyOf(getSelf().path().name()) : kind.name();
        Journal journal = kind.durable()
                ? new PekkoJournal(getContext().getSystem(), node, kind.name() + "|" + key)
                : Journal.NONE;
        this.occupied = new Occupied<>(node, kind, key, getSelf(), journal);
        this.eager = !sharded || kind.options().remembered();
        this.sharded = sharded;
        this.load = kind.load();
        load.actors(1);
    }

    static <M, R extends @Nullable Object> Props props(Node node, ActorKind<M, R> kind, boolean sharded) {
        return Props.create(Entity.class, () -> new Entity<>(node, kind, sharded));
    }

    /** Sharding encodes keys to make them names of actors. */
    static String keyOf(String name) {
        return URLDecoder.decode(name, StandardCharsets.UTF_8);
    }

    @Override
    public void preStart() {
        if (eager) {
            occupied.warmUp();
        }
    }

    @Override
    public void postStop() {
        load.actors(-1);
        occupied.end();
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(ToActor.class, parcel -> occupied.deliver(parcel, getSender()))
                .matchEquals(Signal.IDLE, _ -> idle())
                .matchEquals(Signal.STOP, _ -> occupied.finish())
                .matchEquals(Signal.ENDED, _ -> getContext().stop(getSelf()))
                .build();
    }

    private void idle() {
        if (sharded) {
            getContext().getParent().tell(new ShardRegion.Passivate(Signal.STOP), getSelf());
        }
    }
}
