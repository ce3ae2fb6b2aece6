// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static io.jevent.websocket.RawPeer.BINARY;
import static io.jevent.websocket.RawPeer.CLOSE;
import static io.jevent.websocket.RawPeer.CONTINUATION;
import static io.jevent.websocket.RawPeer.FIN;
import static io.jevent.websocket.RawPeer.PING;
import static io.jevent.websocket.RawPeer.PONG;
import static io.jevent.websocket.RawPeer.TEXT;
import static io.jevent.websocket.Script.script;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * An echo server and a client that sends frames, as in the cases of the Autobahn test suite, whose numbers are in the
 * names.
 */
class FrameRulesTest {

    private static final int RSV1 = 0x40;
    private static final int RSV2 = 0x20;
    private static final int RSV3 = 0x10;
    private static final String STAR = "*";

    @TestFactory
    Stream<DynamicTest> messagesOfAllSizesAreEchoed() {
        return IntStream.of(0, 1, 125, 126, 127, 128, 65535, 65536, 100_000)
                .boxed()
                .flatMap(size -> Stream.of(
                        script("1.1 text of " + size)
                                .frame(FIN | TEXT, STAR.repeat(size))
                                .text(STAR.repeat(size)),
                        script("1.1 text of " + size + " in chunks of 997 bytes")
                                .inChunks(997)
                                .frame(FIN | TEXT, STAR.repeat(size))
                                .text(STAR.repeat(size)),
                        script("1.2 bytes of " + size)
                                .frame(FIN | BINARY, "\u00fe".repeat(size / 2))
                                .binary("\u00fe".repeat(size / 2))))
                .map(Script::test);
    }

    @TestFactory
    Stream<DynamicTest> pingsGetPongs() {
        Script ten = script("2.10 ten pings");
        Script tenSlowly = script("2.11 ten pings, byte for byte").inChunks(1);
        for (int i = 0; i < 10; i++) {
            ten.frame(FIN | PING, "payload " + i).pong("payload " + i);
            tenSlowly.frame(FIN | PING, "payload " + i).pong("payload " + i);
        }
        return Stream.of(
                        script("2.1 empty").frame(FIN | PING, "").pong(""),
                        script("2.2 text").frame(FIN | PING, "Hello, world!").pong("Hello, world!"),
                        script("2.3 bytes").frame(FIN | PING, "\u0000\u007f").pong("\u0000\u007f"),
                        script("2.4 125 bytes")
                                .frame(FIN | PING, STAR.repeat(125))
                                .pong(STAR.repeat(125)),
                        script("2.5 126 bytes")
                                .frame(FIN | PING, STAR.repeat(126))
                                .fails(1002),
                        script("2.6 125 bytes, byte for byte")
                                .inChunks(1)
                                .frame(FIN | PING, STAR.repeat(125))
                                .pong(STAR.repeat(125)),
                        script("2.7 an unsolicited pong").frame(FIN | PONG, ""),
                        script("2.8 a pong with payload").frame(FIN | PONG, "unsolicited"),
                        script("2.9 a pong, then a ping")
                                .frame(FIN | PONG, "unsolicited")
                                .frame(FIN | PING, "ping")
                                .pong("ping"),
                        ten,
                        tenSlowly)
                .map(Script::test);
    }

    @TestFactory
    Stream<DynamicTest> reservedBitsAreRefused() {
        Stream<Script> alone = IntStream.of(RSV1, RSV2, RSV3, RSV1 | RSV2, RSV1 | RSV3, RSV2 | RSV3, RSV1 | RSV2 | RSV3)
                .boxed()
                .flatMap(bits -> Stream.of(TEXT, BINARY, PING, PONG, CLOSE)
                        .map(opcode -> script("3 bits " + Integer.toHexString(bits) + " on " + opcode)
                                .frame(FIN | bits | opcode, opcode == CLOSE ? "\u0003\u00e8" : "x")
                                .fails(1002)));
        Script after = script("3.2 after a good message")
                .frame(FIN | TEXT, "Hello")
                .text("Hello")
                .then()
                .frame(FIN | RSV2 | TEXT, "Hello")
                .frame(FIN | PING, "")
                .fails(1002);
        Script slowly = script("3.4 byte for byte")
                .inChunks(1)
                .frame(FIN | TEXT, "Hello")
                .text("Hello")
                .then()
                .frame(FIN | RSV1 | TEXT, "Hello")
                .frame(FIN | PING, "")
                .fails(1002);
        return Stream.concat(alone, Stream.of(after, slowly)).map(Script::test);
    }

    @TestFactory
    Stream<DynamicTest> reservedOpcodesAreRefused() {
        return IntStream.of(3, 4, 5, 6, 7, 11, 12, 13, 14, 15)
                .boxed()
                .flatMap(opcode -> Stream.of(
                        script("4 opcode " + opcode).frame(FIN | opcode, "").fails(1002),
                        script("4 opcode " + opcode + " with payload, after a message")
                                .frame(FIN | TEXT, "Hello")
                                .text("Hello")
                                .then()
                                .frame(FIN | opcode, "reserved")
                                .frame(FIN | PING, "")
                                .fails(1002)))
                .map(Script::test);
    }

    @TestFactory
    Stream<DynamicTest> fragmentsAreJoined() {
        return Stream.of(
                        script("5.3 two")
                                .frame(TEXT, "frag1")
                                .frame(FIN, "frag2")
                                .text("frag1frag2"),
                        script("5.5 two, byte for byte")
                                .inChunks(1)
                                .frame(TEXT, "frag1")
                                .frame(FIN, "frag2")
                                .text("frag1frag2"),
                        script("5.6 a ping in between")
                                .frame(TEXT, "frag1")
                                .frame(FIN | PING, "ping")
                                .frame(FIN, "frag2")
                                .pong("ping")
                                .text("frag1frag2"),
                        script("5.8 a ping in between, byte for byte")
                                .inChunks(1)
                                .frame(TEXT, "frag1")
                                .frame(FIN | PING, "ping")
                                .frame(FIN, "frag2")
                                .pong("ping")
                                .text("frag1frag2"),
                        script("5.19 five, with pings")
                                .frame(TEXT, "1")
                                .frame(CONTINUATION, "2")
                                .frame(FIN | PING, "a")
                                .frame(CONTINUATION, "3")
                                .frame(CONTINUATION, "4")
                                .frame(FIN | PING, "b")
                                .frame(FIN, "5")
                                .pong("a")
                                .pong("b")
                                .text("12345"),
                        script("6.1.1 an empty text").frame(FIN | TEXT, "").text(""),
                        script("6.1.2 three, all empty")
                                .frame(TEXT, "")
                                .frame(CONTINUATION, "")
                                .frame(FIN, "")
                                .text(""),
                        script("6.1.3 three, the middle one not empty")
                                .frame(TEXT, "")
                                .frame(CONTINUATION, "middle")
                                .frame(FIN, "")
                                .text("middle"),
                        script("bytes in three")
                                .frame(BINARY, "1")
                                .frame(CONTINUATION, "2")
                                .frame(FIN, "3")
                                .binary("123"))
                .map(Script::test);
    }

    @TestFactory
    Stream<DynamicTest> fragmentsInTheWrongPlaceAreRefused() {
        return Stream.of(
                        script("5.1 a ping in two")
                                .frame(PING, "1")
                                .frame(FIN, "2")
                                .fails(1002),
                        script("5.2 a pong in two")
                                .frame(PONG, "1")
                                .frame(FIN, "2")
                                .fails(1002),
                        script("a close in two").frame(CLOSE, "").frame(FIN, "").fails(1002),
                        script("5.9 a last one of nothing")
                                .frame(FIN, "nothing")
                                .frame(FIN | TEXT, "Hello")
                                .fails(1002),
                        script("5.11 byte for byte")
                                .inChunks(1)
                                .frame(FIN, "nothing")
                                .frame(FIN | TEXT, "Hello")
                                .fails(1002),
                        script("5.12 a middle one of nothing")
                                .frame(CONTINUATION, "nothing")
                                .frame(FIN | TEXT, "Hello")
                                .fails(1002),
                        script("5.15 one too many")
                                .frame(TEXT, "1")
                                .frame(FIN, "2")
                                .text("12")
                                .then()
                                .frame(CONTINUATION, "3")
                                .frame(FIN | TEXT, "Hello")
                                .fails(1002),
                        script("5.18 a beginning in the middle")
                                .frame(TEXT, "1")
                                .frame(FIN | TEXT, "2")
                                .fails(1002),
                        script("bytes in the middle of text")
                                .frame(TEXT, "1")
                                .frame(FIN | BINARY, "2")
                                .fails(1002))
                .map(Script::test);
    }

    @TestFactory
    Stream<DynamicTest> lengthsAndMasksAreChecked() {
        return Stream.of(
                        script("a frame without a mask")
                                .raw(new byte[] {(byte) (FIN | TEXT), 1, 'x'})
                                .fails(1002),
                        script("a ping without a mask")
                                .raw(new byte[] {(byte) (FIN | PING), 0})
                                .fails(1002),
                        script("a length of 125 in two bytes")
                                .raw(new byte[] {(byte) (FIN | TEXT), (byte) 0xfe, 0, 125, 0, 0, 0, 0})
                                .fails(1002),
                        script("a length of 126 in eight bytes")
                                .raw(new byte[] {(byte) (FIN | TEXT), (byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 126, 0, 0, 0, 0
                                })
                                .fails(1002),
                        script("a negative length")
                                .raw(new byte[] {(byte) (FIN | TEXT), (byte) 0xff, -1, -1, -1, -1, -1, -1, -1, -1})
                                .fails(1002),
                        script("a mask of zeros")
                                .raw(new byte[] {(byte) (FIN | TEXT), (byte) 0x81, 0, 0, 0, 0, 'x'})
                                .text("x"))
                .map(Script::test);
    }
}
