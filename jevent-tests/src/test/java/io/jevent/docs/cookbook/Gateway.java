// SPDX-License-Identifier: Apache-2.0
package io.jevent.docs.cookbook;

import io.jevent.http.AccessLog;
import io.jevent.http.Handler;
import io.jevent.http.HttpException;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.http.Request;
import io.jevent.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;

/** A proxy in front of two servers. */
final class Gateway {

    // @start region="program"
    private static final HttpOptions QUIET = HttpOptions.DEFAULTS.log(AccessLog.NONE);

    private final HttpClient client = HttpClient.newHttpClient();
    private List<String> backends = List.of();
    private int requests;

    void main() throws IOException, InterruptedException {
        Handler echo =
                (request, response) -> response.send(request.method() + " " + request.target() + " " + request.text());
        try (var first = new HttpServer("127.0.0.1:0", echo, QUIET);
                var second = new HttpServer("127.0.0.1:0", echo, QUIET);
                var gateway = new HttpServer("127.0.0.1:0", this::forward, QUIET)) {
            first.start();
            second.start();
            gateway.start();
            backends = List.of("http://127.0.0.1:" + first.port(), "http://127.0.0.1:" + second.port());
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/songs?page=2"))
                    .POST(BodyPublishers.ofString("la la"));
            for (int i = 0; i < 2; i++) {
                IO.println(client.send(request.build(), BodyHandlers.ofString()).body());
            }
        }
    }

    /** Sends a request to the next backend, and its response to the client. Both bodies are streamed. */
    private void forward(Request request, Response response) throws IOException, InterruptedException {
        String backend = backends.get(requests++ % backends.size());
        var forwarded = HttpRequest.newBuilder(URI.create(backend + request.target()))
                .method(request.method(), BodyPublishers.ofInputStream(request::body))
                .timeout(Duration.ofSeconds(10));
        request.header("Content-Type").ifPresent(type -> forwarded.header("Content-Type", type));
        HttpResponse<InputStream> answer;
        try {
            answer = client.send(forwarded.build(), BodyHandlers.ofInputStream());
        } catch (HttpTimeoutException _) {
            throw new HttpException(504);
        } catch (IOException _) {
            throw new HttpException(502);
        }
        response.status(answer.statusCode());
        answer.headers().firstValue("Content-Type").ifPresent(response::type);
        try (InputStream body = answer.body()) {
            body.transferTo(response.outputStream());
        }
    }
    // @end
}
