// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.cluster.Parcel.Answer;
import io.jevent.cluster.Parcel.Outcome;
import io.jevent.cluster.Parcel.ToActor;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Cell} behind an entity of Pekko's. The entity calls it on Pekko's threads, in order; the cell lives on the
 * hub.
 */
final class Occupied<M, R extends @Nullable Object> {

    private final Node node;
    private final ActorKind<M, R> kind;
    private final String key;
    private final ActorRef entity;
    private final Journal journal;

    /** Hub-confined. */
    private @Nullable Cell<M, R> cell;

    /** Hub-confined: the entity has ended, and so must each cell. */
    private boolean over;

    Occupied(Node node, ActorKind<M, R> kind, String key, ActorRef entity, Journal journal) {
        this.node = node;
        this.kind = kind;
        this.key = key;
        this.entity = entity;
        this.journal = journal;
    }

    /** Creates the state before a message needs it. */
    void warmUp() {
        boolean _ = node.onHub(() -> cell().warmUp());
    }

    /** Passes a message on. */
    @SuppressWarnings("unchecked") // the senders have an ActorRef<M, R> of the same name
    void deliver(ToActor parcel, ActorRef sender) {
        M message;
        Reply reply = parcel.id() == 0 ? Reply.NONE : new Remote(parcel.id(), sender);
        try {
            message = (M) node.unpack(parcel.content());
        } catch (MessageRefusedException e) {
            refuse(reply, e);
            return;
        }
        if (!node.onHub(() -> cell().deliver(new Delivery<>(message, reply)))) {
            refuse(reply, new ActorFailedException("the hub of the actor's node is closed"));
        }
    }

    private void refuse(Reply reply, ActorFailedException why) {
        kind.load().refuse(reply, "actor " + kind.name() + "/" + key, why);
    }

    private Cell<M, R> cell() {
        Cell<M, R> known = cell;
        if (known != null && !known.isReady()) {
            return known;
        }
        var made = new Cell<>(kind, key, journal, () -> entity.tell(Entity.Signal.IDLE, ActorRef.noSender()));
        made.start();
        if (over) {
            made.finish();
        }
        cell = made;
        return made;
    }

    /** Ends the cell after its messages, then tells the entity. */
    void finish() {
        if (!node.onHub(this::finishOnHub)) {
            entity.tell(Entity.Signal.ENDED, ActorRef.noSender());
        }
    }

    private void finishOnHub() {
        Runnable tell = () -> entity.tell(Entity.Signal.ENDED, ActorRef.noSender());
        Cell<M, R> last = cell;
        if (last == null || last.isReady()) {
            tell.run();
        } else {
            last.rawlink(tell);
            last.finish();
        }
    }

    /** The entity has ended: so does the cell, at once if it still runs. */
    void end() {
        boolean _ = node.onHub(() -> {
            over = true;
            if (cell != null && !cell.isReady()) {
                boolean _ = cell.cancel(true);
            }
            if (journal instanceof PekkoJournal stored) {
                stored.close();
            }
        });
    }

    /** Sends the outcome of an ask to where it came from. */
    private record Remote(long id, ActorRef sender) implements Reply {

        @Override
        public void value(@Nullable Object value) {
            sender.tell(new Answer(id, Outcome.REPLIED, value), ActorRef.noSender());
        }

        @Override
        public void failure(ActorFailedException failure) {
            sender.tell(Node.answer(id, failure), ActorRef.noSender());
        }
    }
}
