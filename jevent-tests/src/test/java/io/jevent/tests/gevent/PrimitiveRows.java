// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.gevent;

import static io.jevent.tests.gevent.GeventRow.caught;
import static io.jevent.tests.gevent.GeventRow.message;
import static io.jevent.tests.gevent.GeventRow.resultsOf;
import static io.jevent.tests.gevent.GeventRow.same;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.hub.ContextSnapshot;
import io.jevent.local.ContextLocal;
import io.jevent.local.Local;
import io.jevent.lock.BoundedSemaphore;
import io.jevent.lock.DummySemaphore;
import io.jevent.lock.RLock;
import io.jevent.lock.Semaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The sections on timeouts, events, locks and locals. */
final class PrimitiveRows {

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(100);

    private PrimitiveRows() {}

    static Stream<GeventRow> rows() {
        return Stream.of(timeouts(), moreTimeouts(), events(), results(), locks(), moreLocks(), locals())
                .flatMap(List::stream);
    }

    private static Object sleepLong() {
        Jevent.sleep(LONG);
        return "slept";
    }

    private static List<GeventRow> timeouts() {
        String section = "gevent.Timeout";
        return List.of(
                same(section, "Timeout(s)", "true", () -> {
                    var limit = new Timeout(SHORT);
                    limit.start();
                    return resultsOf(caught(PrimitiveRows::sleepLong) == limit);
                }),
                same(
                        section,
                        "Timeout(None)",
                        "never",
                        () -> resultsOf(new Timeout().call(() -> {
                            Jevent.sleep(SHORT);
                            return "never";
                        }))),
                same(
                        section,
                        "Timeout(s, exc)",
                        "late",
                        () -> resultsOf(message(() -> {
                            try (var _ = Timeout.startNew(SHORT, () -> new IllegalArgumentException("late"))) {
                                return sleepLong();
                            }
                        }))),
                same(section, "Timeout(s, False)", "[begun]", () -> {
                    var log = new ArrayList<Object>(List.of("begun"));
                    boolean _ = Timeout.silent(SHORT).run(() -> log.add(sleepLong()));
                    return resultsOf(log);
                }),
                same(section, "Timeout.start_new(s)", "true", () -> {
                    var limit = Timeout.startNew(SHORT);
                    return resultsOf(caught(PrimitiveRows::sleepLong) == limit);
                }));
    }

    private static List<GeventRow> moreTimeouts() {
        String section = "gevent.Timeout";
        return List.of(
                same(section, "start(), cancel(), close()", "false", () -> {
                    var limit = new Timeout(SHORT);
                    limit.start();
                    limit.cancel();
                    Jevent.sleep(SHORT.multipliedBy(2));
                    return resultsOf(limit.isPending());
                }),
                same(section, "pending", "false true false", () -> {
                    var limit = new Timeout(LONG);
                    boolean before = limit.isPending();
                    limit.start();
                    boolean during = limit.isPending();
                    limit.close();
                    return resultsOf(before, during, limit.isPending());
                }),
                same(
                        section,
                        "with Timeout(s) as t:",
                        "Timeout",
                        () -> resultsOf(caught(() -> {
                            try (var _ = Timeout.startNew(SHORT)) {
                                return sleepLong();
                            }
                        }))),
                same(section, "t is caught", "true false", () -> {
                    var outer = Timeout.startNew(SHORT);
                    var inner = Timeout.startNew(LONG.multipliedBy(2));
                    var thrown = (Throwable) caught(PrimitiveRows::sleepLong);
                    inner.close();
                    return resultsOf(outer.isMine(thrown), inner.isMine(thrown));
                }));
    }

    private static List<GeventRow> events() {
        String section = "gevent.event";
        return List.of(
                same(section, "Event()", "true", () -> {
                    var flag = new Event();
                    var _ = Jevent.spawn(() -> flag.set());
                    flag.await();
                    return resultsOf(flag.isSet());
                }),
                same(section, "set(), clear(), is_set()", "[false, true, false]", () -> {
                    var flag = new Event();
                    var states = new ArrayList<Object>(List.of(flag.isSet()));
                    flag.set();
                    states.add(flag.isSet());
                    flag.clear();
                    states.add(flag.isSet());
                    return resultsOf(states);
                }),
                same(section, "wait()", "false [a, b, c]", () -> {
                    var flag = new Event();
                    var log = new ArrayList<Object>();
                    List<Greenlet<Void>> waiters = Stream.of("a", "b", "c")
                            .map(name -> Jevent.spawn(() -> {
                                flag.await();
                                log.add(name);
                            }))
                            .toList();
                    Jevent.sleep();
                    boolean late = new Event().await(SHORT);
                    flag.set();
                    Jevent.joinAll(waiters);
                    return resultsOf(late, log);
                }));
    }

    private static List<GeventRow> results() {
        String section = "gevent.event";
        return List.of(
                same(section, "AsyncResult()", "5", () -> {
                    var result = new AsyncResult<Integer>();
                    var _ = Jevent.spawn(() -> result.set(5));
                    return resultsOf(result.result());
                }),
                same(section, "set(v), set_exception(e)", "bad 1", () -> {
                    var result = new AsyncResult<Integer>();
                    result.setException(new IllegalArgumentException("bad"));
                    String failed = message(result::result);
                    result.set(1);
                    return resultsOf(failed, result.result());
                }),
                new GeventRow(
                        section,
                        "set_exception(e) after set(v): get() goes on returning v, exception is e",
                        "1 late",
                        "late late",
                        () -> {
                            var result = new AsyncResult<Integer>();
                            result.set(1);
                            result.setException(new IllegalArgumentException("late"));
                            return resultsOf(
                                    message(result::result), result.exception().getMessage());
                        }),
                same(section, "get(block=False): raises a Timeout if it is not set", "Timeout 3", () -> {
                    var result = new AsyncResult<Integer>();
                    Object early = caught(() -> result.result(Duration.ZERO));
                    result.set(3);
                    return resultsOf(early, result.result(Duration.ZERO));
                }),
                new GeventRow(section, "get(), result()", "true true", "false true", () -> {
                    var result = new AsyncResult<Integer>();
                    var error = new IllegalArgumentException("bad");
                    result.setException(error);
                    return resultsOf(caught(result::result) == error, result.exception() == error);
                }),
                same(section, "get_nowait()", "3", () -> {
                    var result = new AsyncResult<Integer>();
                    result.set(3);
                    return resultsOf(result.value());
                }),
                new GeventRow(
                        section,
                        "wait(): returns the value, or None for a failure or when the time passed",
                        "null 3",
                        "false true",
                        () -> {
                            var result = new AsyncResult<Integer>();
                            boolean late = result.join(SHORT);
                            result.set(3);
                            return resultsOf(late, result.join(SHORT));
                        }));
    }

    private static List<GeventRow> locks() {
        String section = "gevent.lock";
        return List.of(
                same(section, "Semaphore(n), BoundedSemaphore(n)", "true 2", () -> {
                    var permits = new BoundedSemaphore(1);
                    Object refused = caught(() -> {
                        permits.release();
                        return null;
                    });
                    return resultsOf(refused instanceof Exception, new Semaphore(2).available());
                }),
                same(section, "acquire(), acquire(timeout=s)", "true false", () -> {
                    var permits = new Semaphore(1);
                    permits.acquire();
                    return resultsOf(permits.isLocked(), permits.acquire(SHORT));
                }),
                same(section, "acquire(blocking=False)", "true false", () -> {
                    var permits = new Semaphore(1);
                    return resultsOf(permits.tryAcquire(), permits.tryAcquire());
                }),
                same(section, "release()", "[a, b, c]", () -> {
                    var permits = new Semaphore(0);
                    var log = new ArrayList<Object>();
                    List<Greenlet<Void>> waiters = Stream.of("a", "b", "c")
                            .map(name -> Jevent.spawn(() -> {
                                permits.acquire();
                                log.add(name);
                            }))
                            .toList();
                    Jevent.sleep();
                    waiters.forEach(_ -> permits.release());
                    Jevent.joinAll(waiters);
                    return resultsOf(log);
                }));
    }

    private static List<GeventRow> moreLocks() {
        String section = "gevent.lock";
        return List.of(
                same(section, "with semaphore:", "0 1", () -> {
                    var permits = new Semaphore(1);
                    int inside;
                    try (var _ = permits.hold()) {
                        inside = permits.available();
                    }
                    return resultsOf(inside, permits.available());
                }),
                same(section, "counter, locked(), wait()", "[1, false] 0 true", () -> {
                    var permits = new Semaphore(1);
                    var before = List.of(permits.available(), permits.isLocked());
                    permits.acquire();
                    return resultsOf(before, permits.available(), permits.isLocked());
                }),
                same(section, "DummySemaphore()", "true true false", () -> {
                    var permits = new DummySemaphore();
                    return resultsOf(permits.tryAcquire(), permits.tryAcquire(), permits.isLocked());
                }),
                same(section, "RLock()", "true false true", () -> {
                    var mutex = new RLock();
                    boolean again;
                    boolean other;
                    mutex.lock();
                    try {
                        again = mutex.tryLock();
                        mutex.unlock();
                        other = Jevent.spawn(() -> mutex.tryLock()).result();
                    } finally {
                        mutex.unlock();
                    }
                    return resultsOf(
                            again, other, Jevent.spawn(() -> mutex.tryLock()).result());
                }));
    }

    private static List<GeventRow> locals() {
        String section = "gevent.local, contextvars";
        return List.of(
                same(section, "local() and its attributes", "false 1", () -> {
                    var mine = new Local<Integer>("x");
                    mine.set(1);
                    boolean before = Jevent.spawn(() -> {
                                boolean isSet = mine.isSet();
                                mine.set(2);
                                return isSet;
                            })
                            .result();
                    return resultsOf(before, mine.get());
                }),
                new GeventRow(
                        section,
                        "reading: AttributeError",
                        "AttributeError",
                        "NoSuchElementException",
                        () -> resultsOf(caught(() -> new Local<Integer>("x").get()))),
                same(section, "a subclass whose __init__ runs in each greenlet", "0 1", () -> {
                    var mine = new Local<List<Integer>>("x", ArrayList::new);
                    mine.get().add(1);
                    return resultsOf(
                            Jevent.spawn(() -> mine.get().size()).result(),
                            mine.get().size());
                }),
                same(section, "copy_context(), context.run(f)", "ann bob", () -> {
                    var user = new ContextLocal<String>("user");
                    user.set("ann");
                    var context = ContextSnapshot.capture();
                    user.set("bob");
                    return resultsOf(context.call(user::get), user.get());
                }),
                same(section, "var.reset(token)", "ann nobody", () -> {
                    var user = new ContextLocal<>("user", "nobody");
                    return resultsOf(user.where("ann", user::get), user.get());
                }),
                new GeventRow(section, "ContextVar(name)", "nobody", "ann", () -> {
                    var user = new ContextLocal<>("user", "nobody");
                    return resultsOf(Jevent.spawn(() -> {
                                user.set("ann");
                                return Jevent.spawn(user::get).result();
                            })
                            .result());
                }));
    }
}
