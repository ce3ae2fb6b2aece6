// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One WebSocket to an echo server: sends messages of text, no two alike, and checks what comes back. The frames are
 * made here, with the same mask each, so that the generator costs less than any server.
 */
final class WebSocketEchoes implements Client {

    private static final byte[] OPENING = """
            GET / HTTP/1.1
            Host: 127.0.0.1
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

            """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
    private static final String ACCEPTED = "s3pplmbitxaq9kygzzhzrbk+xoo=";
    private static final String HEAD_END = "\r\n\r\n";
    private static final int LONGEST_HEAD = 1024;
    private static final byte TEXT = (byte) 0x81;
    private static final int MASKED = 0x80;
    private static final int HEAD = 2;
    private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};
    private static final int SIZE = 64;

    /** Of the message's number, the lowest first. */
    private static final int DIGITS = 16;

    private static final int DIGIT_BITS = 4;

    private final Connection connection;
    private final ByteBuffer request = ByteBuffer.allocateDirect(HEAD + MASK.length + SIZE);
    private final ByteBuffer expected = ByteBuffer.allocateDirect(HEAD + SIZE);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(HEAD + SIZE);

    /** The name of the message in flight: the number of the connection, then that of its message. */
    private long message;

    private WebSocketEchoes(Connection connection, int number) {
        this.connection = connection;
        this.message = (long) number << Integer.SIZE;
        request.put(TEXT).put((byte) (MASKED | SIZE)).put(MASK);
        expected.put(TEXT).put((byte) SIZE);
        for (int i = 0; i < SIZE; i++) {
            letter(i, 'x');
        }
    }

    /** Opens a WebSocket. */
    static Client open(Connection connection, int number) throws IOException {
        connection.send(ByteBuffer.wrap(OPENING));
        var answer = ByteBuffer.allocate(LONGEST_HEAD);
        String head;
        do {
            connection.receiveSome(answer);
            head = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
        } while (!head.endsWith(HEAD_END));
        if (!head.startsWith("HTTP/1.1 101 ") || !head.toLowerCase(Locale.ROOT).contains(ACCEPTED)) {
            throw new IOException("the server opens no WebSocket: " + head);
        }
        return new WebSocketEchoes(connection, number);
    }

    private void letter(int at, int letter) {
        request.put(HEAD + MASK.length + at, (byte) (letter ^ MASK[at % MASK.length]));
        expected.put(HEAD + at, (byte) letter);
    }

    @Override
    public void ask() throws IOException {
        message++;
        for (int i = 0; i < DIGITS; i++) {
            letter(i, Character.forDigit((int) (message >>> (i * DIGIT_BITS)) & 0xf, 1 << DIGIT_BITS));
        }
        connection.send(request.rewind());
    }

    @Override
    public void check() throws IOException {
        connection.receive(answer.clear());
        int wrong = expected.rewind().mismatch(answer.flip());
        if (wrong >= 0) {
            throw new IOException(
                    "the answer to message " + Long.toHexString(message) + " is wrong from byte " + wrong + " on");
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
