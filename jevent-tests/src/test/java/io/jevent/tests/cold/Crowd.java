// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.cold;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.http.HttpServer;
import io.jevent.lock.Hold;
import io.jevent.lock.RLock;
import io.jevent.lock.Semaphore;
import io.jevent.queue.Queue;
import io.jevent.server.StreamServer;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The program of {@link ColdWakeTest}: many greenlets of a cold JVM wait before one of them was ever woken, and then
 * all are woken.
 */
enum Crowd {
    SLEEP(3_000) {
        @Override
        Wave begin(int size) {
            return wave(size, () -> Jevent.sleep(Duration.ofMillis(500)), () -> {});
        }
    },
    YIELD(3_000) {
        @Override
        Wave begin(int size) {
            return wave(size, Jevent::sleep, () -> {});
        }
    },
    EVENT(3_000) {
        @Override
        Wave begin(int size) {
            var event = new Event();
            return wave(size, event::await, event::set);
        }
    },
    EVENT_WITH_LIMIT(3_000) {
        @Override
        Wave begin(int size) {
            var event = new Event();
            return wave(size, () -> event.await(Duration.ofMinutes(10)), event::set);
        }
    },
    RESULT(3_000) {
        @Override
        Wave begin(int size) {
            var result = new AsyncResult<Integer>();
            return wave(size, result::get, () -> result.set(1));
        }
    },
    RESULT_WITH_LIMIT(3_000) {
        @Override
        Wave begin(int size) {
            var result = new AsyncResult<Integer>();
            return wave(size, () -> result.result(Duration.ofMinutes(10)), () -> result.set(1));
        }
    },
    QUEUE(3_000) {
        @Override
        Wave begin(int size) {
            var queue = new Queue<Integer>();
            return wave(size, queue::get, () -> repeat(size, () -> queue.put(1)));
        }
    },
    SEMAPHORE(3_000) {
        @Override
        Wave begin(int size) {
            var semaphore = new Semaphore(0);
            return wave(size, semaphore::acquire, () -> repeat(size, semaphore::release));
        }
    },
    LOCK(3_000) {
        @Override
        Wave begin(int size) {
            var lock = new RLock();
            Hold first = lock.hold();
            return wave(size, () -> lock.hold().close(), first::close);
        }
    },
    JOIN(3_000) {
        @Override
        Wave begin(int size) {
            var event = new Event();
            Greenlet<?> awaited = Jevent.spawn(() -> event.await());
            return wave(size, awaited::join, event::set);
        }
    },
    SOCKET(1_500) {
        @Override
        Wave begin(int size) throws Exception {
            var server = new StreamServer("127.0.0.1:0", socket -> socket.sendAll(socket.recv(1)));
            server.start();
            return visitors(size, server.address(), "x");
        }
    },
    HTTP(1_500) {
        @Override
        Wave begin(int size) throws Exception {
            var server = new HttpServer("127.0.0.1:0", (_, response) -> response.send("x"));
            server.start();
            return visitors(size, server.address(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
    };

    /** Something that may wait. */
    interface Wait {
        void run() throws Exception;
    }

    /** A crowd that waits, and what wakes it. */
    record Wave(List<Greenlet<?>> greenlets, Wait wake) {}

    final int size;

    Crowd(int size) {
        this.size = size;
    }

    abstract Wave begin(int size) throws Exception;

    private static Wave wave(int size, Wait wait, Wait wake) {
        var greenlets = new ArrayList<Greenlet<?>>();
        repeat(
                size,
                () -> greenlets.add(Jevent.spawn(() -> {
                    wait.run();
                    return null;
                })));
        return new Wave(greenlets, wake);
    }

    private static void repeat(int times, Wait work) {
        for (int i = 0; i < times; i++) {
            try {
                work.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Connections to a server, whose greenlets wait for the first bytes. */
    private static Wave visitors(int size, SocketAddress address, String request) throws IOException {
        var sockets = new ArrayList<StreamSocket>();
        for (int i = 0; i < size; i++) {
            sockets.add(StreamSocket.connect(address));
        }
        return new Wave(List.of(), () -> {
            for (StreamSocket socket : sockets) {
                socket.sendAll(request.getBytes(StandardCharsets.US_ASCII));
            }
            for (StreamSocket socket : sockets) {
                if (socket.recv(1).length != 1) {
                    throw new IOException("no response");
                }
            }
        });
    }

    public static void main(String... arguments) throws Exception {
        Crowd crowd = valueOf(arguments[0]);
        Wave wave = crowd.begin(crowd.size);
        Jevent.sleep();
        Jevent.sleep();
        wave.wake().run();
        Jevent.joinAll(wave.greenlets());
        Jevent.killAll(wave.greenlets());
        IO.println(crowd.size + " were woken");
        System.exit(0);
    }
}
