// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.gevent;

import static io.jevent.tests.gevent.GeventRow.caught;
import static io.jevent.tests.gevent.GeventRow.message;
import static io.jevent.tests.gevent.GeventRow.resultsOf;
import static io.jevent.tests.gevent.GeventRow.same;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Outcome;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.local.ContextLocal;
import io.jevent.queue.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The sections on functions of {@code gevent} and on greenlets. */
final class GreenletRows {

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(100);

    private GreenletRows() {}

    static Stream<GeventRow> rows() {
        return Stream.of(functions(), waits(), killing(), outcomes(), greenlets(), attributes(), links())
                .flatMap(List::stream);
    }

    /** A greenlet that sleeps long and notes its end. */
    private static Runnable sleeper(List<Object> log, String name) {
        return () -> {
            try {
                Jevent.sleep(LONG);
            } finally {
                log.add(name);
            }
        };
    }

    private static Object fail() {
        throw new IllegalArgumentException("boom");
    }

    private static List<GeventRow> functions() {
        String section = "gevent";
        return List.of(
                same(
                        section,
                        "spawn(f, *args)",
                        "3",
                        () -> resultsOf(Jevent.spawn(() -> 1 + 2).result())),
                same(section, "spawn_later(s, f)", "[now, later]", () -> {
                    var log = new ArrayList<Object>();
                    Jevent.joinAll(
                            Jevent.spawnLater(SHORT, () -> log.add("later")), Jevent.spawn(() -> log.add("now")));
                    return resultsOf(log);
                }),
                same(section, "spawn_raw(f)", "[] [raw]", () -> {
                    var log = new ArrayList<Object>();
                    Jevent.spawnRaw(() -> log.add("raw"));
                    var before = List.copyOf(log);
                    Jevent.sleep();
                    return resultsOf(before, log);
                }),
                new GeventRow(section, "getcurrent()", "[true, false]", "[true, true]", () -> {
                    var log = new ArrayList<Object>();
                    Greenlet<RawGreenlet> greenlet = Jevent.spawn(() -> Jevent.current());
                    log.add(greenlet.result() == greenlet);
                    Hub.current().runCallback(() -> log.add(Jevent.current() == null));
                    Jevent.sleep();
                    return resultsOf(log);
                }),
                same(section, "sleep(0), sleep(s), sleep(s, ref=False)", "[a1, b1, a2, b2, a3, b3]", () -> {
                    var log = new ArrayList<Object>();
                    Jevent.joinAll(Stream.of("a", "b")
                            .map(name -> Jevent.spawn(() -> {
                                log.add(name + "1");
                                Jevent.sleep();
                                log.add(name + "2");
                                Jevent.sleep(SHORT);
                                log.add(name + "3");
                            }))
                            .toList());
                    return resultsOf(log);
                }),
                same(section, "idle()", "[other, idle]", () -> {
                    var log = new ArrayList<Object>();
                    var _ = Jevent.spawn(() -> log.add("other"));
                    Jevent.idle();
                    log.add("idle");
                    return resultsOf(log);
                }));
    }

    private static List<GeventRow> waits() {
        String section = "gevent";
        return List.of(
                same(section, "joinall(gs), joinall(gs, timeout, count=n)", "[1, 2] 1", () -> {
                    var greenlets = List.of(Jevent.spawn(() -> 1), Jevent.spawn(() -> 2));
                    Jevent.joinAll(greenlets);
                    List<Greenlet<?>> two = List.of(Jevent.spawn(() -> 1), Jevent.spawn(() -> Jevent.sleep(LONG)));
                    int first = Jevent.joinAll(two, 1).size();
                    two.getLast().kill();
                    return resultsOf(greenlets.stream().map(Outcome::value).toList(), first);
                }),
                same(
                        section,
                        "joinall(gs, raise_error=True) and its limit and count",
                        "boom",
                        () -> resultsOf(message(() -> {
                            Jevent.joinAllOrThrow(List.of(Jevent.spawn(() -> 1), Jevent.spawn(GreenletRows::fail)));
                            return null;
                        }))),
                same(section, "wait(objects, timeout, count)", "1 true 0", () -> {
                    var first = new Event();
                    var second = new Event();
                    var _ = Jevent.spawn(() -> second.set());
                    var ready = Jevent.await(List.of(first, second), 1);
                    return resultsOf(
                            ready.size(),
                            ready.getFirst() == second,
                            Jevent.await(List.of(first), 1, SHORT).size());
                }),
                same(section, "iwait(objects)", "[2, 3, 1]", () -> {
                    var greenlets = List.of(
                            Jevent.spawnLater(Duration.ofMillis(20), () -> 1),
                            Jevent.spawn(() -> 2),
                            Jevent.spawnLater(SHORT, () -> 3));
                    var log = new ArrayList<Object>();
                    Jevent.iwait(greenlets).forEachRemaining(greenlet -> log.add(greenlet.value()));
                    return resultsOf(log);
                }),
                same(section, "wait()", "true [later]", () -> {
                    var log = new ArrayList<Object>();
                    var _ = Jevent.spawnLater(SHORT, () -> log.add("later"));
                    return resultsOf(Hub.current().join(LONG), log);
                }),
                same(
                        section,
                        "with_timeout(s, f)",
                        "late early",
                        () -> resultsOf(
                                Jevent.withTimeout(SHORT, "late", () -> {
                                    Jevent.sleep(LONG);
                                    return "slept";
                                }),
                                Jevent.withTimeout(LONG, () -> "early"))));
    }

    private static List<GeventRow> killing() {
        return List.of(
                same("gevent", "kill(g)", "[after, finally]", () -> {
                    var log = new ArrayList<Object>();
                    var greenlet = Jevent.spawn(sleeper(log, "finally"));
                    Jevent.sleep();
                    Jevent.interruptAll(List.of(greenlet), new GreenletExit());
                    log.add("after");
                    greenlet.join();
                    return resultsOf(log);
                }),
                same("gevent", "killall(gs)", "[a, b, after]", () -> {
                    var log = new ArrayList<Object>();
                    var greenlets = List.of(Jevent.spawn(sleeper(log, "a")), Jevent.spawn(sleeper(log, "b")));
                    Jevent.sleep();
                    Jevent.killAll(greenlets);
                    log.add("after");
                    return resultsOf(log);
                }),
                same("gevent", "killall(gs, block=False)", "[after, a, b]", () -> {
                    var log = new ArrayList<Object>();
                    var greenlets = List.of(Jevent.spawn(sleeper(log, "a")), Jevent.spawn(sleeper(log, "b")));
                    Jevent.sleep();
                    Jevent.interruptAll(greenlets, new GreenletExit());
                    log.add("after");
                    Jevent.joinAll(greenlets);
                    return resultsOf(log);
                }),
                new GeventRow("gevent.Greenlet", "kill(), kill(exc)", "[true, true]", "[true, false]", () -> {
                    var error = new IllegalArgumentException("killed");
                    var seen = new ArrayList<Object>();
                    Runnable work = () -> {
                        try {
                            Jevent.sleep(LONG);
                        } catch (IllegalArgumentException e) {
                            seen.add(e == error);
                        }
                    };
                    var greenlets = List.of(Jevent.spawn(work), Jevent.spawn(work));
                    Jevent.sleep();
                    greenlets.forEach(greenlet -> greenlet.kill(error));
                    return resultsOf(seen);
                }),
                same("gevent.Greenlet", "kill(block=False)", "[after, finally]", () -> {
                    var log = new ArrayList<Object>();
                    var greenlet = Jevent.spawn(sleeper(log, "finally"));
                    Jevent.sleep();
                    greenlet.interrupt(new GreenletExit());
                    log.add("after");
                    greenlet.join();
                    return resultsOf(log);
                }));
    }

    private static List<GeventRow> outcomes() {
        String section = "gevent.Greenlet";
        return List.of(
                same(section, "ready()", "false true", () -> {
                    var greenlet = Jevent.spawn(() -> 1);
                    boolean before = greenlet.isReady();
                    greenlet.join();
                    return resultsOf(before, greenlet.isReady());
                }),
                same(section, "successful()", "true false true", () -> {
                    var good = Jevent.spawn(() -> 1);
                    var bad = Jevent.spawn(GreenletRows::fail);
                    var killed = Jevent.spawn(() -> Jevent.sleep(LONG));
                    Jevent.sleep();
                    killed.kill();
                    return resultsOf(good.isSuccessful(), bad.isSuccessful(), killed.isSuccessful());
                }),
                new GeventRow(section, "value", "1 GreenletExit", "1 null", () -> {
                    var good = Jevent.spawn(() -> 1);
                    var killed = Jevent.spawn(() -> Jevent.sleep(LONG));
                    Jevent.sleep();
                    killed.kill();
                    return resultsOf(good.value(), killed.value());
                }),
                same(section, "exception, exc_info", "null boom", () -> {
                    var good = Jevent.spawn(() -> 1);
                    var bad = Jevent.spawn(GreenletRows::fail);
                    Jevent.joinAll(good, bad);
                    return resultsOf(good.exception(), bad.exception().getMessage());
                }),
                new GeventRow(section, "join(timeout)", "null true", "false true", () -> {
                    var greenlet = Jevent.spawn(() -> Jevent.sleep(LONG));
                    boolean ended = greenlet.join(SHORT);
                    greenlet.kill();
                    return resultsOf(ended, greenlet.isReady());
                }),
                new GeventRow(
                        section,
                        "get(), get(timeout=s)",
                        "1 boom Timeout GreenletExit",
                        "1 boom Timeout CancellationException",
                        () -> {
                            var killed = Jevent.spawn(() -> Jevent.sleep(LONG));
                            Object late = caught(() -> killed.result(SHORT));
                            killed.kill();
                            return resultsOf(
                                    Jevent.spawn(() -> 1).result(),
                                    message(() ->
                                            Jevent.spawn(GreenletRows::fail).result()),
                                    late,
                                    caught(killed::result));
                        }),
                same(section, "get(block=False): raises a Timeout if it has not ended", "Timeout 1", () -> {
                    var greenlet = Jevent.spawn(() -> 1);
                    Object early = caught(() -> greenlet.result(Duration.ZERO));
                    greenlet.join();
                    return resultsOf(early, greenlet.result(Duration.ZERO));
                }));
    }

    private static List<GeventRow> greenlets() {
        String section = "gevent.Greenlet";
        return List.of(
                same(section, "Greenlet(f)", "false 1", () -> {
                    var greenlet = new Greenlet<>(() -> 1);
                    boolean before = greenlet.isStarted();
                    greenlet.start();
                    return resultsOf(before, greenlet.result());
                }),
                same(section, "_run", "mine", () -> {
                    var greenlet = new Greenlet<String>() {
                        @Override
                        protected String run() {
                            return "mine";
                        }
                    };
                    greenlet.start();
                    return resultsOf(greenlet.result());
                }),
                same(section, "start(), start_later(s)", "[soon, late]", () -> {
                    var log = new ArrayList<Object>();
                    var late = new Greenlet<>(() -> log.add("late"));
                    var soon = new Greenlet<>(() -> log.add("soon"));
                    late.startLater(SHORT);
                    soon.start();
                    Jevent.joinAll(late, soon);
                    return resultsOf(log);
                }),
                same(section, "started, bool(g)", "false true true", () -> {
                    var greenlet = new Greenlet<>(() -> Jevent.current().isStarted());
                    boolean before = greenlet.isStarted();
                    greenlet.start();
                    return resultsOf(before, greenlet.isStarted(), greenlet.result());
                }),
                same(section, "dead", "false true", () -> {
                    var greenlet = Jevent.spawn(() -> 1);
                    boolean before = greenlet.isDead();
                    greenlet.join();
                    return resultsOf(before, greenlet.isDead());
                }));
    }

    private static List<GeventRow> attributes() {
        String section = "gevent.Greenlet";
        return List.of(
                new GeventRow(section, "with Greenlet.spawn(f) as g:", "[done]", "[killed]", () -> {
                    var log = new ArrayList<Object>();
                    try (var _ = Jevent.spawn(() -> {
                        try {
                            Jevent.sleep(SHORT);
                            log.add("done");
                        } catch (GreenletExit e) {
                            log.add("killed");
                        }
                    })) {
                        Jevent.sleep();
                    }
                    return resultsOf(log);
                }),
                same(section, "name, minimal_ident", "worker", () -> {
                    var greenlet = new Greenlet<>(() -> 1);
                    greenlet.setName("worker");
                    return resultsOf(greenlet.name());
                }),
                same(
                        section,
                        "spawning_greenlet, spawning_stack",
                        "true",
                        () -> resultsOf(Jevent.spawn(() -> {
                                    var inner = Jevent.spawn(() -> 1);
                                    return inner.spawner() == Jevent.current();
                                })
                                .result())),
                same(section, "spawn_tree_locals", "ann", () -> {
                    var user = new ContextLocal<String>("user");
                    return resultsOf(Jevent.spawn(() -> {
                                user.set("ann");
                                return Jevent.spawn(user::get).result();
                            })
                            .result());
                }));
    }

    private static List<GeventRow> links() {
        String section = "gevent.Greenlet";
        return List.of(
                same(section, "rawlink, unlink", "[second]", () -> {
                    var log = new ArrayList<Object>();
                    var greenlet = Jevent.spawn(() -> 1);
                    Runnable first = () -> log.add("first");
                    greenlet.rawlink(first);
                    greenlet.rawlink(() -> log.add("second"));
                    greenlet.unlink(first);
                    greenlet.join();
                    return resultsOf(log);
                }),
                same(section, "link, link_value, link_exception", "[good, good value, bad, bad exception]", () -> {
                    var log = new ArrayList<Object>();
                    var good = Jevent.spawn(() -> new Object());
                    var bad = Jevent.spawn(GreenletRows::fail);
                    for (var each : List.of(good, bad)) {
                        String name = each == good ? "good" : "bad";
                        each.link(_ -> log.add(name));
                        each.linkValue(_ -> log.add(name + " value"));
                        each.linkException(_ -> log.add(name + " exception"));
                    }
                    Jevent.joinAll(good, bad);
                    Jevent.sleep(SHORT);
                    return resultsOf(log);
                }),
                same(section, "link(f) of a greenlet that has ended: called in the next turn", "[] [called]", () -> {
                    var log = new ArrayList<Object>();
                    var greenlet = Jevent.spawn(() -> 1);
                    greenlet.join();
                    greenlet.link(_ -> log.add("called"));
                    var before = List.copyOf(log);
                    Jevent.sleep();
                    return resultsOf(before, log);
                }),
                same(section, "g.link(result), g.link(queue.put)", "5 5", () -> {
                    var result = new AsyncResult<Integer>();
                    var items = new Queue<Greenlet<Integer>>();
                    Greenlet<Integer> greenlet = Jevent.spawn(() -> 5);
                    greenlet.link(result::setFrom);
                    greenlet.link(items::put);
                    return resultsOf(result.result(), items.get().value());
                }));
    }
}
