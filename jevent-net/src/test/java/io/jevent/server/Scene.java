// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The fixture of the tests of servers: a hub for each test, its reported failures, and clients. */
final class Scene {

    /** The reported failures, in order: "context: failure". */
    final List<String> failures = new ArrayList<>();

    /** The body of a test, on its hub. */
    @FunctionalInterface
    interface Body {
        void run(Scene scene) throws Exception;
    }

    private Scene() {}

    /** Runs {@code body} as the root greenlet of a hub with the loop of the given name. */
    static void on(String loop, Body body) throws Exception {
        System.setProperty("jevent.loop", loop);
        try (var hub = Hub.current()) {
            System.clearProperty("jevent.loop");
            var scene = new Scene();
            hub.setErrorHandler((context, failure) -> scene.failures.add(context + ": " + failure));
            Jevent.run(() -> {
                body.run(scene);
                return null;
            });
        }
    }

    static void on(Body body) throws Exception {
        on("netty-epoll", body);
    }

    /** Connects, sends a line, and reads to the end. */
    static String ask(BaseServer server, String line) throws IOException {
        try (var socket = StreamSocket.connect(server.address())) {
            say(socket, line);
            socket.shutdownOutput();
            return new String(socket.inputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static void say(StreamSocket socket, String text) throws IOException {
        socket.sendAll(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A handler that echoes its input. */
    static void echo(StreamSocket socket) throws IOException {
        socket.inputStream().transferTo(socket.outputStream());
    }

    /** Lets the hub poll its sockets several times. */
    static void settle() {
        for (int i = 0; i < 5; i++) {
            Jevent.idle();
        }
    }
}
