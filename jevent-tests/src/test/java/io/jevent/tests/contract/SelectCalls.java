// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.event.Event;
import io.jevent.hub.Linkable;
import io.jevent.select.Poll;
import io.jevent.select.Readiness;
import io.jevent.select.Select;
import io.jevent.select.Selectable;
import io.jevent.tests.contract.Scene.Trait;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** The blocking calls of {@code io.jevent.select}. */
final class SelectCalls {

    private SelectCalls() {}

    /** Something to read from and write to. */
    private record Door(Event event) implements Selectable {
        @Override
        public Linkable readable() {
            return event;
        }

        @Override
        public Linkable writable() {
            return event;
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }

    static List<BlockingCall> all() {
        return List.of(
                new BlockingCall(
                                "Select.select",
                                _ -> scene(
                                        d -> Select.select(List.of(d), List.of(d)),
                                        (d, limit) -> !Select.select(List.of(d), List.of(d), limit)
                                                .isEmpty()))
                        .covers(
                                Select.class,
                                "select(Collection, Collection)",
                                "select(Collection, Collection, Duration)"),
                new BlockingCall("Select.awaitReadable", _ -> scene(Select::awaitReadable, Select::awaitReadable))
                        .covers(Select.class, "awaitReadable(Selectable)", "awaitReadable(Selectable, Duration)"),
                new BlockingCall("Select.awaitWritable", _ -> scene(Select::awaitWritable, Select::awaitWritable))
                        .covers(Select.class, "awaitWritable(Selectable)", "awaitWritable(Selectable, Duration)"),
                new BlockingCall(
                                "Poll.poll",
                                _ -> scene(
                                        d -> polling(d).poll(),
                                        (d, limit) -> !polling(d).poll(limit).isEmpty()))
                        .covers(Poll.class, "poll()", "poll(Duration)"));
    }

    private static Poll<Door> polling(Door door) {
        var poll = new Poll<Door>();
        poll.register(door, Readiness.READABLE);
        return poll;
    }

    private static Scene scene(Consumer<Door> call, BiPredicate<Door, Duration> limited) {
        var door = new Door(new Event());
        return Scene.on(door.event)
                .block(() -> call.accept(door))
                .limited(limit -> limited.test(door, limit))
                .wake(door.event::set)
                .with(Trait.REMEMBERS, Trait.POLL_GIVES_WAY);
    }
}
