// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import io.jevent.event.AsyncResult;
import io.jevent.hub.Durations;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.jspecify.annotations.Nullable;

/** The events of one key, stored by Pekko Persistence. The greenlet of the key uses it. */
final class PekkoJournal implements Journal {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ActorSystem system;
    private final Node node;
    private final String id;
    private @Nullable ActorRef writer;

    PekkoJournal(ActorSystem system, Node node, String id) {
        this.system = system;
        this.node = node;
        this.id = id;
    }

    @Override
    public void replay(Consumer<Object> snapshot, Consumer<Object> event) {
        close();
        var result = new AsyncResult<Stored>();
        ActorRef reader = system.actorOf(EventReader.props(id, result));
        try {
            Stored stored = await(result);
            if (stored.snapshot() != null) {
                pass(stored.snapshot(), snapshot);
            }
            stored.events().forEach(one -> pass(one, event));
        } finally {
            system.stop(reader);
        }
    }

    private void pass(Object content, Consumer<Object> receiver) {
        Object object = node.unpack(content);
        if (object != null) {
            receiver.accept(object);
        }
    }

    @Override
    public void append(Object event) {
        check(event);
        var done = new AsyncResult<Boolean>();
        writer().tell(new EventWriter.Append(event, done), ActorRef.noSender());
        boolean _ = await(done);
    }

    @Override
    public void snapshot(Object state) {
        check(state);
        var done = new AsyncResult<Boolean>();
        writer().tell(new EventWriter.Snapshot(state, done), ActorRef.noSender());
        boolean _ = await(done);
    }

    /** Refuses what could not be read again. */
    private void check(Object object) {
        byte[] _ = Encoder.encode(object, node.allowed(), node.maxMessageSize());
    }

    /** After a failure the writer has ended, or is not trusted to have stored what it was given. */
    private <T> T await(AsyncResult<T> result) {
        boolean done = false;
        try {
            if (!result.joinNanos(Durations.nanos(LIMIT, "limit"))) {
                throw new StorageException("the storage of " + id + " has not answered in " + LIMIT);
            }
            T value = result.result();
            done = true;
            return value;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private ActorRef writer() {
        ActorRef known = writer;
        if (known == null) {
            known = system.actorOf(EventWriter.props(id));
            writer = known;
        }
        return known;
    }

    /** Ends the writer. */
    void close() {
        ActorRef last = writer;
        writer = null;
        if (last != null) {
            system.stop(last);
        }
    }
}
