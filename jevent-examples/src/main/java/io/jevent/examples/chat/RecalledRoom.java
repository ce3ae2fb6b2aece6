// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.cluster.KeyedActor;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The actor of a room whose messages are in memory: when it moves, it begins with what the processes have heard. */
final class RecalledRoom implements KeyedActor<RoomMessage, Heard> {

    private final RoomLog log;
    private final Supplier<Collection<Said>> recalling;

    RecalledRoom(Consumer<Heard> telling, Supplier<Collection<Said>> recalling) {
        log = new RoomLog(telling);
        this.recalling = recalling;
    }

    @Override
    public void started() {
        recalling.get().forEach(log::add);
    }

    @Override
    public Heard receive(RoomMessage message) {
        return log.receive(message, log::add);
    }
}
