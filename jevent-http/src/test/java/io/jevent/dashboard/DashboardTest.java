// SPDX-License-Identifier: Apache-2.0
package io.jevent.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.jevent.Jevent;
import io.jevent.http.Site;
import io.jevent.hub.Hub;
import io.jevent.queue.Queue;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DashboardTest {

    private final CompletableFuture<Dashboard> opened = new CompletableFuture<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(Redirect.NORMAL)
            .build();
    private final Thread thread = Thread.ofPlatform().daemon().start(this::serve);

    private void serve() {
        try (Hub hub = Hub.current()) {
            Jevent.run(() -> {
                var queue = new Queue<String>();
                Jevent.spawn(() -> queue.get()).setName("reader <b>");
                try (Dashboard dashboard = Dashboard.open()) {
                    opened.complete(dashboard);
                    io.jevent.threadpool.ThreadPool.ofHub().apply(() -> {
                        end.await();
                        return true;
                    });
                }
                assertThat(hub.isClosed()).isFalse();
                return null;
            });
        } catch (Exception e) {
            opened.completeExceptionally(e);
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        end.countDown();
        thread.join();
        client.close();
    }

    private HttpResponse<String> get(String uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
    }

    private static JsonObject hubNamed(String data, String member, String value) {
        JsonArray hubs = JsonParser.parseString(data).getAsJsonObject().getAsJsonArray("hubs");
        for (JsonElement hub : hubs) {
            if (hub.toString().contains("\"" + member + "\":\"" + value)) {
                return hub.getAsJsonObject();
            }
        }
        throw new AssertionError("no hub with " + value + ": " + data);
    }

    @Test
    void onlyThoseWithTheTokenSeeThePage() throws Exception {
        String url = opened.join().url();
        String plain = url.substring(0, url.indexOf('?'));
        assertThat(url).startsWith("http://127.0.0.1:").containsPattern("\\?token=[0-9a-f]{32}$");
        for (String path : new String[] {"", "data", "page.js", "?token=", "?token=" + "0".repeat(32)}) {
            assertThat(get(plain + path).statusCode()).as(path).isEqualTo(403);
        }
        HttpResponse<String> page = get(url);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.uri().toString()).isEqualTo(plain);
        assertThat(page.body()).contains("<title>jevent</title>");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'self'"));
        assertThat(get(plain + "page.js").body()).contains("use strict");
        assertThat(get(plain + "style.css").headers().firstValue("Content-Type"))
                .hasValue("text/css; charset=utf-8");
    }

    @Test
    void theDataTellsWhatGreenletsDoAndWhichServersRun() throws Exception {
        Dashboard dashboard = opened.join();
        try (Site site = Site.of((q, r) -> r.send("x"))) {
            dashboard.watch(site.server());
            get(dashboard.url());
            String data = get(dashboard.url().replaceAll("\\?.*", "data")).body();
            JsonObject hub = hubNamed(data, "name", "reader <b>");
            assertThat(hub.getAsJsonArray("list").toString()).contains("reader <b>", "waiting on Queue.get");
            assertThat(hub.getAsJsonArray("waits").toString()).contains("Queue.get");
            assertThat(hub.get("greenlets").getAsInt()).isGreaterThanOrEqualTo(2);
            JsonObject server = JsonParser.parseString(data)
                    .getAsJsonObject()
                    .getAsJsonArray("servers")
                    .get(0)
                    .getAsJsonObject();
            assertThat(server.get("name").getAsString()).isEqualTo("HttpServer");
            assertThat(server.get("address").getAsString()).contains(":" + site.port());
        }
    }

    @Test
    void aProgramShowsItsOwnTexts() throws Exception {
        Dashboard dashboard = opened.join();
        dashboard.show("cluster", () -> "two members").show("broken", () -> {
            throw new IllegalStateException("no cluster");
        });
        get(dashboard.url());
        String data = get(dashboard.url().replaceAll("\\?.*", "data")).body();
        assertThat(data)
                .contains("{\"title\":\"cluster\",\"text\":\"two members\"}")
                .contains("{\"title\":\"broken\",\"text\":\"java.lang.IllegalStateException: no cluster\"}");
    }

    @Test
    void aHubThatIsHeldShowsTheCodeThatHoldsIt() throws Exception {
        Dashboard dashboard = opened.join();
        var held = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        Thread other = Thread.ofPlatform().daemon().start(() -> {
            try (Hub own = Hub.current()) {
                assertThat(own.isClosed()).isFalse();
                Jevent.run(() -> {
                    holdTheHub(held, go);
                    return null;
                });
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        held.await();
        get(dashboard.url());
        String uri = dashboard.url().replaceAll("\\?.*", "data");
        String data = get(uri).body();
        assertThat(data).contains("\"held\":", "holdTheHub");
        while (JsonParser.parseString(data)
                .getAsJsonObject()
                .getAsJsonArray("blocked")
                .isEmpty()) {
            data = get(uri).body(); // until the monitor has seen it for 100 ms
        }
        assertThat(data).contains("\"millis\":");
        go.countDown();
        other.join();
    }

    private static void holdTheHub(CountDownLatch held, CountDownLatch go) {
        held.countDown();
        while (go.getCount() > 0) {
            Thread.onSpinWait();
        }
    }
}
