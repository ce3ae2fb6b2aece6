// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.event.AsyncResult;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.pekko.actor.Props;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.Recovery;
import org.apache.pekko.persistence.SaveSnapshotFailure;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.jspecify.annotations.Nullable;

/**
 * Stores the events of one key, one after the other. It reads none: {@link EventReader} does. When it ends, what it has
 * not confirmed has failed.
 */
final class EventWriter extends AbstractPersistentActor {

    /** To store an event. */
    record Append(Object event, AsyncResult<Boolean> done) {}

    /** To store a snapshot. */
    record Snapshot(Object state, AsyncResult<Boolean> done) {}

    private final String id;
    private final Queue<AsyncResult<Boolean>> snapshots = new ArrayDeque<>();
    private @Nullable AsyncResult<Boolean> current;

    private EventWriter(String id) {
        this.id = id;
    }

    static Props props(String id) {
        return Props.create(EventWriter.class, () -> new EventWriter(id));
    }

    @Override
    public String persistenceId() {
        return id;
    }

    /** Only the number of the last event is read. */
    @Override
    public Recovery recovery() {
        return Recovery.none();
    }

    @Override
    public Receive createReceiveRecover() {
        return receiveBuilder().matchAny(_ -> {}).build();
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(Append.class, this::append)
                .match(Snapshot.class, this::snapshot)
                .match(SaveSnapshotSuccess.class, _ -> snapshotDone(null))
                .match(SaveSnapshotFailure.class, failure -> snapshotDone(failure.cause()))
                .build();
    }

    private void append(Append request) {
        current = request.done();
        persist(new Parcel.Event(request.event()), _ -> {
            current = null;
            request.done().trySet(true);
        });
    }

    private void snapshot(Snapshot request) {
        snapshots.add(request.done());
        saveSnapshot(new Parcel.Event(request.state()));
    }

    private void snapshotDone(@Nullable Throwable failure) {
        AsyncResult<Boolean> done = snapshots.poll();
        if (done == null) {
            return;
        }
        if (failure == null) {
            done.trySet(true);
        } else {
            fail(done, failure);
        }
    }

    /** Pekko stops the actor after this. */
    @Override
    public void onPersistFailure(Throwable cause, @Nullable Object event, long number) {
        failCurrent(cause);
    }

    @Override
    public void onPersistRejected(Throwable cause, @Nullable Object event, long number) {
        failCurrent(cause);
    }

    private void failCurrent(Throwable cause) {
        AsyncResult<Boolean> waiting = current;
        current = null;
        if (waiting != null) {
            fail(waiting, cause);
        }
    }

    private void fail(AsyncResult<Boolean> waiting, Throwable cause) {
        waiting.setException(
                new StorageException("an event or a snapshot of " + id + " was not stored: " + cause, cause));
    }

    @Override
    public void postStop() {
        var ended = new IllegalStateException("the storage of this actor has ended");
        failCurrent(ended);
        snapshots.forEach(done -> fail(done, ended));
    }
}
