// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.http.AccessLog;
import io.jevent.http.Handler;
import io.jevent.http.HttpOptions;
import io.jevent.http.HttpServer;
import io.jevent.server.ServerOptions;
import io.jevent.socket.Addresses;
import io.jevent.tls.DevelopmentCertificate;
import io.jevent.tls.TlsClient;
import io.jevent.tls.TlsServer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls in HTTP/2, with TLS and without. */
class Http2ClientTest {

    private interface Body {
        void run(HubHttpClient client, String address) throws Exception;
    }

    private static void plain(Handler handler, Body body) throws Exception {
        ClientHub.run(
                handler,
                address -> body.run(HubHttpClient.of(ClientOptions.DEFAULTS.http2PriorKnowledge(true)), address));
    }

    private static void secure(Handler handler, Body body) throws Exception {
        ClientHub.onHub(() -> {
            DevelopmentCertificate own = DevelopmentCertificate.create();
            try (var server = new HttpServer(
                    Addresses.parse("127.0.0.1:0"),
                    handler,
                    HttpOptions.DEFAULTS.log(AccessLog.NONE),
                    ServerOptions.DEFAULTS.wrap(TlsServer.of(own.identity())::secure))) {
                server.start();
                var tls = TlsClient.builder().trust(own.trust()).build();
                body.run(HubHttpClient.of(ClientOptions.DEFAULTS.tls(tls)), "https://localhost:" + server.port());
            }
        });
    }

    private static HttpRequest request(String address) {
        return HttpRequest.newBuilder(URI.create(address)).build();
    }

    @Test
    void alpnChoosesHttp2() throws Exception {
        secure((request, response) -> response.send(request.protocol()), (client, address) -> {
            HttpResponse<String> response = client.send(request(address), BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("HTTP/2.0");
            assertThat(response.version()).isEqualTo(Version.HTTP_2);
            assertThat(response.sslSession()).isPresent();
            HttpRequest old = HttpRequest.newBuilder(URI.create(address))
                    .version(Version.HTTP_1_1)
                    .build();
            assertThat(client.send(old, BodyHandlers.ofString()).body()).isEqualTo("HTTP/1.1");
        });
    }

    @Test
    void callsShareAConnection() throws Exception {
        var all = new Event();
        int[] here = {0};
        plain(
                (request, response) -> {
                    if (++here[0] == 50) {
                        all.set();
                    }
                    all.await();
                    response.send(String.valueOf(request.query()));
                },
                (client, address) -> {
                    List<Greenlet<String>> calls = new ArrayList<>();
                    for (int i = 0; i < 50; i++) {
                        int number = i;
                        calls.add(Jevent.spawn(() -> Http.with(client)
                                .call("GET", address + "/?" + number)
                                .text()));
                    }
                    for (int i = 0; i < 50; i++) {
                        assertThat(calls.get(i).get()).contains("" + i);
                    }
                    assertThat(client.openConnections()).isOne();
                    assertThat(client.leasedConnections()).isZero();
                });
    }

    @Test
    void moreCallsThanStreamsWait() throws Exception {
        plain(
                (request, response) -> {
                    Jevent.sleep();
                    response.send("ok");
                },
                (client, address) -> {
                    List<Greenlet<String>> calls = new ArrayList<>();
                    for (int i = 0; i < 1000; i++) {
                        calls.add(Jevent.spawn(
                                () -> Http.with(client).call("GET", address).text()));
                    }
                    for (Greenlet<String> call : calls) {
                        assertThat(call.get()).isEqualTo("ok");
                    }
                    assertThat(client.leasedConnections()).isZero();
                });
    }

    @Test
    void bodiesStreamInBothDirections() throws Exception {
        byte[] large = new byte[3_000_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }
        Handler echo = (request, response) -> {
            InputStream in = request.body();
            byte[] buffer = new byte[10_000];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                response.write(java.util.Arrays.copyOf(buffer, n));
            }
        };
        Body call = (client, address) -> {
            HttpRequest streamed = HttpRequest.newBuilder(URI.create(address))
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                    .build();
            assertThat(client.send(streamed, BodyHandlers.ofByteArray()).body()).isEqualTo(large);
            HttpRequest known = HttpRequest.newBuilder(URI.create(address))
                    .POST(BodyPublishers.ofByteArray(large))
                    .build();
            assertThat(client.send(known, BodyHandlers.ofByteArray()).body()).isEqualTo(large);
            assertThat(client.leasedConnections()).isZero();
        };
        plain(echo, call);
        secure(echo, call);
    }

    @Test
    void aBodyThatIsNotReadMakesTheServerWait() throws Exception {
        long[] sent = {0};
        var gone = new Event();
        plain(
                (request, response) -> {
                    if (request.path().equals("/small")) {
                        response.send("small");
                        return;
                    }
                    byte[] part = new byte[10_000];
                    try {
                        while (true) {
                            response.write(part);
                            sent[0] += part.length;
                        }
                    } finally {
                        gone.set();
                    }
                },
                (client, address) -> {
                    Reply reply = client.call(request(address));
                    assertThat(reply.stream().read()).isZero();
                    for (int i = 0; i < 300; i++) {
                        assertThat(client.call(request(address + "/small")).text())
                                .isEqualTo("small");
                    }
                    assertThat(sent[0]).isLessThan(2_000_000);
                    reply.close();
                    gone.await();
                    assertThat(client.leasedConnections()).isZero();
                    assertThat(client.openConnections()).isOne();
                });
    }
}
