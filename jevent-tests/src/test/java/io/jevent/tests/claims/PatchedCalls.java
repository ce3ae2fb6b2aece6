// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.claims;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.dns.Dns;
import io.jevent.event.Event;
import io.jevent.hub.CurrentGreenlet;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Tag;

/**
 * Makes calls of the JDK that block, each ended by another greenlet, which would never run if the call blocked the hub.
 */
@Tag("realtime")
public final class PatchedCalls {

    private PatchedCalls() {}

    /** Ends the wait. */
    @FunctionalInterface
    private interface Release {
        void run() throws Exception;
    }

    /** Prints a line for each. */
    public static void main(String[] args) throws Exception {
        sleeping();
        sockets();
        selectors();
        threads();
        queues();
        processes();
        names();
        files();
    }

    private static void report(String what, Callable<String> call, Release release) throws Exception {
        Greenlet<String> waiting = Jevent.spawn(call);
        Jevent.sleep(Duration.ofMillis(20));
        String before = waiting.isDead() ? "did not wait" : "lets others run";
        release.run();
        IO.println(what + ": " + before + ", " + waiting.result());
    }

    private static void sleeping() throws Exception {
        report(
                "sleep",
                () -> {
                    Thread.sleep(100);
                    return "slept";
                },
                () -> {});
    }

    private static void sockets() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            report(
                    "socket",
                    () -> {
                        try (var accepted = server.accept()) {
                            return "read " + accepted.getInputStream().read();
                        }
                    },
                    () -> {
                        try (var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
                            client.getOutputStream().write(7);
                        }
                    });
        }
    }

    private static void selectors() throws Exception {
        try (Selector selector = Selector.open()) {
            report("select", () -> "selected " + selector.select(), selector::wakeup);
        }
    }

    private static void threads() throws Exception {
        var end = new Event();
        var ran = new LinkedBlockingQueue<Boolean>();
        report(
                "thread",
                () -> {
                    var thread = new Thread(() -> {
                        end.await();
                        ran.add(CurrentGreenlet.get() != null);
                    });
                    thread.start();
                    thread.join();
                    return ran.take() ? "is a greenlet" : "is none";
                },
                end::set);
    }

    private static void queues() throws Exception {
        var queue = new LinkedBlockingQueue<String>();
        report("queue", queue::take, () -> queue.add("taken"));
    }

    private static void processes() throws Exception {
        Process echo = new ProcessBuilder("cat").start();
        report("process", () -> new String(echo.getInputStream().readAllBytes(), UTF_8), () -> {
            try (var out = echo.getOutputStream()) {
                out.write("echoed".getBytes(UTF_8));
            }
        });
    }

    private static void names() throws Exception {
        var answered = new Event();
        Dns.setResolver(_ -> {
            answered.await();
            return List.of(InetAddress.ofLiteral("192.0.2.1"));
        });
        report("name", () -> InetAddress.getAllByName("slow.test")[0].getHostAddress(), answered::set);
    }

    private static void files() throws Exception {
        Path folder = Files.createTempDirectory("claims");
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        report(
                "file",
                () -> {
                    try (var in = new FileInputStream(pipe.toFile())) {
                        return "read " + in.read();
                    }
                },
                () -> {
                    try (var out = new FileOutputStream(pipe.toFile())) {
                        out.write(8);
                    }
                });
        Files.delete(pipe);
        Files.delete(folder);
    }
}
