// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The body of a request that the JDK's client reads on its own threads and passes on to another server. */
class UploadThroughTest {

    private static final HttpOptions OPTIONS =
            HttpOptions.DEFAULTS.log(AccessLog.NONE).maxBody(100_000_000);
    private static final int THREADS = 4;
    private static final int UPLOADS = 500;

    @Test
    @Timeout(300)
    void thousandsOfUploadsGoThroughWhileSomeAreCutOffOrKilled() throws Exception {
        int through = Jevent.run(() -> {
            try (HttpClient client = HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .build();
                    HttpServer back =
                            new HttpServer("127.0.0.1:0", (q, r) -> r.send("got " + q.bytes().length), OPTIONS)) {
                back.start();
                URI to = URI.create("http://127.0.0.1:" + back.port() + "/");
                try (HttpServer front = new HttpServer(
                        Addresses.parse("127.0.0.1:0"),
                        (q, r) -> passOn(q, r, client, to),
                        OPTIONS,
                        ServerOptions.DEFAULTS.hubs(2))) {
                    front.start();
                    return uploadAll(front);
                }
            }
        });
        assertThat(through).isEqualTo(THREADS * UPLOADS * 3 / 5);
    }

    private static void passOn(Request request, Response response, HttpClient client, URI to) throws Exception {
        var through = HttpRequest.newBuilder(to)
                .POST(BodyPublishers.ofInputStream(request::body))
                .build();
        if (request.path().equals("/killed") && Jevent.current() instanceof Greenlet<?> self) {
            var _ = Jevent.spawn(() -> self.kill());
        }
        response.send(client.send(through, BodyHandlers.ofString()).body());
    }

    private static int uploadAll(HttpServer front) {
        List<CompletableFuture<Integer>> uploads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int seed = i;
            uploads.add(CompletableFuture.supplyAsync(
                    () -> upload(front.port(), seed),
                    task -> Thread.ofPlatform().start(task)));
        }
        int through = 0;
        for (CompletableFuture<Integer> upload : uploads) {
            through += Objects.requireNonNull(Jevent.await(upload));
        }
        while (front.requests() > 0) {
            Jevent.sleep(java.time.Duration.ofMillis(1));
        }
        return through;
    }

    /** Of five uploads one is cut off by its client and one killed in the server. */
    private static int upload(int port, int seed) {
        var random = new Random(seed);
        int through = 0;
        for (int i = 0; i < UPLOADS; i++) {
            int size = 1 + random.nextInt(i % 50 == 0 ? 2_000_000 : 40_000);
            try {
                switch (i % 5) {
                    case 1 -> upload(port, "/cut", size, size / 2);
                    case 3 -> upload(port, "/killed", size, size);
                    default -> {
                        assertThat(upload(port, "/", size, size))
                                .startsWith("HTTP/1.1 200 ")
                                .endsWith("\r\n\r\ngot " + size);
                        through++;
                    }
                }
            } catch (IOException e) {
                if (i % 5 != 3) {
                    throw new CompletionException("upload " + i, e);
                }
            }
        }
        return through;
    }

    private static String upload(int port, String path, int size, int sent) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String head = "POST " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: " + size
                    + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(new byte[sent]);
            return sent < size ? "" : new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
