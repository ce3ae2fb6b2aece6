// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that were complete in time are served, however late the hub looks at its clock. */
@Timeout(60)
class LateHubHttpTest {

    private static final Duration LIMIT = Duration.ofSeconds(4);

    private static final HttpOptions OPTIONS = HttpOptions.DEFAULTS
            .log(AccessLog.NONE)
            .headTimeout(LIMIT)
            .bodyTimeout(LIMIT)
            .idleTimeout(LIMIT);

    @Test
    void aHeadThatCameInTimeIsNotAnswered408() throws Exception {
        assertThat(answerTo("GET / HTTP/1.1\r\n", "Host: a\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void aBodyThatCameInTimeIsNotAnswered408() throws Exception {
        String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n";
        assertThat(answerTo(head, "x".repeat(300_000))).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void aRequestOnAConnectionThatWasIdleIsAnswered() throws Exception {
        String first = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        assertThat(answerTo(first, first)).contains("\r\n\r\n1HTTP/1.1 200 OK\r\n");
    }

    /** What a client hears that sends {@code rest} while the hub stands still for longer than all limits. */
    private static String answerTo(String start, String rest) throws Exception {
        var answer = new FutureTask<>(() -> answerOnOwnHub(start, rest));
        Thread.ofPlatform().start(answer); // the thread of the test may have a hub
        return answer.get();
    }

    private static String answerOnOwnHub(String start, String rest) throws Exception {
        var loop = VirtualTimeLoop.withInput();
        try (Hub _ = Hub.open(loop)) {
            return Jevent.run(() -> {
                var begun = new Event();
                var count = new int[1];
                Handler handler = (request, response) -> {
                    begun.set();
                    request.body().readAllBytes();
                    response.send(String.valueOf(++count[0]));
                };
                var server = new HttpServer(Addresses.parse("127.0.0.1:0"), handler, OPTIONS, ServerOptions.DEFAULTS);
                server.start();
                try (var wire = new Wire(server.port())) {
                    wire.say(start);
                    Jevent.sleep(Duration.ofSeconds(1));
                    wholeHubWaitsFor(() -> wire.say(rest));
                    loop.advance(Duration.ofSeconds(10));
                    Greenlet<String> client = Jevent.spawn(wire::hearAll);
                    return client.result();
                } finally {
                    var _ = server.stop();
                }
            });
        }
    }

    @FunctionalInterface
    private interface Sending {
        Object run() throws IOException;
    }

    private static void wholeHubWaitsFor(Sending sending) {
        Thread sender = Thread.ofPlatform().start(() -> {
            try {
                var _ = sending.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        while (sender.isAlive()) {
            Thread.onSpinWait();
        }
    }
}
