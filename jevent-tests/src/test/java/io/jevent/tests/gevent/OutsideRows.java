// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.gevent;

import static io.jevent.tests.gevent.GeventRow.caught;
import static io.jevent.tests.gevent.GeventRow.resultsOf;
import static io.jevent.tests.gevent.GeventRow.same;
import static java.lang.ProcessBuilder.Redirect.PIPE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.socket.StreamSocket;
import io.jevent.subprocess.CalledProcessException;
import io.jevent.subprocess.Popen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The sections on sockets, subprocesses and the hub. */
final class OutsideRows {

    private static final Duration SHORT = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofSeconds(100);

    private OutsideRows() {}

    static Stream<GeventRow> rows() {
        return Stream.of(sockets(), scripts(), processes(), hubs(), exceptions())
                .flatMap(List::stream);
    }

    private static List<GeventRow> sockets() {
        String section = "gevent.socket";
        return List.of(
                same(section, "socketpair()", "hi", () -> {
                    StreamSocket.Pair pair = StreamSocket.pair();
                    pair.first().sendAll("hi".getBytes(UTF_8));
                    return resultsOf((Object) pair.second().recv(2));
                }),
                same(section, "recv(n), recv_into(buffer)", "hel lo 0", () -> {
                    StreamSocket.Pair pair = StreamSocket.pair();
                    var _ = Jevent.spawn(() -> {
                        pair.first().sendAll("hello".getBytes(UTF_8));
                        return null;
                    });
                    byte[] first = pair.second().recv(3);
                    byte[] rest = pair.second().recv(10);
                    pair.first().close();
                    return resultsOf(first, rest, pair.second().recv(1).length);
                }),
                same(section, "shutdown(how)", "0 still", () -> {
                    StreamSocket.Pair pair = StreamSocket.pair();
                    pair.first().shutdownOutput();
                    pair.second().sendAll("still".getBytes(UTF_8));
                    return resultsOf(pair.second().recv(1).length, pair.first().recv(5));
                }),
                new GeventRow(
                        section,
                        "settimeout(s), settimeout(None)",
                        "TimeoutError BlockingIOError",
                        "SocketTimeoutException SocketTimeoutException",
                        () -> {
                            StreamSocket.Pair pair = StreamSocket.pair();
                            pair.second().setTimeout(SHORT);
                            Object late = caught(() -> pair.second().recv(1));
                            pair.second().setTimeout(Duration.ZERO);
                            return resultsOf(late, caught(() -> pair.second().recv(1)));
                        }),
                new GeventRow(
                        section,
                        "a second reader: ConcurrentObjectUseError",
                        "ConcurrentObjectUseError",
                        "ConcurrentObjectUseException",
                        () -> {
                            StreamSocket.Pair pair = StreamSocket.pair();
                            var reader = Jevent.spawn(() -> pair.second().recv(1));
                            Jevent.sleep();
                            Object second = caught(() -> pair.second().recv(1));
                            reader.kill();
                            return resultsOf(second);
                        }));
    }

    private static List<String> words(String output) {
        return List.of(output.strip().split("\\s+"));
    }

    private static List<GeventRow> scripts() {
        String section = "gevent.subprocess, gipc";
        return List.of(
                same(
                        section,
                        "Popen(script, shell=True)",
                        "A B",
                        () -> resultsOf(Popen.shell("echo a b | tr a-z A-Z")
                                .checkOutput()
                                .strip())),
                same(
                        section,
                        "cwd, env",
                        "[/, hi]",
                        () -> resultsOf(words(Popen.shell("pwd; echo $GREETING")
                                .directory(Path.of("/"))
                                .environment(Map.of("GREETING", "hi", "PATH", "/usr/bin:/bin"))
                                .checkOutput()))),
                same(
                        section,
                        "stderr=STDOUT",
                        "[out, err]",
                        () -> resultsOf(words(Popen.shell("echo out; echo err >&2")
                                .stderrToStdout()
                                .checkOutput()))),
                same(section, "CompletedProcess", "out err 3", () -> {
                    var done = Popen.shell("echo out; echo err >&2; exit 3")
                            .capture()
                            .run();
                    return resultsOf(
                            done.stdoutText().strip(), done.stderrText().strip(), done.returnCode());
                }),
                same(
                        section,
                        "run, call",
                        "3 4",
                        () -> resultsOf(
                                Popen.shell("exit 3").run().returnCode(),
                                Popen.shell("exit 4").run().returnCode())),
                new GeventRow(
                        section,
                        "CalledProcessError, TimeoutExpired",
                        "CalledProcessError TimeoutExpired",
                        "CalledProcessException ProcessTimeoutException",
                        () -> resultsOf(
                                caught(() -> Popen.shell("exit 3").checkOutput()),
                                caught(() -> Popen.command("sleep", "100").run(Duration.ZERO)))),
                same(section, "check_call, check_output", "x 3", () -> {
                    var error = (CalledProcessException)
                            caught(() -> Popen.shell("exit 3").checkCall());
                    return resultsOf(
                            Popen.command("echo", "x").checkOutput().strip(),
                            error.process().returnCode());
                }));
    }

    private static List<GeventRow> processes() {
        String section = "gevent.subprocess, gipc";
        return List.of(
                new GeventRow(section, "poll(), returncode", "true -9", "true 137", () -> {
                    try (var process = Popen.command("sleep", "100").start()) {
                        boolean running = process.returnCode().isEmpty();
                        process.kill();
                        return resultsOf(running, process.waitFor());
                    }
                }),
                new GeventRow(section, "send_signal, terminate, kill", "-15", "143", () -> {
                    try (var process = Popen.command("sleep", "100").start()) {
                        process.terminate();
                        return resultsOf(process.waitFor());
                    }
                }),
                new GeventRow(section, "wait(timeout)", "TimeoutExpired 0", "true 0", () -> {
                    try (var process = Popen.command("cat").stdin(PIPE).start()) {
                        boolean late = process.waitFor(Duration.ZERO).isEmpty();
                        process.stdin().close();
                        return resultsOf(late, process.waitFor());
                    }
                }),
                same(section, "communicate(input, timeout)", "hello", () -> {
                    try (var process =
                            Popen.command("cat").stdin(PIPE).stdout(PIPE).start()) {
                        return resultsOf((Object)
                                process.communicate("hello".getBytes(UTF_8)).stdout());
                    }
                }));
    }

    private static List<GeventRow> hubs() {
        String section = "gevent.hub, gevent.util, exceptions";
        return List.of(
                same(
                        section,
                        "get_hub(), get_hub_if_exists()",
                        "true",
                        () -> resultsOf(Hub.current() == Hub.ifCurrent())),
                same(section, "loop.run_callback, run_callback_threadsafe", "[] [called]", () -> {
                    var log = new ArrayList<Object>();
                    Hub.current().runCallback(() -> log.add("called"));
                    var before = List.copyOf(log);
                    Jevent.sleep();
                    return resultsOf(before, log);
                }),
                same(section, "loop.timer(s, repeat)", "[fired, fired, fired]", () -> {
                    var log = new ArrayList<Object>();
                    var timer = Hub.current()
                            .schedule(SHORT, () -> log.add("fired"))
                            .every(SHORT);
                    Jevent.sleep(SHORT.multipliedBy(3).plusMillis(1));
                    timer.cancel();
                    Jevent.sleep(SHORT.multipliedBy(3));
                    return resultsOf(log);
                }),
                same(section, "loop.timer(s)", "[fired]", () -> {
                    var log = new ArrayList<Object>();
                    Hub.current().schedule(SHORT, () -> log.add("fired"));
                    Jevent.sleep(SHORT.multipliedBy(2));
                    return resultsOf(log);
                }));
    }

    private static List<GeventRow> exceptions() {
        String section = "gevent.hub, gevent.util, exceptions";
        return List.of(
                same(
                        section,
                        "LoopExit",
                        "LoopExit",
                        () -> resultsOf(caught(() -> {
                            new Event().await();
                            return null;
                        }))),
                same(section, "BlockingSwitchOutError", "[BlockingSwitchOut]", () -> {
                    var log = new ArrayList<Object>();
                    Hub.current().runCallback(() -> {
                        Object thrown = caught(() -> {
                            Jevent.sleep(SHORT);
                            return null;
                        });
                        log.add(thrown.getClass().getSimpleName().substring(0, "BlockingSwitchOut".length()));
                    });
                    Jevent.sleep(SHORT);
                    return resultsOf(log);
                }),
                same(section, "GreenletExit", "[GreenletExit]", () -> {
                    var log = new ArrayList<Object>();
                    var greenlet = Jevent.spawn(() -> {
                        try {
                            Jevent.sleep(LONG);
                        } catch (GreenletExit e) {
                            log.add(e);
                        }
                    });
                    Jevent.sleep();
                    greenlet.kill();
                    return resultsOf(log);
                }));
    }
}
