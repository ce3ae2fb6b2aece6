// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.cluster.Parcel.ToActor;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.UntypedAbstractActor;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.jspecify.annotations.Nullable;

/** Pekko's actor of a key: passes messages to the hub, and stops when the hub's greenlet has ended. */
final class Entity<M, R extends @Nullable Object> extends UntypedAbstractActor {

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

    private Entity(Residents<M, R> residents, boolean sharded) {
        ActorKind<M, R> kind = residents.kind();
        String key = sharded ? keyOf(getSelf().path().name()) : kind.name();
        Journal journal = kind.durable()
                ? new PekkoJournal(getContext().getSystem(), residents.node(), kind.name() + "|" + key)
                : Journal.NONE;
        this.occupied = new Occupied<>(residents, key, getSelf(), journal);
        this.eager = !sharded || kind.options().remembered();
        this.sharded = sharded;
        this.load = kind.load();
        load.actors(1);
    }

    static <M, R extends @Nullable Object> Props props(Residents<M, R> residents, boolean sharded) {
        return Props.create(Entity.class, () -> new Entity<>(residents, sharded));
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

    /** Not by a {@code ReceiveBuilder}, whose objects each actor would keep. */
    @Override
    public void onReceive(Object message) {
        switch (message) {
            case ToActor parcel -> occupied.deliver(parcel, getSender());
            case Signal.IDLE -> idle();
            case Signal.STOP -> occupied.finish();
            case Signal.ENDED -> getContext().stop(getSelf());
            default -> unhandled(message);
        }
    }

    private void idle() {
        if (sharded) {
            getContext().getParent().tell(new ShardRegion.Passivate(Signal.STOP), getSelf());
        }
    }
}
