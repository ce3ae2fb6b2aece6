// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import io.jevent.threadpool.ThreadPool;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Tag;

/**
 * A program that has the JDK's blocking calls cut short, which are patched; those of pipes would hold the hub
 * otherwise.
 */
@Tag("realtime")
public final class PatchedSoak {

    private static final int ONCE = 1;
    private static final ReentrantLock SHARED = new ReentrantLock();

    private PatchedSoak() {}

    /** Runs for a while, or for long if there is an argument. */
    public static void main(String[] arguments) throws Exception {
        IO.println(ThreadPool.ofHub().apply(() -> soak(arguments.length > 0))); // a thread whose hubs it may close
    }

    private static String soak(boolean forLong) throws Exception {
        return forLong ? Soak.forLong(operations()) : Soak.aWhile(operations());
    }

    private static List<Operation> operations() {
        return List.of(
                Operation.of("sleep", ONCE, _ -> Thread.sleep(1)),
                Operation.of("a thread", ONCE, number -> {
                    Thread thread = Thread.ofVirtual().start(() -> CoreOperations.ignore(number));
                    thread.join();
                }),
                Operation.of("a name", ONCE, _ -> CoreOperations.ignore(InetAddress.getByName("localhost"))),
                Operation.of(
                        "a queue in vain",
                        ONCE,
                        _ -> CoreOperations.ignore(new LinkedBlockingQueue<Integer>().poll(1, TimeUnit.MILLISECONDS))),
                new Operation("a lock", ONCE, _ -> lock(new ReentrantLock())),
                new Operation("the same lock", ONCE, _ -> lock(SHARED)),
                new Operation("a connection", ONCE, PatchedSoak::connection),
                new Operation("accepting in vain", ONCE, closing -> {
                    ServerSocket server = closing.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
                    return _ -> server.accept().close();
                }),
                new Operation("a selector", ONCE, PatchedSoak::selector),
                Operation.of("a process", ONCE, PatchedSoak::process),
                new Operation("a file", ONCE, PatchedSoak::file),
                new Operation("a named pipe that nobody writes to", ONCE, PatchedSoak::pipe));
    }

    private static Operation.Once lock(ReentrantLock lock) {
        return _ -> {
            lock.lockInterruptibly();
            try {
                Thread.sleep(1);
            } finally {
                lock.unlock();
            }
        };
    }

    private static Operation.Once connection(Operation.Closing closing) throws IOException {
        ServerSocket server = closing.add(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        return _ -> {
            try (var client = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket accepted = server.accept()) {
                client.getOutputStream().write(1);
                CoreOperations.ignore(accepted.getInputStream().read());
            }
        };
    }

    private static Operation.Once selector(Operation.Closing closing) throws IOException {
        var server = closing.add(ServerSocketChannel.open());
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return _ -> {
            try (var client = SocketChannel.open(server.getLocalAddress());
                    var accepted = server.accept();
                    var selector = Selector.open()) {
                client.configureBlocking(false);
                CoreOperations.ignore(client.register(selector, SelectionKey.OP_READ));
                CoreOperations.ignore(selector.select(1));
                accepted.socket().getOutputStream().write(1);
                CoreOperations.ignore(selector.select());
            }
        };
    }

    /** Starting one holds the hub, so it is done seldom. */
    private static void process(int number) throws Exception {
        if (number % 20 != 1) {
            Thread.sleep(1);
            return;
        }
        Process process = new ProcessBuilder("cat").start();
        try {
            process.getOutputStream().close();
            CoreOperations.ignore(process.getInputStream().read());
            CoreOperations.ignore(process.waitFor());
        } finally {
            process.destroyForcibly();
        }
    }

    private static Operation.Once file(Operation.Closing closing) throws IOException {
        Path path = Files.createTempFile("soak", ".bin");
        closing.add(() -> Files.delete(path));
        return number -> {
            try (var file = new RandomAccessFile(path.toFile(), "rw")) {
                file.write(new byte[10_000]);
                file.seek(number % 10_000);
                CoreOperations.ignore(file.read());
            }
        };
    }

    private static Operation.Once pipe(Operation.Closing closing) throws Exception {
        Path folder = Files.createTempDirectory("soak");
        closing.add(() -> Files.delete(folder));
        Path path = folder.resolve("pipe");
        CoreOperations.ignore(
                new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
        closing.add(() -> Files.delete(path));
        return _ -> {
            try (var both = new RandomAccessFile(path.toFile(), "rw")) { // opens without waiting for another end
                CoreOperations.ignore(both.read());
            }
        };
    }
}
