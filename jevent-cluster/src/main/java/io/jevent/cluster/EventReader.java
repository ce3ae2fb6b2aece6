// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.event.AsyncResult;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.Props;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.RecoveryCompleted;
import org.apache.pekko.persistence.SnapshotOffer;
import org.jspecify.annotations.Nullable;

/** Reads the last snapshot and the later events of one key, and ends. */
final class EventReader extends AbstractPersistentActor {

    private final String id;
    private final AsyncResult<Journal.Stored> result;
    private final List<Object> events = new ArrayList<>();
    private @Nullable Object snapshot;

    private EventReader(String id, AsyncResult<Journal.Stored> result) {
        this.id = id;
        this.result = result;
    }

    static Props props(String id, AsyncResult<Journal.Stored> result) {
        return Props.create(EventReader.class, () -> new EventReader(id, result));
    }

    @Override
    public String persistenceId() {
        return id;
    }

    @Override
    public Receive createReceiveRecover() {
        return receiveBuilder()
                .match(SnapshotOffer.class, offer -> snapshot = ((Parcel.Event) offer.snapshot()).content())
                .match(Parcel.Event.class, event -> events.add(event.content()))
                .match(RecoveryCompleted.class, _ -> complete())
                .build();
    }

    private void complete() {
        result.trySet(new Journal.Stored(snapshot, events));
        getContext().stop(getSelf());
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder().matchAny(_ -> {}).build();
    }

    @Override
    public void onRecoveryFailure(Throwable cause, scala.Option<Object> event) {
        result.setException(new StorageException("the events of " + id + " cannot be read: " + cause, cause));
    }
}
