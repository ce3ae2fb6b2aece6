// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.logging;

import io.jevent.Jevent;
import io.jevent.http.HttpServer;
import io.jevent.monitor.BlockingMonitor;
import io.jevent.monitor.BlockingReport;
import io.jevent.socket.StreamSocket;
import io.jevent.wsgi.WsgiHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Has jevent report one thing of each kind. */
final class ReportingProgram {

    private ReportingProgram() {}

    static void main() throws Exception {
        var failing = Jevent.spawn(() -> {
            throw new IOException("disk");
        });
        failing.setName("writer");
        failing.join();
        request();
        block();
        IO.println("done");
    }

    private static void request() throws IOException {
        var handler = new WsgiHandler((environ, start) -> {
            environ.errors().println("a line of the application");
            start.start("200 OK", List.of());
            return List.of("hello".getBytes(StandardCharsets.UTF_8));
        });
        try (var server = new HttpServer("127.0.0.1:0", handler)) {
            server.start();
            try (var client = StreamSocket.connect(server.address())) {
                client.sendAll("GET /page HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                client.inputStream().readAllBytes();
            }
        }
    }

    private static void block() {
        var reported = new CountDownLatch(1);
        Consumer<BlockingReport> listener = _ -> reported.countDown(); // called after the report was written
        BlockingMonitor.addListener(listener);
        try (var _ = BlockingMonitor.start(Duration.ofMillis(20))) {
            while (reported.getCount() > 0) {
                Thread.onSpinWait();
            }
        }
    }
}
