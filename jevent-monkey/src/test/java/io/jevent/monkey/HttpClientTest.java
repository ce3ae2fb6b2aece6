// SPDX-License-Identifier: Apache-2.0
package io.jevent.monkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.Timeout;
import io.jevent.testing.junit.HubTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The JDK's HTTP client as it comes. */
class HttpClientTest {

    private static final int GREENLETS = 100;
    private static final CountDownLatch ALL_HERE = new CountDownLatch(GREENLETS);

    private static HttpServer server;
    private static ExecutorService threads;

    @BeforeAll
    static void start() throws Exception {
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try {
                ALL_HERE.countDown();
                ALL_HERE.await();
            } catch (InterruptedException e) {
                return;
            }
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
        });
        server.createContext("/never", _ -> {});
        server.start();
        Monkey.patchAll();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static HttpRequest request(String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                .build();
    }

    /** No answer comes before all have asked, so they must have asked at the same time. */
    @HubTest(realTime = true)
    void manyGreenletsAskAtTheSameTimeAndTheTickerGoesOn() {
        try (var beats = Beats.watch();
                HttpClient client = HttpClient.newHttpClient()) {
            List<Greenlet<String>> all = new ArrayList<>();
            for (int i = 0; i < GREENLETS - 1; i++) {
                all.add(Jevent.spawn(() -> ask(client)));
            }
            while (ALL_HERE.getCount() > 1) {
                Jevent.sleep(Duration.ofMillis(1));
            }
            beats.mustGoOnWhile(() -> all.stream().noneMatch(Greenlet::isDead));
            all.add(Jevent.spawn(() -> ask(client)));
            for (Greenlet<String> one : all) {
                assertThat(one.result()).isEqualTo("ok");
            }
        }
    }

    private static String ask(HttpClient client) throws Exception {
        return client.send(request("/"), BodyHandlers.ofString()).body();
    }

    @HubTest(realTime = true)
    void aTimeoutEndsARequest() {
        HttpClient client = HttpClient.newHttpClient();
        Greenlet<String> asking = Jevent.spawn(() -> {
            try (var _ = Timeout.startNew(Duration.ofMillis(50))) {
                return client.send(request("/never"), BodyHandlers.ofString()).body();
            }
        });
        assertThatThrownBy(asking::result).isInstanceOf(Timeout.class);
        client.shutdownNow();
    }
}
