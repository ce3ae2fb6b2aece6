// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.actor.Actor;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.local.ContextLocal;
import io.jevent.local.Local;
import io.jevent.lock.Condition;
import io.jevent.lock.RLock;
import io.jevent.lock.Semaphore;
import io.jevent.monitor.BlockingMonitor;
import io.jevent.pool.Group;
import io.jevent.pool.Pool;
import io.jevent.queue.Queue;
import io.jevent.scope.Scope;
import io.jevent.signal.Signals;
import io.jevent.threadpool.ThreadPool;
import io.jevent.trace.TraceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Operations of {@code jevent-core}. */
final class CoreOperations {

    /** With as many, a leak of one reference each is seen. */
    private static final int MANY = 20_000;

    private static final int SOME = 500;
    private static final Duration INSTANT = Duration.ofNanos(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private CoreOperations() {}

    static List<Operation> all() {
        return Stream.of(greenlets(), waits(), groups(), threads())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Operation> greenlets() {
        return List.of(
                Operation.of("spawn and join", MANY, _ -> Jevent.spawn(() -> 1).join()),
                Operation.of("spawn and forget", MANY, _ -> {
                    var _ = Jevent.spawn(() -> 1);
                    Jevent.sleep();
                }),
                Operation.of(
                        "spawn later and kill",
                        MANY,
                        _ -> Jevent.spawnLater(HOUR, () -> 1).kill()),
                Operation.of("spawn a raw greenlet", MANY, _ -> {
                    var _ = Jevent.spawnRaw(() -> {});
                    Jevent.sleep();
                }),
                new Operation("kill a greenlet that waits", MANY, CoreOperations::kill),
                Operation.of("fail", SOME, _ -> {
                    var failing = new Greenlet<Void>(() -> {
                        throw new IllegalStateException("as it should");
                    });
                    failing.start();
                    failing.join();
                }),
                new Operation("a greenlet with a local", MANY, CoreOperations::local),
                Operation.of("a callback of the hub", MANY, _ -> {
                    var _ = Hub.current().runCallback(() -> {});
                    Jevent.sleep();
                }));
    }

    private static List<Operation> waits() {
        return List.of(
                new Operation("link to an event and unlink", MANY, CoreOperations::link),
                new Operation("abandon an iwait", MANY, CoreOperations::iwait),
                new Operation("await an event in vain", MANY, _ -> {
                    var event = new Event();
                    return _ -> ignore(event.await(INSTANT));
                }),
                new Operation("await a result in vain", MANY, _ -> {
                    var result = new AsyncResult<Integer>();
                    return _ -> ignore(result.join(INSTANT));
                }),
                new Operation("get from a queue in vain", MANY, _ -> {
                    var queue = new Queue<Integer>();
                    return _ -> ignore(queue.get(INSTANT));
                }),
                new Operation("put into a full queue in vain", MANY, _ -> {
                    var queue = new Queue<Integer>(1);
                    queue.put(0);
                    return number -> ignore(queue.put(number, INSTANT));
                }),
                new Operation("put and get", MANY, _ -> {
                    var queue = new Queue<Integer>();
                    return number -> {
                        queue.put(number);
                        ignore(queue.get());
                    };
                }),
                new Operation("acquire in vain", MANY, _ -> {
                    var none = new Semaphore(0);
                    return _ -> ignore(none.acquire(INSTANT));
                }),
                new Operation("await a condition in vain", MANY, CoreOperations::condition),
                new Operation("await a shared event and another, in vain", MANY, _ -> {
                    var shared = new Event();
                    return _ -> ignore(Jevent.await(List.of(shared, new Event()), 1, INSTANT));
                }),
                Operation.of("start and cancel a timeout", MANY, _ -> {
                    try (var _ = Timeout.startNew(HOUR)) {
                        Jevent.checkpoint();
                    }
                }),
                Operation.of("a timeout that passes", MANY, _ -> {
                    var timeout = Timeout.startNew(INSTANT);
                    try (timeout) {
                        Jevent.sleep(HOUR);
                    } catch (Timeout t) {
                        ignore(t);
                    }
                }));
    }

    private static List<Operation> groups() {
        return List.of(
                Operation.of("a scope with two greenlets", MANY, _ -> ignore(Scope.all(List.of(() -> 1, () -> 2)))),
                new Operation("spawn in a pool", MANY, _ -> {
                    var pool = new Pool(2);
                    return _ -> pool.spawn(() -> 1).join();
                }),
                new Operation("spawn in a group and kill", MANY, _ -> {
                    var group = new Group();
                    return _ -> {
                        var _ = group.spawn(() -> Jevent.sleep(HOUR));
                        try {
                            Jevent.sleep();
                        } finally {
                            group.kill();
                        }
                    };
                }),
                Operation.of("an actor", MANY, _ -> {
                    var actor = new Echo();
                    actor.start();
                    actor.tell("x");
                    actor.stop();
                    actor.join();
                }));
    }

    private static List<Operation> threads() {
        return List.of(
                Operation.of(
                        "work in the thread pool",
                        SOME * 4,
                        _ -> ignore(ThreadPool.ofHub().apply(() -> 1))),
                Operation.of("a thread pool of its own", SOME, _ -> {
                    try (var pool = new ThreadPool(1)) {
                        ignore(pool.apply(() -> 1));
                    }
                }),
                Operation.of("a thread with a hub of its own", SOME, _ -> {
                    Thread thread = Thread.ofPlatform().start(() -> Jevent.run(() -> Jevent.sleep(INSTANT)));
                    thread.join();
                }),
                Operation.of("a report", SOME, _ -> ignore(Hub.current().report())),
                new Operation("a trace", SOME / 10, closing -> {
                    Path file = Files.createTempFile("growth", ".html");
                    closing.add(() -> Files.delete(file));
                    return _ -> {
                        try (var _ = TraceFile.record(file)) {
                            Jevent.spawn(() -> 1).join();
                        }
                    };
                }),
                Operation.of(
                        "a blocking monitor",
                        SOME,
                        _ -> BlockingMonitor.start(HOUR).close()),
                Operation.of(
                        "a signal handler",
                        SOME,
                        _ -> Signals.handle("USR1", () -> {}).close()));
    }

    private static Operation.Once kill(Operation.Closing closing) {
        var event = new Event();
        return _ -> {
            Greenlet<?> waiting = Jevent.spawn(() -> event.await());
            try {
                Jevent.sleep();
            } finally {
                waiting.kill();
            }
        };
    }

    private static Operation.Once link(Operation.Closing closing) {
        var event = new Event();
        return _ -> {
            Runnable callback = () -> {};
            event.rawlink(callback);
            event.unlink(callback);
        };
    }

    /** The shared event keeps a link of each iterator until the greenlet of that iterator ends. */
    private static Operation.Once iwait(Operation.Closing closing) {
        var shared = new Event();
        return _ -> Jevent.spawn(() -> {
                    var first = new Event();
                    first.set();
                    ignore(Jevent.iwait(List.of(first, shared)).next());
                })
                .join();
    }

    @SuppressWarnings("WaitNotInLoop") // the wait itself is under test
    private static Operation.Once condition(Operation.Closing closing) {
        var lock = new RLock();
        Condition condition = lock.newCondition();
        return _ -> {
            try (var _ = lock.hold()) {
                ignore(condition.await(INSTANT));
            }
        };
    }

    private static Operation.Once local(Operation.Closing closing) {
        var local = new Local<byte[]>("local");
        var context = new ContextLocal<byte[]>("context");
        return _ -> Jevent.spawn(() -> {
                    local.set(new byte[16]);
                    context.set(new byte[16]);
                })
                .join();
    }

    /** An actor that ignores what it is told. */
    private static final class Echo extends Actor<String> {
        @Override
        protected void receive(String message) {
            ignore(message);
        }
    }

    @SuppressWarnings("unused") // what it is for
    static void ignore(Object result) {}
}
