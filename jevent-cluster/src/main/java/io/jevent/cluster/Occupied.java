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
final class Occupied<M, R extends @Nullable Object> implements Cell.Owner<M, R> {

    private final Residents<M, R> residents;
    private final Node node;
    private final ActorKind<M, R> kind;
    private final String key;
    private final ActorRef entity;
    private final Journal journal;

    /** Hub-confined. */
    private @Nullable Cell<M, R> cell;

    /** Hub-confined: the entity has ended, and so must each cell. */
    private boolean over;

    /** Hub-confined: the last message that a greenlet of the hub has sent by Pekko and that has not arrived. */
    private @Nullable ToActor last;

    /**
     * Hub-confined: every message that a greenlet of the hub has sent by Pekko has arrived. It becomes true when the
     * one that was sent last arrives, because Pekko keeps their order.
     */
    private boolean direct;

    /** Hub-confined: the entity waits for the end of the cell. */
    private boolean finishing;

    Occupied(Residents<M, R> residents, String key, ActorRef entity, Journal journal) {
        this.residents = residents;
        this.node = residents.node();
        this.kind = residents.kind();
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
        if (!node.onHub(() -> arrived(parcel, new Delivery<>(message, reply)))) {
            refuse(reply, new ActorFailedException("the hub of the actor's node is closed"));
        }
    }

    private void arrived(ToActor parcel, Delivery<M> delivery) {
        if (parcel == last) {
            last = null;
            direct = true;
        }
        cell().deliver(delivery);
    }

    /** Notes that a greenlet of the hub sends a message by Pekko. */
    void passes(ToActor parcel) {
        last = parcel;
    }

    /** Whether greenlets of the hub may call {@link #deliver(Delivery)}, which overtakes no message of theirs. */
    boolean isDirect() {
        return direct;
    }

    /** Puts a message of a greenlet of the hub into the mailbox. */
    void deliver(Delivery<M> delivery) {
        cell().deliver(delivery);
    }

    private void refuse(Reply reply, ActorFailedException why) {
        kind.load().refuse(reply, "actor " + kind.name() + "/" + key, why);
    }

    private Cell<M, R> cell() {
        Cell<M, R> known = cell;
        if (known != null) {
            return known;
        }
        var made = new Cell<>(kind, key, journal, this);
        cell = made;
        if (over) {
            made.finish();
        } else if (!finishing) {
            residents.add(key, this);
        }
        return made;
    }

    @Override
    public void idle(String ofKey) {
        entity.tell(Entity.Signal.IDLE, ActorRef.noSender());
    }

    @Override
    public void ended(Cell<M, R> last) {
        if (cell == last) {
            cell = null;
        }
        if (finishing) {
            entity.tell(Entity.Signal.ENDED, ActorRef.noSender());
        }
    }

    /** Ends the cell after its messages, then tells the entity. */
    void finish() {
        if (!node.onHub(this::finishOnHub)) {
            entity.tell(Entity.Signal.ENDED, ActorRef.noSender());
        }
    }

    private void finishOnHub() {
        finishing = true;
        leaves();
        if (cell == null) {
            entity.tell(Entity.Signal.ENDED, ActorRef.noSender());
        } else {
            cell.finish();
        }
    }

    /** From now on messages wait in Pekko's shard for the next entity of the key. */
    private void leaves() {
        direct = false;
        residents.remove(key, this);
    }

    /** The entity has ended: so does the cell, at once if it still runs. */
    void end() {
        boolean _ = node.onHub(() -> {
            over = true;
            leaves();
            if (cell != null) {
                cell.cancel();
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
