// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import static io.jevent.http.client.ClientHub.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.event.Event;
import io.jevent.socket.StreamSocket;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that lie in HTTP/1.1. */
class ClientFaultsTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static void send(StreamSocket socket, String text) throws IOException {
        socket.sendAll(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String get(HubHttpClient client, String address) throws IOException {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                .body();
    }

    private static void responding(String bytes, ClientHub.Body body) throws Exception {
        ClientHub.withPeer(
                socket -> {
                    head(socket);
                    send(socket, bytes);
                },
                body);
    }

    @Test
    void aConnectionThatTheServerHasClosedIsNotUsed() throws Exception {
        int[] connections = {0};
        ClientHub.withPeer(
                socket -> {
                    connections[0]++;
                    head(socket);
                    send(socket, OK); // and closes, without saying so
                },
                address -> {
                    var client = HubHttpClient.newHttpClient();
                    for (int i = 0; i < 20; i++) {
                        assertThat(get(client, address)).isEqualTo("ok");
                    }
                    assertThat(connections[0]).isEqualTo(20);
                });
    }

    /**
     * The server closes a kept connection when the second request has arrived: nobody knows whether it was processed.
     */
    private static void closingOnReuse(List<String> requests, ClientHub.Body body) throws Exception {
        ClientHub.withPeer(
                socket -> {
                    requests.add(head(socket).lines().findFirst().orElseThrow());
                    send(socket, OK);
                    requests.add(head(socket).lines().findFirst().orElseThrow());
                },
                body);
    }

    @Test
    void aRequestOnAStaleConnectionIsSentAgainIfThatIsSafe() throws Exception {
        List<String> requests = new ArrayList<>();
        closingOnReuse(requests, address -> {
            var client = HubHttpClient.newHttpClient();
            assertThat(get(client, address + "/1")).isEqualTo("ok");
            assertThat(get(client, address + "/2")).isEqualTo("ok");
            assertThat(requests).containsExactly("GET /1 HTTP/1.1", "GET /2 HTTP/1.1", "GET /2 HTTP/1.1");
        });
    }

    @Test
    void aPostOnAStaleConnectionIsNotSentAgain() throws Exception {
        List<String> requests = new ArrayList<>();
        closingOnReuse(requests, address -> {
            var client = HubHttpClient.newHttpClient();
            assertThat(get(client, address + "/1")).isEqualTo("ok");
            HttpRequest post = HttpRequest.newBuilder(URI.create(address + "/2"))
                    .POST(BodyPublishers.ofString("order"))
                    .build();
            assertThatThrownBy(() -> client.send(post, BodyHandlers.ofString())).isInstanceOf(IOException.class);
            assertThat(requests).containsExactly("GET /1 HTTP/1.1", "POST /2 HTTP/1.1");
            assertThat(client.openConnections()).isZero();
        });
    }

    @Test
    void bytesAfterAResponseAreNeverTheNextResponse() throws Exception {
        ClientHub.withPeer(
                socket -> {
                    String path = head(socket).split(" ", 3)[1];
                    send(
                            socket,
                            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + path
                                    + "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled");
                    new Event().await();
                },
                address -> {
                    var client = HubHttpClient.newHttpClient();
                    assertThat(get(client, address + "/1")).isEqualTo("/1");
                    assertThat(client.openConnections()).isZero();
                    assertThat(get(client, address + "/2")).isEqualTo("/2");
                });
    }

    @Test
    void bytesThatComeLaterEndTheIdleConnection() throws Exception {
        var more = new Event();
        var closed = new Event();
        ClientHub.withPeer(
                socket -> {
                    head(socket);
                    send(socket, OK);
                    more.await();
                    send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nsmuggled");
                    assertThat(socket.recv(1)).isEmpty();
                    closed.set();
                },
                address -> {
                    var client = HubHttpClient.newHttpClient();
                    assertThat(get(client, address)).isEqualTo("ok");
                    assertThat(client.openConnections()).isOne();
                    more.set();
                    closed.await();
                    assertThat(client.openConnections()).isZero();
                    assertThat(get(client, address)).isEqualTo("ok");
                });
    }

    @Test
    void aBodyThatIsTooShortFails() throws Exception {
        responding("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", address -> {
            var client = HubHttpClient.newHttpClient();
            assertThatThrownBy(() -> get(client, address))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("fixed content-length: 10, bytes received: 5");
            assertThat(client.openConnections()).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2, 3\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2 \r\n folded\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokno",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
                "HTTP/1.1 200 OK\r\nName : value\r\n\r\n",
                "HTTP/1.1 200 OK\r\nBad name: value\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: one\rB: two\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                "SSH-2.0-OpenSSH\r\n\r\n",
                "\r\n\r\n",
            })
    void aMalformedResponseIsRefused(String bytes) throws Exception {
        responding(bytes, address -> {
            var client = HubHttpClient.newHttpClient();
            assertThatThrownBy(() -> get(client, address)).isInstanceOf(ProtocolException.class);
            assertThat(client.openConnections()).isZero();
        });
    }

    @Test
    void lengthAndChunksTogetherEndTheConnection() throws Exception {
        responding(
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                address -> {
                    var client = HubHttpClient.newHttpClient();
                    assertThat(get(client, address)).isEqualTo("ok");
                    assertThat(client.openConnections()).isZero();
                });
    }

    @Test
    void endlessHeadersAreRefused() throws Exception {
        ClientHub.withPeer(
                socket -> {
                    head(socket);
                    send(socket, "HTTP/1.1 200 OK\r\n");
                    while (true) {
                        send(socket, "X-Endless: " + "x".repeat(1000) + "\r\n");
                    }
                },
                address -> assertThatThrownBy(() -> get(HubHttpClient.newHttpClient(), address))
                        .isInstanceOf(ProtocolException.class)
                        .hasMessageContaining("more than 65536 bytes"));
    }

    @Test
    void anEndlessHeaderLineIsRefused() throws Exception {
        ClientHub.withPeer(
                socket -> {
                    head(socket);
                    while (true) {
                        send(socket, "x".repeat(1000));
                    }
                },
                address -> assertThatThrownBy(() -> get(HubHttpClient.newHttpClient(), address))
                        .isInstanceOf(ProtocolException.class));
    }

    @Test
    void tooManyHeadersAreRefused() throws Exception {
        responding(
                "HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(300) + "\r\n",
                address -> assertThatThrownBy(() -> get(HubHttpClient.newHttpClient(), address))
                        .isInstanceOf(ProtocolException.class)
                        .hasMessageContaining("more than 256 header lines"));
    }

    @Test
    void endlessInterimResponsesAreRefused() throws Exception {
        ClientHub.withPeer(
                socket -> {
                    head(socket);
                    while (true) {
                        send(socket, "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n");
                    }
                },
                address -> assertThatThrownBy(() -> get(HubHttpClient.newHttpClient(), address))
                        .isInstanceOf(ProtocolException.class)
                        .hasMessageContaining("interim"));
    }

    @Test
    void endlessTrailersAreRefused() throws Exception {
        ClientHub.withPeer(
                socket -> {
                    head(socket);
                    send(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n");
                    while (true) {
                        send(socket, "X-Endless: " + "x".repeat(1000) + "\r\n");
                    }
                },
                address -> assertThatThrownBy(() -> get(HubHttpClient.newHttpClient(), address))
                        .isInstanceOf(ProtocolException.class)
                        .hasMessageContaining("trailers"));
    }

    @Test
    void aResponseWithoutLengthEndsWithTheConnection() throws Exception {
        responding("HTTP/1.1 200 OK\r\n\r\nuntil the end", address -> {
            var client = HubHttpClient.newHttpClient();
            assertThat(get(client, address)).isEqualTo("until the end");
            assertThat(client.openConnections()).isZero();
        });
    }

    @Test
    void trailersAreRead() throws Exception {
        responding(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nok\r\n0\r\nChecksum: 7\r\n\r\n",
                address -> {
                    Reply reply = Http.get(address).send();
                    assertThat(reply.text()).isEqualTo("ok");
                    assertThat(reply.trailers().firstValue("checksum")).contains("7");
                });
    }

    @Test
    void anEarlyResponseEndsTheUpload() throws Exception {
        ClientHub.withPeer(
                socket -> {
                    head(socket);
                    send(socket, "HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
                    while (socket.recv(100_000).length > 0) {
                        // the client stops
                    }
                },
                address -> {
                    InputStream endless = new InputStream() {
                        @Override
                        public int read() {
                            return 'x';
                        }

                        @Override
                        public int read(byte[] target, int offset, int length) {
                            return length;
                        }
                    };
                    Reply reply = Http.post(address).body(() -> endless).send();
                    assertThat(reply.status()).isEqualTo(413);
                    assertThat(reply.text()).isEqualTo("big");
                });
    }

    @Test
    void anExpectedRefusalSavesTheBody() throws Exception {
        ClientHub.withPeer(
                socket -> {
                    assertThat(head(socket)).contains("Expect: 100-continue\r\n");
                    send(socket, "HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n");
                    assertThat(socket.recv(1)).isEmpty();
                },
                address -> assertThat(Http.post(address)
                                .body("body")
                                .expectContinue()
                                .send()
                                .status())
                        .isEqualTo(417));
    }

    @Test
    void anExpectedBodyIsSentAfterTheServerAsks() throws Exception {
        ClientHub.withPeer(
                socket -> {
                    head(socket);
                    send(socket, "HTTP/1.1 100 Continue\r\n\r\n");
                    assertThat(socket.recv(4)).asString(StandardCharsets.UTF_8).isEqualTo("body");
                    send(socket, OK);
                },
                address -> assertThat(
                                Http.post(address).body("body").expectContinue().text())
                        .isEqualTo("ok"));
    }

    @Test
    void aPublisherThatFailsFailsTheCall() throws Exception {
        ClientHub.withPeer(
                socket -> {
                    head(socket);
                    while (socket.recv(1000).length > 0) {
                        // until the client gives up
                    }
                },
                address -> {
                    var client = HubHttpClient.newHttpClient();
                    HttpRequest post = HttpRequest.newBuilder(URI.create(address))
                            .POST(BodyPublishers.ofInputStream(() -> new InputStream() {
                                @Override
                                public int read() throws IOException {
                                    throw new IOException("the disk is broken");
                                }

                                @Override
                                public int read(byte[] target, int offset, int length) throws IOException {
                                    throw new IOException("the disk is broken");
                                }
                            }))
                            .build();
                    assertThatThrownBy(() -> client.send(post, BodyHandlers.ofString()))
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("the disk is broken");
                    assertThat(client.openConnections()).isZero();
                });
    }
}
