// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.file.ThreadedFile;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.lock.RLock;
import io.jevent.lock.Semaphore;
import io.jevent.pool.Pool;
import io.jevent.queue.Queue;
import io.jevent.queue.QueueShutDownException;
import io.jevent.scope.Scope;
import io.jevent.socket.StreamSocket;
import io.jevent.subprocess.Popen;
import io.jevent.threadpool.ThreadPool;
import io.jevent.zmq.ZmqContext;
import io.jevent.zmq.ZmqSocket;
import io.jevent.zmq.ZmqType;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Operations that wait in several places, and objects that are closed while a greenlet waits for them. */
@Tag("realtime")
final class SoakOperations {

    private static final int ONCE = 1;
    private static final Duration SHORT = Duration.ofMillis(1);

    private SoakOperations() {}

    /** A part of an operation. */
    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }

    static List<Operation> all() {
        return Stream.of(waits(), closes()).flatMap(List::stream).toList();
    }

    private static List<Operation> waits() {
        return List.of(
                new Operation("a file", ONCE, SoakOperations::file),
                Operation.of("the pipes of a process", ONCE, number -> {
                    try (Popen cat = Popen.command("cat")
                            .stdin(Redirect.PIPE)
                            .stdout(Redirect.PIPE)
                            .start()) {
                        CoreOperations.ignore(cat.communicate(new byte[100_000 + number]));
                    }
                }),
                Operation.of(
                        "slow work in the thread pool",
                        ONCE,
                        _ -> ThreadPool.ofHub().apply(() -> {
                            Thread.sleep(SHORT);
                            return 1;
                        })),
                Operation.of(
                        "a scope whose greenlets wait",
                        ONCE,
                        _ -> CoreOperations.ignore(Scope.race(List.of(SoakOperations::pause, () -> {
                            Jevent.sleep(Duration.ofHours(1));
                            return 2;
                        })))),
                new Operation("a pool that is full", ONCE, closing -> {
                    var pool = new Pool(1);
                    closing.add(pool::kill);
                    return _ -> {
                        var _ = pool.spawn(SoakOperations::pause);
                        pool.spawn(SoakOperations::pause).join();
                    };
                }),
                new Operation("locks inside each other", ONCE, SoakOperations::locks));
    }

    private static List<Operation> closes() {
        return List.of(
                Operation.of("a queue that is shut down", ONCE, _ -> {
                    var queue = new Queue<Integer>();
                    whileWaiting(queue::shutdown, () -> {
                        try {
                            CoreOperations.ignore(queue.get());
                        } catch (QueueShutDownException e) {
                            CoreOperations.ignore(e);
                        }
                    });
                }),
                Operation.of("a socket that is closed", ONCE, _ -> {
                    StreamSocket.Pair pair = StreamSocket.pair();
                    try (var one = pair.first();
                            var other = pair.second()) {
                        whileWaiting(other::close, () -> CoreOperations.ignore(one.recv(1)));
                    }
                }),
                Operation.of("a server that stops", ONCE, SoakOperations::server),
                new Operation("messages over ZeroMQ", ONCE, closing -> {
                    ZmqContext context = closing.add(new ZmqContext());
                    return _ -> {
                        try (ZmqSocket one = context.socket(ZmqType.PAIR);
                                ZmqSocket other = context.socket(ZmqType.PAIR)) {
                            other.connect(one.bind("tcp://127.0.0.1:*"));
                            other.send(new byte[10_000]);
                            CoreOperations.ignore(one.recv());
                        }
                    };
                }));
    }

    private static int pause() {
        Jevent.sleep(SHORT);
        return 1;
    }

    /** Waits in the calling greenlet, and has another one end that wait. */
    private static void whileWaiting(Step closer, Step waiting) throws Exception {
        Greenlet<?> closing = Jevent.spawnLater(SHORT, () -> {
            closer.run();
            return null;
        });
        try {
            waiting.run();
        } finally {
            closing.kill();
        }
    }

    private static Operation.Once file(Operation.Closing closing) throws IOException {
        Path path = Files.createTempFile("soak", ".bin");
        closing.add(() -> Files.delete(path));
        return number -> {
            try (var file = ThreadedFile.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                CoreOperations.ignore(file.write(ByteBuffer.wrap(new byte[10_000])));
                file.position(number % 10_000);
                CoreOperations.ignore(file.read(ByteBuffer.allocate(1_000)));
            }
        };
    }

    private static Operation.Once locks(Operation.Closing closing) {
        var lock = new RLock();
        var permits = new Semaphore(1);
        return _ -> {
            Greenlet<?> rival = Jevent.spawn(() -> hold(permits, lock));
            try {
                hold(permits, lock);
            } finally {
                rival.kill();
            }
        };
    }

    private static void hold(Semaphore permits, RLock lock) {
        try (var _ = permits.hold();
                var _ = lock.hold()) {
            Jevent.sleep(SHORT);
        }
    }

    private static void server(int number) throws IOException {
        var server = new HttpServer(
                "127.0.0.1:0",
                (_, response) -> {
                    Jevent.sleep(SHORT);
                    response.send("hello");
                },
                HttpOptions.DEFAULTS.log(AccessLog.NONE));
        try (server) {
            server.start();
            CoreOperations.ignore(IoOperations.ask(server.port(), "GET /" + number + " HTTP/1.0\r\nHost: a\r\n\r\n"));
            server.stop(SHORT);
        }
    }
}
