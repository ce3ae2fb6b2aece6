// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Jevent;
import io.jevent.http.AccessLog;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The HTTP client of the JDK, in greenlets of the hub whose server it asks. */
class JdkHttpClientTest {

    private static void echo(io.jevent.http.Request request, io.jevent.http.Response response) throws Exception {
        byte[] body = request.bytes();
        response.type("application/octet-stream");
        for (int i = 0; i < body.length; i += 10_000) {
            response.write(body, i, Math.min(10_000, body.length - i));
        }
    }

    @Test
    void talksToAServerOfTheSameHub() throws Exception {
        byte[] body = "0123456789".repeat(30_000).getBytes(StandardCharsets.US_ASCII);
        try (var client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            Jevent.run(() -> {
                var options = HttpOptions.DEFAULTS.log(AccessLog.NONE);
                try (var server = new HttpServer("127.0.0.1:0", JdkHttpClientTest::echo, options)) {
                    server.start();
                    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/");
                    var answers = IntStream.range(0, 20)
                            .mapToObj(_ -> Jevent.spawn(() -> client.send(
                                            HttpRequest.newBuilder(uri)
                                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                                    .build(),
                                            HttpResponse.BodyHandlers.ofByteArray())
                                    .body()))
                            .toList();
                    for (var answer : answers) {
                        assertThat(answer.result()).isEqualTo(body);
                    }
                }
                return null;
            });
        }
    }
}
