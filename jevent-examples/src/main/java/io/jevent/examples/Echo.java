// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Jevent;
import io.jevent.pool.Pool;
import io.jevent.socket.StreamListener;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * An echo server with a greenlet for each connection. With an address as its argument it serves for ever ({@code nc} is
 * a client); without, it serves three clients of its own.
 */
final class Echo {

    private Echo() {}

    // @start region="server"
    private static void serve(StreamListener listener) throws IOException {
        while (true) {
            StreamSocket socket = listener.accept();
            var _ = Jevent.spawn(() -> {
                try (socket) {
                    var bytes = new byte[8192];
                    for (int n; (n = socket.read(bytes, 0, bytes.length)) >= 0; ) {
                        socket.sendAll(bytes, 0, n);
                    }
                }
                return null;
            });
        }
    }
    // @end

    // @start region="client"
    private static String ask(String address, String question) throws IOException {
        try (var socket = StreamSocket.connect(address, Duration.ofSeconds(5))) {
            socket.sendAll(question.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.inputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
    // @end

    static void main(String... arguments) throws IOException {
        if (arguments.length > 0) {
            try (var listener = StreamListener.listen(arguments[0])) {
                IO.println("serving at " + listener.localAddress());
                serve(listener);
            }
        }
        try (var listener = StreamListener.listen("127.0.0.1:0")) {
            var server = Jevent.spawn(() -> {
                serve(listener);
                return null;
            });
            String address = "127.0.0.1:" + listener.port();
            var clients = new Pool(3).map(name -> ask(address, "hello from " + name), List.of("a", "b", "c"));
            clients.forEach(IO::println);
            server.kill();
        }
    }
}
