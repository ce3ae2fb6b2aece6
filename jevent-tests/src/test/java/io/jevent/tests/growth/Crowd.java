// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.Event;
import io.jevent.lock.Semaphore;
import io.jevent.pool.Pool;
import io.jevent.queue.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An operation beside many others of its kind.
 *
 * @param name what it does
 * @param making creates the given number of others
 */
record Crowd(String name, Making making) {

    private static final Duration INSTANT = Duration.ofNanos(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** Brings the others about. */
    @FunctionalInterface
    interface Making {
        Operation.Once among(int others, Operation.Closing closing) throws Exception;
    }

    static List<Crowd> all() {
        return Stream.of(waiting(), others()).flatMap(List::stream).toList();
    }

    private static List<Crowd> waiting() {
        return List.of(
                new Crowd("spawn and join among others", (others, closing) -> {
                    crowd(others, closing, () -> Jevent.sleep(HOUR));
                    return _ -> Jevent.spawn(() -> 1).join();
                }),
                new Crowd("kill one of many that wait for an event", (others, closing) -> {
                    var event = new Event();
                    crowd(others, closing, event::await);
                    return _ -> {
                        Greenlet<?> one = Jevent.spawn(() -> event.await());
                        Jevent.sleep();
                        one.kill();
                    };
                }),
                new Crowd("await in vain an event that many wait for", (others, closing) -> {
                    var event = new Event();
                    crowd(others, closing, event::await);
                    return _ -> CoreOperations.ignore(event.await(INSTANT));
                }),
                new Crowd("link to an event that many are linked to, and unlink", (others, closing) -> {
                    var event = new Event();
                    List<Runnable> links = new ArrayList<>();
                    for (int i = 0; i < others; i++) {
                        int number = i;
                        Runnable link = () -> CoreOperations.ignore(number);
                        links.add(link);
                        event.rawlink(link);
                    }
                    closing.add(() -> links.forEach(event::unlink));
                    return _ -> {
                        Runnable link = () -> {};
                        event.rawlink(link);
                        event.unlink(link);
                    };
                }),
                new Crowd("await an event of one's own beside one that many wait for", (others, closing) -> {
                    var shared = new Event();
                    crowd(others, closing, () -> CoreOperations.ignore(Jevent.await(List.of(shared, new Event()), 1)));
                    return _ -> CoreOperations.ignore(Jevent.await(List.of(shared, new Event()), 1, INSTANT));
                }),
                new Crowd("get in vain from a queue that many wait for", (others, closing) -> {
                    var queue = new Queue<Integer>();
                    crowd(others, closing, () -> CoreOperations.ignore(queue.get()));
                    return _ -> CoreOperations.ignore(queue.get(INSTANT));
                }),
                new Crowd("acquire in vain what many wait for", (others, closing) -> {
                    var none = new Semaphore(0);
                    crowd(others, closing, none::acquire);
                    return _ -> CoreOperations.ignore(none.acquire(INSTANT));
                }));
    }

    private static List<Crowd> others() {
        return List.of(
                new Crowd("start and cancel a timeout among others", (others, closing) -> {
                    for (int i = 0; i < others; i++) {
                        closing.add(Timeout.startNew(HOUR.plusNanos(i)));
                    }
                    return number -> Timeout.startNew(HOUR.plusMillis(number)).close();
                }),
                new Crowd("spawn in a pool with many members", (others, closing) -> {
                    var pool = new Pool(others + 1);
                    for (int i = 0; i < others; i++) {
                        var _ = pool.spawn(() -> Jevent.sleep(HOUR));
                    }
                    Jevent.sleep();
                    closing.add(pool::kill);
                    return _ -> pool.spawn(() -> 1).join();
                }));
    }

    private static void crowd(int others, Operation.Closing closing, Runnable body) {
        List<Greenlet<?>> greenlets = new ArrayList<>();
        for (int i = 0; i < others; i++) {
            greenlets.add(Jevent.spawn(body));
        }
        Jevent.sleep();
        closing.add(() -> Jevent.killAll(greenlets));
    }

    @Override
    public String toString() {
        return name;
    }
}
