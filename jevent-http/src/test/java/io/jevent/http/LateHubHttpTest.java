// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that arrived completely in time are served, however late the hub reads its clock. The connection is a Unix
 * domain socket, on which the server can read written bytes at once; TCP on a busy machine delays them.
 */
@Timeout(60)
class LateHubHttpTest {

    @TempDir
    private Path folder;

    private static final Duration LIMIT = Duration.ofSeconds(4);

    private static final HttpOptions OPTIONS = HttpOptions.DEFAULTS
            .log(AccessLog.NONE)
            .headTimeout(LIMIT)
            .bodyTimeout(LIMIT)
            .idleTimeout(LIMIT);

    @Test
    void aHeadThatCameInTimeDoesNotGet408() throws Exception {
        assertThat(answerTo("GET / HTTP/1.1\r\n", "Host: a\r\n\r\n")).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void aBodyThatCameInTimeDoesNotGet408() throws Exception {
        String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n";
        assertThat(answerTo(head, "x".repeat(100_000))).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void aRequestOnAConnectionThatWasIdleIsServed() throws Exception {
        String first = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        assertThat(answerTo(first, first)).contains("\r\n\r\n1HTTP/1.1 200 OK\r\n");
    }

    /** Returns the response to a client that sends {@code rest} while the hub is blocked for longer than all limits. */
    private String answerTo(String start, String rest) throws Exception {
        var answer = new FutureTask<>(() -> answerOnOwnHub(start, rest));
        Thread.ofPlatform().start(answer); // the thread of the test may have a hub
        return answer.get();
    }

    private String answerOnOwnHub(String start, String rest) throws Exception {
        var loop = VirtualTimeLoop.withInput();
        try (Hub _ = Hub.open(loop)) {
            return Jevent.run(() -> {
                var count = new int[1];
                Handler handler = (request, response) -> {
                    request.body().readAllBytes();
                    response.send(String.valueOf(++count[0]));
                };
                Path path = folder.resolve("socket");
                var server = new HttpServer("unix:" + path, handler, OPTIONS);
                server.start();
                try (var client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                    send(client, start);
                    Jevent.sleep(Duration.ofSeconds(1));
                    wholeHubWaitsFor(() -> send(client, rest));
                    loop.advance(Duration.ofSeconds(10));
                    return Jevent.spawn(() -> readAll(client)).result();
                } finally {
                    var _ = server.stop();
                }
            });
        }
    }

    private static int send(SocketChannel client, String text) throws IOException {
        return client.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
    }

    private static String readAll(SocketChannel client) throws IOException {
        return new String(Channels.newInputStream(client).readAllBytes(), ISO_8859_1);
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
