// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.http.FrameWire;
import io.jevent.socket.StreamSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Servers that break HTTP/2, or end it. */
class Http2FaultsTest {

    /** The server's side of a connection, frame by frame. */
    private static final class Frames {

        private final StreamSocket socket;
        private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();

        Frames(StreamSocket socket) throws IOException {
            this.socket = socket;
            byte[] preface = read(FrameWire.PREFACE.length());
            assertThat(new String(preface, StandardCharsets.US_ASCII)).isEqualTo(FrameWire.PREFACE);
            send(FrameWire.SETTINGS, 0, 0);
        }

        private byte[] read(int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining()) {
                if (socket.read(bytes) < 0) {
                    throw new EOFException("the client has left");
                }
            }
            return bytes.array();
        }

        void send(int type, int flags, int stream, byte... payload) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
            frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
            frame.put((byte) type).put((byte) flags).putInt(stream).put(payload).flip();
            socket.sendAll(frame);
        }

        void headers(int stream, boolean end, Http2Headers fields) throws IOException, Http2Exception {
            ByteBuf block = Unpooled.buffer();
            encoder.encodeHeaders(stream, fields, block);
            byte[] bytes = new byte[block.readableBytes()];
            block.readBytes(bytes);
            send(FrameWire.HEADERS, FrameWire.END_HEADERS | (end ? FrameWire.END_STREAM : 0), stream, bytes);
        }

        void ok(int stream, String body) throws IOException, Http2Exception {
            headers(stream, false, status(200));
            send(FrameWire.DATA, FrameWire.END_STREAM, stream, body.getBytes(StandardCharsets.US_ASCII));
        }

        /** Reads frames until the head of a request has arrived; returns its stream. */
        int request() throws IOException {
            while (true) {
                byte[] head = read(9);
                int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff);
                read(length);
                if (head[3] == FrameWire.HEADERS) {
                    return ByteBuffer.wrap(head, 5, 4).getInt();
                }
            }
        }

        void untilTheClientLeaves() throws IOException {
            while (socket.recv(10_000).length > 0) {
                // drop it
            }
        }
    }

    private interface Script {
        void run(Frames frames) throws Exception;
    }

    private static Http2Headers status(int code) {
        return new DefaultHttp2Headers(false).status("" + code);
    }

    private static void serving(Script script, ClientHub.Body body) throws Exception {
        ClientHub.withPeer(socket -> script.run(new Frames(socket)), body);
    }

    private static HubHttpClient client() {
        return HubHttpClient.of(ClientOptions.DEFAULTS.http2PriorKnowledge(true));
    }

    private static String post(HubHttpClient client, String address) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .POST(BodyPublishers.ofString("x"))
                .build();
        return client.call(request).text();
    }

    private static void assertThatFails(Script script, String words) throws Exception {
        serving(script, address -> {
            HubHttpClient client = client();
            assertThatThrownBy(() -> post(client, address))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(words);
            assertThat(client.leasedConnections()).isZero();
        });
    }

    @Test
    void aPushIsRefused() throws Exception {
        assertThatFails(
                frames -> {
                    int stream = frames.request();
                    frames.send(
                            FrameWire.PUSH_PROMISE, FrameWire.END_HEADERS, stream, (byte) 0, (byte) 0, (byte) 0, (byte)
                                    2);
                    frames.untilTheClientLeaves();
                },
                "HTTP/2");
    }

    @Test
    void aRequestThatAGoAwayLeavesOutIsSentAgain() throws Exception {
        var connections = new AtomicInteger();
        serving(
                frames -> {
                    int stream = frames.request();
                    if (connections.incrementAndGet() == 1) {
                        frames.send(FrameWire.GOAWAY, 0, 0, new byte[8]);
                        frames.untilTheClientLeaves();
                    }
                    frames.ok(stream, "from " + connections);
                    frames.untilTheClientLeaves();
                },
                address -> {
                    HubHttpClient client = client();
                    assertThat(post(client, address)).isEqualTo("from 2");
                    assertThat(client.openConnections()).isOne();
                });
    }

    @Test
    void aRequestThatAGoAwayNamesIsFinished() throws Exception {
        serving(
                frames -> {
                    int stream = frames.request();
                    frames.send(
                            FrameWire.GOAWAY,
                            0,
                            0,
                            (byte) 0,
                            (byte) 0,
                            (byte) 0,
                            (byte) stream,
                            (byte) 0,
                            (byte) 0,
                            (byte) 0,
                            (byte) 0);
                    frames.ok(stream, "the last one");
                    frames.untilTheClientLeaves();
                },
                address -> {
                    HubHttpClient client = client();
                    assertThat(post(client, address)).isEqualTo("the last one");
                    assertThat(client.openConnections()).isZero();
                });
    }

    @Test
    void aRefusedStreamIsSentAgain() throws Exception {
        var requests = new AtomicInteger();
        serving(
                frames -> {
                    int first = frames.request();
                    requests.incrementAndGet();
                    frames.send(FrameWire.RST_STREAM, 0, first, (byte) 0, (byte) 0, (byte) 0, (byte) 7);
                    frames.ok(frames.request(), "again");
                    frames.untilTheClientLeaves();
                },
                address -> {
                    assertThat(post(client(), address)).isEqualTo("again");
                    assertThat(requests).hasValue(1);
                });
    }

    @Test
    void aResetIsAFailure() throws Exception {
        assertThatFails(
                frames -> {
                    int stream = frames.request();
                    frames.headers(stream, false, status(200));
                    frames.send(FrameWire.RST_STREAM, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 2);
                    frames.untilTheClientLeaves();
                },
                "INTERNAL_ERROR");
    }

    @Test
    void aBodyOfAnotherLengthIsRefused() throws Exception {
        assertThatFails(
                frames -> {
                    int stream = frames.request();
                    frames.headers(stream, false, status(200).set("content-length", "10"));
                    frames.send(
                            FrameWire.DATA, FrameWire.END_STREAM, stream, "short".getBytes(StandardCharsets.US_ASCII));
                    frames.untilTheClientLeaves();
                },
                "breaks HTTP/2");
    }

    @Test
    void malformedHeadsAreRefused() throws Exception {
        assertThatFails(
                frames -> {
                    frames.headers(frames.request(), true, new DefaultHttp2Headers(false).set("x", "y"));
                    frames.untilTheClientLeaves();
                },
                "");
        assertThatFails(
                frames -> {
                    frames.headers(frames.request(), true, status(200).set("x", "a\r\nb: c"));
                    frames.untilTheClientLeaves();
                },
                "");
        assertThatFails(
                frames -> {
                    frames.headers(frames.request(), true, status(200).set("X-Upper", "y"));
                    frames.untilTheClientLeaves();
                },
                "");
    }

    @Test
    void hugeHeadsAreRefused() throws Exception {
        serving(
                frames -> {
                    Http2Headers fields = status(200);
                    for (int i = 0; i < 20; i++) {
                        fields.add("x-" + i, "v".repeat(700));
                    }
                    frames.headers(frames.request(), true, fields);
                    frames.untilTheClientLeaves();
                },
                address -> {
                    HubHttpClient client = HubHttpClient.of(
                            ClientOptions.DEFAULTS.http2PriorKnowledge(true).maxHeaders(10, 1000));
                    assertThatThrownBy(() -> post(client, address)).isInstanceOf(IOException.class);
                    assertThat(client.leasedConnections()).isZero();
                });
    }

    @Test
    void floodsEndTheConnection() throws Exception {
        for (int type : new int[] {FrameWire.PING, FrameWire.SETTINGS, FrameWire.WINDOW_UPDATE}) {
            byte[] payload = switch (type) {
                case FrameWire.PING -> new byte[8];
                case FrameWire.WINDOW_UPDATE -> new byte[] {0, 0, 0, 1};
                default -> new byte[0];
            };
            assertThatFails(
                    frames -> {
                        frames.request();
                        while (true) {
                            frames.send(type, 0, 0, payload);
                        }
                    },
                    "");
        }
    }

    @Test
    void dataBeyondTheWindowIsRefused() throws Exception {
        serving(
                frames -> {
                    int stream = frames.request();
                    frames.headers(stream, false, status(200));
                    while (true) {
                        frames.send(FrameWire.DATA, 0, stream, new byte[16_384]);
                    }
                },
                address -> {
                    HubHttpClient client = client();
                    Reply reply = client.call(
                            HttpRequest.newBuilder(URI.create(address)).build());
                    while (client.leasedConnections() > 0) {
                        io.jevent.Jevent.sleep(java.time.Duration.ofMillis(1)); // until the window is exceeded
                    }
                    assertThatThrownBy(reply::bytes).isInstanceOf(IOException.class);
                });
    }

    @Test
    void anInterimResponseMayComeFirst() throws Exception {
        serving(
                frames -> {
                    int stream = frames.request();
                    frames.headers(stream, false, status(103).set("link", "</x>"));
                    frames.ok(stream, "after the hint");
                    frames.untilTheClientLeaves();
                },
                address -> assertThat(post(client(), address)).isEqualTo("after the hint"));
    }

    @Test
    void trailersAreRead() throws Exception {
        serving(
                frames -> {
                    int stream = frames.request();
                    frames.headers(stream, false, status(200));
                    frames.send(FrameWire.DATA, 0, stream, "body".getBytes(StandardCharsets.US_ASCII));
                    frames.headers(stream, true, new DefaultHttp2Headers(false).set("checksum", "7"));
                    frames.untilTheClientLeaves();
                },
                address -> {
                    Reply reply = client().call(
                                    HttpRequest.newBuilder(URI.create(address)).build());
                    assertThat(reply.text()).isEqualTo("body");
                    assertThat(reply.trailers().firstValue("checksum")).contains("7");
                });
    }

    @Test
    void aConnectionThatIsLostFailsItsCalls() throws Exception {
        assertThatFails(
                frames -> {
                    int stream = frames.request();
                    frames.headers(stream, false, status(200));
                },
                "lost");
    }
}
