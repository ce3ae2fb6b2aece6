// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.http.Compression;
import io.jevent.http.Filter;
import io.jevent.http.Handler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls to a server that behaves. */
class ClientBasicsTest {

    private static final Handler ECHO = (request, response) -> {
        response.header("X-Method", request.method());
        response.header("X-Query", String.valueOf(request.query()));
        response.send(request.body().readAllBytes());
    };

    @Test
    void oneLineReadsAPage() throws Exception {
        ClientHub.run((_, response) -> response.send("hello"), address -> {
            assertThat(Http.get(address + "/").text()).isEqualTo("hello");
        });
    }

    @Test
    void aFormIsPosted() throws Exception {
        ClientHub.run(ECHO, address -> {
            Reply reply = Http.post(address + "/?a=1")
                    .query("b", "x y")
                    .form(Map.of("name", "A&B"))
                    .send();
            assertThat(reply.header("X-Method")).contains("POST");
            assertThat(reply.header("x-query")).contains("a=1&b=x+y");
            assertThat(reply.text()).isEqualTo("name=A%26B");
        });
    }

    @Test
    void anErrorStatusIsThrownByTheShortForms() throws Exception {
        ClientHub.run((_, response) -> response.status(404).send("no such page"), address -> {
            assertThatThrownBy(() -> Http.get(address + "/x?key=secret").text())
                    .isInstanceOf(HttpStatusException.class)
                    .hasMessageContaining("returned status 404: no such page")
                    .hasMessageNotContaining("secret");
            assertThat(Http.get(address + "/x").send().status()).isEqualTo(404);
        });
    }

    @Test
    void connectionsAreKept() throws Exception {
        List<String> peers = new ArrayList<>();
        ClientHub.run(
                (request, response) -> {
                    peers.add(request.remoteAddress().orElseThrow().toString());
                    response.send("ok");
                },
                address -> {
                    var client = HubHttpClient.newHttpClient();
                    for (int i = 0; i < 5; i++) {
                        assertThat(client.send(
                                                HttpRequest.newBuilder(URI.create(address))
                                                        .build(),
                                                BodyHandlers.ofString())
                                        .body())
                                .isEqualTo("ok");
                        assertThat(client.leasedConnections()).isZero();
                    }
                    assertThat(client.openConnections()).isOne();
                    assertThat(peers).hasSize(5).containsOnly(peers.getFirst());
                });
    }

    @Test
    void callsOfGreenletsRunTogether() throws Exception {
        var all = new Event();
        int[] here = {0};
        ClientHub.run(
                (_, response) -> {
                    if (++here[0] == 20) {
                        all.set();
                    }
                    all.await();
                    response.send("together");
                },
                address -> {
                    List<Greenlet<String>> calls = new ArrayList<>();
                    for (int i = 0; i < 20; i++) {
                        calls.add(Jevent.spawn(() -> Http.get(address).text()));
                    }
                    for (Greenlet<String> call : calls) {
                        assertThat(call.get()).isEqualTo("together");
                    }
                });
    }

    @Test
    void aFullPoolMakesCallsWaitInOrder() throws Exception {
        ClientHub.run((request, response) -> response.send(String.valueOf(request.query())), address -> {
            var client = HubHttpClient.of(ClientOptions.DEFAULTS.maxConnections(2, 10));
            List<String> order = new ArrayList<>();
            List<Greenlet<?>> calls = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                int number = i;
                calls.add(Jevent.spawn(() -> {
                    Http.with(client).get(address + "/?" + number).text();
                    order.add("" + number);
                    assertThat(client.openConnections()).isLessThanOrEqualTo(2);
                    return null;
                }));
            }
            Jevent.joinAllOrThrow(calls);
            assertThat(order).hasSize(10);
            assertThat(client.openConnections()).isEqualTo(2);
            assertThat(client.leasedConnections()).isZero();
            assertThat(client.waitingCalls()).isZero();
        });
    }

    @Test
    void bodiesStreamInBothDirections() throws Exception {
        byte[] large = new byte[3_000_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        ClientHub.run(
                (request, response) -> {
                    InputStream in = request.body();
                    byte[] buffer = new byte[10_000];
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        response.write(Arrays.copyOf(buffer, n));
                    }
                },
                address -> {
                    Reply reply = Http.post(address)
                            .body(() -> new ByteArrayInputStream(large))
                            .send();
                    assertThat(reply.bytes()).isEqualTo(large);
                });
    }

    @Test
    void everyBodyHandlerOfTheJdkWorks() throws Exception {
        ClientHub.run((_, response) -> response.send("one\ntwo\n"), address -> {
            var client = HubHttpClient.newHttpClient();
            HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
            assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).hasSize(8);
            assertThat(client.send(request, BodyHandlers.ofLines()).body()).containsExactly("one", "two");
            try (InputStream in =
                    client.send(request, BodyHandlers.ofInputStream()).body()) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("one\ntwo\n");
            }
            assertThat(client.send(request, BodyHandlers.discarding()).body()).isNull();
            assertThat(client.send(request, BodyHandlers.replacing("x")).body()).isEqualTo("x");
            assertThat(client.send(request, BodyHandlers.buffering(BodyHandlers.ofString(), 3))
                            .body())
                    .isEqualTo("one\ntwo\n");
            HttpResponse<String> limited = client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), 100));
            assertThat(limited.body()).isEqualTo("one\ntwo\n");
            assertThatThrownBy(() -> client.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), 3)))
                    .isInstanceOf(IOException.class);
            assertThat(limited.version()).isEqualTo(Version.HTTP_1_1);
            assertThat(client.leasedConnections()).isZero();
        });
    }

    @Test
    void asynchronousCallsRunInGreenlets() throws Exception {
        ClientHub.run((request, response) -> response.send(request.body().readAllBytes()), address -> {
            var client = HubHttpClient.newHttpClient();
            List<CompletableFuture<String>> futures = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                        .POST(BodyPublishers.ofString("body " + i))
                        .build();
                futures.add(client.sendAsync(request, BodyHandlers.ofString()).thenApply(HttpResponse::body));
            }
            for (int i = 0; i < 5; i++) {
                assertThat(futures.get(i).join()).isEqualTo("body " + i);
            }
        });
    }

    @Test
    void aCancelledFutureEndsItsCall() throws Exception {
        var arrived = new Event();
        var gone = new Event();
        ClientHub.run(
                (_, _) -> {
                    arrived.set();
                    try {
                        new Event().await();
                    } finally {
                        gone.set();
                    }
                },
                address -> {
                    var client = HubHttpClient.newHttpClient();
                    var future = client.sendAsync(
                            HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
                    arrived.await();
                    assertThat(future.cancel(true)).isTrue();
                    gone.await();
                    assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
                    assertThat(client.openConnections()).isZero();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd"})
    void bodiesAreDecodedByLibraries(String coding) throws Exception {
        Filter compression = new Compression();
        Handler handler = (request, response) -> response.type("text/plain").send("unpacked".repeat(100_000));
        ClientHub.run(
                (request, response) -> {
                    compression.handle(request, response, handler);
                },
                address -> {
                    try (Reply raw =
                            Http.get(address).header("Accept-Encoding", coding).send()) {
                        assertThat(raw.header("Content-Encoding")).contains(coding);
                    }
                });
        byte[] packed = packed(coding, new byte[2_000_000]);
        ClientHub.run(
                (request, response) -> {
                    assertThat(request.header("Accept-Encoding")).contains("gzip, deflate, br, zstd");
                    response.header("Content-Encoding", coding).send(packed);
                },
                address -> {
                    assertThat(Http.get(address).bytes()).isEqualTo(new byte[2_000_000]);
                    var limited = HubHttpClient.of(ClientOptions.DEFAULTS.maxDecoded(1_000_000));
                    assertThatThrownBy(() ->
                                    Http.with(limited).call("GET", address).bytes())
                            .hasMessageContaining("more than 1000000 bytes when decoded from " + coding);
                });
        ClientHub.run(
                (_, response) -> response.header("Content-Encoding", coding).send(new byte[] {1, 2, 3, 4, 5, 6, 7}),
                address -> assertThatThrownBy(() -> Http.get(address).bytes()).isInstanceOf(IOException.class));
        byte[] cut = Arrays.copyOf(packed, packed.length - 2);
        ClientHub.run(
                (_, response) -> response.header("Content-Encoding", coding).send(cut),
                address -> assertThatThrownBy(() -> Http.get(address).bytes()).isInstanceOf(IOException.class));
    }

    private static byte[] packed(String coding, byte[] bytes) throws IOException {
        if (coding.equals("zstd")) {
            return com.github.luben.zstd.Zstd.compress(bytes);
        }
        assertThat(com.aayushatharva.brotli4j.Brotli4jLoader.isAvailable()).isTrue();
        return com.aayushatharva.brotli4j.encoder.Encoder.compress(bytes);
    }

    @Test
    void compressedBodiesAreDecoded() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write("unpacked".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        }
        ClientHub.run(
                (request, response) -> {
                    assertThat(request.header("Accept-Encoding"))
                            .hasValueSatisfying(v -> assertThat(v).contains("gzip"));
                    response.header("Content-Encoding", "gzip");
                    response.send(packed.toByteArray());
                },
                address -> {
                    Reply reply = Http.get(address).send();
                    assertThat(reply.header("Content-Encoding")).isEmpty();
                    assertThat(reply.text()).isEqualTo("unpacked".repeat(10_000));
                    Reply raw =
                            Http.get(address).header("Accept-Encoding", "gzip").send();
                    assertThat(raw.bytes()).isEqualTo(packed.toByteArray());
                });
    }

    @Test
    void aBombIsStopped() throws Exception {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i < 50; i++) {
                gzip.write(zeros);
            }
        }
        ClientHub.run(
                (_, response) -> {
                    response.header("Content-Encoding", "gzip");
                    response.send(packed.toByteArray());
                },
                address -> {
                    var client = HubHttpClient.of(ClientOptions.DEFAULTS.maxDecoded(1_000_000));
                    assertThatThrownBy(() -> client.send(
                                    HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofByteArray()))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("more than 1000000 bytes when decoded");
                    assertThat(client.leasedConnections()).isZero();
                });
    }

    @Test
    void nobodyListens() throws Exception {
        ClientHub.onHub(() ->
                assertThatThrownBy(() -> Http.get("http://127.0.0.1:1/").text()).isInstanceOf(ConnectException.class));
    }

    @Test
    void aClientOfAPlainThreadDrivesItsHub() throws Exception {
        try (var site = io.jevent.http.Site.of((_, response) -> response.send("from another hub"))) {
            try (var _ = io.jevent.hub.Hub.current()) {
                assertThat(Http.get(site.uri("/")).text()).isEqualTo("from another hub");
            }
        }
    }

    @Test
    void eventsAreRead() throws Exception {
        ClientHub.run(
                (_, response) -> {
                    var events = response.events();
                    events.send("7", "news", "first\nsecond");
                    events.ping();
                    events.retryAfter(Duration.ofSeconds(3));
                    events.send("plain");
                },
                address -> {
                    try (EventReader events = Http.get(address).events()) {
                        List<ServerEvent> all = new ArrayList<>();
                        events.forEach(all::add);
                        assertThat(all)
                                .containsExactly(
                                        new ServerEvent(java.util.Optional.of("7"), "news", "first\nsecond"),
                                        new ServerEvent(java.util.Optional.of("7"), "message", "plain"));
                        assertThat(events.retryAfter()).contains(Duration.ofSeconds(3));
                    }
                });
    }
}
