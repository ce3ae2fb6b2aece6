// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The last messages of a room, which its actor numbers. Each is told to all processes with the number of the one
 * before, so a process notices if it has missed one. Hub-confined.
 */
final class RoomLog {

    /** The number of messages in a reply: ten of the longest can be sent. */
    static final int AT_ONCE = 10;

    private final TreeMap<Long, Said> kept = new TreeMap<>();
    private final Consumer<Heard> telling;

    RoomLog(Consumer<Heard> telling) {
        this.telling = telling;
    }

    /**
     * Handles a message.
     *
     * @param store stores a new message, then calls {@link #add}
     */
    Heard receive(RoomMessage message, Consumer<Said> store) {
        return switch (message) {
            case RoomMessage.Say say -> say(say, store);
            case RoomMessage.Since(long number) -> new Heard(number, since(number));
        };
    }

    private Heard say(RoomMessage.Say say, Consumer<Said> store) {
        for (Said known : kept.descendingMap().values()) {
            if (say.token().equals(known.token())) {
                return heard(known);
            }
        }
        long number = Room.numberAfter(kept.isEmpty() ? 0 : kept.lastKey());
        var said = new Said(number, say.user(), say.text(), Instant.now().toEpochMilli(), say.token());
        store.accept(said);
        Heard heard = heard(said);
        telling.accept(heard);
        return heard;
    }

    private Heard heard(Said said) {
        Long before = kept.lowerKey(said.id());
        return new Heard(before == null ? 0 : before, List.of(said));
    }

    private List<Said> since(long number) {
        return kept.tailMap(number, false).values().stream().limit(AT_ONCE).toList();
    }

    void add(Said said) {
        kept.put(said.id(), said);
        if (kept.size() > Room.KEPT) {
            var _ = kept.pollFirstEntry();
        }
    }

    List<Said> all() {
        return List.copyOf(kept.values());
    }
}
