// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.cluster.DurableActor;
import java.util.List;
import java.util.function.Consumer;

/** The actor of a room whose messages are stored before they are acknowledged. */
final class StoredRoom extends DurableActor<RoomMessage, Heard, Said> {

    private final RoomLog log;

    StoredRoom(Consumer<Heard> telling) {
        log = new RoomLog(telling);
    }

    @Override
    public Heard receive(RoomMessage message) {
        return log.receive(message, this::persist);
    }

    @Override
    protected void apply(Said said) {
        log.add(said);
    }

    @Override
    protected Object snapshot() {
        return log.all();
    }

    @Override
    protected void restore(Object state) {
        for (Object said : (List<?>) state) {
            log.add((Said) said);
        }
    }
}
