// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;

/** The frames that a raw client sends to an echo server, and the ones that it expects. */
final class Script {

    private final String name;
    private final List<byte[]> parts = new ArrayList<>();
    private final List<Integer> known = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private WebSocketOptions options = WebSocketOptions.DEFAULTS;
    private String[] headers = {};
    private int pieces = Integer.MAX_VALUE;
    private boolean closes;

    private Script(String name) {
        this.name = name;
    }

    static Script script(String name) {
        return new Script(name);
    }

    Script options(WebSocketOptions changed) {
        options = changed;
        return this;
    }

    Script headers(String... more) {
        headers = more;
        return this;
    }

    /** Sends the bytes in chunks of a length. */
    Script inChunks(int length) {
        pieces = length;
        return this;
    }

    Script raw(byte[] sent) {
        bytes.writeBytes(sent);
        return this;
    }

    Script frame(int first, byte[] payload) {
        return raw(RawPeer.masked(first, payload));
    }

    /** Adds a frame whose payload is {@code payload} in UTF-8, or for a close and binary data in Latin-1. */
    Script frame(int first, String payload) {
        boolean latin = (first & 0xf) == RawPeer.CLOSE;
        return frame(first, payload.getBytes(latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
    }

    /** Waits for all expected frames before the next one is sent. */
    Script then() {
        parts.add(bytes.toByteArray());
        known.add(expected.size());
        bytes = new ByteArrayOutputStream();
        return this;
    }

    Script text(String message) {
        return expect(RawPeer.TEXT, message);
    }

    Script binary(String message) {
        return expect(RawPeer.BINARY, message);
    }

    Script pong(String payload) {
        return expect(RawPeer.PONG, payload);
    }

    private Script expect(int opcode, String payload) {
        expected.add(opcode + ":" + shown(payload));
        return this;
    }

    /** Expects that the server closes with this code, and ends the connection. */
    Script fails(int code) {
        closes = true;
        expected.add("close " + code);
        return this;
    }

    DynamicTest test() {
        return DynamicTest.dynamicTest(name, () -> OnHub.echo(options, this::play));
    }

    private void play(int port) throws IOException {
        try (var peer = RawPeer.open(port, headers)) {
            peer.socket.setTcpNoDelay(true);
            var came = new ArrayList<String>();
            for (int i = 0; i < parts.size(); i++) {
                send(peer, parts.get(i));
                while (came.size() < known.get(i)) {
                    came.add(next(peer));
                }
            }
            send(peer, bytes.toByteArray());
            if (!closes) {
                peer.close(1000);
                expected.add("close 1000");
            }
            while (came.isEmpty() || !came.getLast().startsWith("close")) {
                came.add(next(peer));
            }
            assertThat(came).isEqualTo(expected);
            assertThat(peer.atEnd()).as("the connection ends").isTrue();
        }
    }

    private static String next(RawPeer peer) throws IOException {
        RawPeer.Frame frame = peer.read();
        return frame.opcode() == RawPeer.CLOSE ? "close " + frame.code() : frame.opcode() + ":" + shown(frame.text());
    }

    private void send(RawPeer peer, byte[] all) throws IOException {
        for (int from = 0; from < all.length; from += Math.min(pieces, all.length - from)) {
            try {
                peer.send(Arrays.copyOfRange(all, from, from + Math.min(pieces, all.length - from)));
            } catch (IOException e) {
                if (!closes) {
                    throw e;
                }
                return;
            }
        }
    }

    private static String shown(String payload) {
        return payload.length() > 200 ? payload.length() + " times " + payload.substring(0, 20) : payload;
    }
}
