// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static io.jevent.websocket.RawPeer.CLOSE;
import static io.jevent.websocket.RawPeer.CONTINUATION;
import static io.jevent.websocket.RawPeer.FIN;
import static io.jevent.websocket.RawPeer.PING;
import static io.jevent.websocket.RawPeer.TEXT;
import static io.jevent.websocket.Script.script;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The end of a connection: cases 7 of the Autobahn test suite. */
class CloseRulesTest {

    private static final String NORMAL = "\u0003\u00e8";

    private static byte[] code(int code) {
        return new byte[] {(byte) (code >> 8), (byte) code};
    }

    @TestFactory
    Stream<DynamicTest> nothingFollowsAClose() {
        return Stream.of(
                        script("7.1.1 after a message")
                                .frame(FIN | TEXT, "Hello World!")
                                .text("Hello World!")
                                .frame(FIN | CLOSE, NORMAL)
                                .fails(1000),
                        script("7.1.2 two closes")
                                .frame(FIN | CLOSE, NORMAL)
                                .frame(FIN | CLOSE, NORMAL)
                                .fails(1000),
                        script("7.1.3 a ping after a close")
                                .frame(FIN | CLOSE, NORMAL)
                                .frame(FIN | PING, "")
                                .fails(1000),
                        script("7.1.4 a text after a close")
                                .frame(FIN | CLOSE, NORMAL)
                                .frame(FIN | TEXT, "Hello World!")
                                .fails(1000),
                        script("7.1.5 a close in the middle of a message")
                                .frame(TEXT, "fragment1")
                                .frame(FIN | CLOSE, NORMAL)
                                .frame(FIN, "fragment2")
                                .fails(1000),
                        script("7.1.6 a large message before")
                                .frame(FIN | TEXT, "*".repeat(256 * 1024))
                                .text("*".repeat(256 * 1024))
                                .frame(FIN | TEXT, "Hello World!")
                                .text("Hello World!")
                                .frame(FIN | CLOSE, NORMAL)
                                .frame(FIN | PING, "")
                                .fails(1000))
                .map(Script::test);
    }

    @TestFactory
    Stream<DynamicTest> thePayloadIsChecked() {
        return Stream.of(
                        script("7.3.1 none").frame(FIN | CLOSE, "").fails(-1),
                        script("7.3.2 one byte").frame(FIN | CLOSE, "a").fails(1002),
                        script("7.3.3 a code").frame(FIN | CLOSE, NORMAL).fails(1000),
                        script("7.3.4 a reason")
                                .frame(FIN | CLOSE, NORMAL + "Hello")
                                .fails(1000),
                        script("7.3.5 a reason of 123 bytes")
                                .frame(FIN | CLOSE, NORMAL + "*".repeat(123))
                                .fails(1000),
                        script("7.3.6 one of 124")
                                .frame(FIN | CLOSE, NORMAL + "*".repeat(124))
                                .fails(1002),
                        script("7.5.1 a reason that is not UTF-8")
                                .frame(FIN | CLOSE, NORMAL + "\u00ce\u00ba\u00ed\u00a0\u0080")
                                .fails(1007))
                .map(Script::test);
    }

    @TestFactory
    Stream<DynamicTest> codesAreChecked() {
        Stream<Script> good = IntStream.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
                .mapToObj(code ->
                        script("7.7 " + code).frame(FIN | CLOSE, code(code)).fails(code));
        Stream<Script> bad = IntStream.of(0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 32768, 65535)
                .mapToObj(code ->
                        script("7.9 " + code).frame(FIN | CLOSE, code(code)).fails(1002));
        return Stream.concat(good, bad).map(Script::test);
    }

    @TestFactory
    Stream<DynamicTest> framesAndMessagesThatAreTooLargeAreRefused() {
        WebSocketOptions small =
                WebSocketOptions.DEFAULTS.maxFrame(1000).maxMessage(1500).compression(false);
        return Stream.of(
                        script("a frame of the maximum size")
                                .frame(FIN | TEXT, "*".repeat(1000))
                                .text("*".repeat(1000)),
                        script("a frame above it")
                                .frame(FIN | TEXT, "*".repeat(1001))
                                .fails(1009),
                        script("only the length of a frame above it")
                                .raw(RawPeer.head(FIN | TEXT, 1001, true).toByteArray())
                                .fails(1009),
                        script("a length of 63 bits")
                                .raw(RawPeer.head(FIN | TEXT, Long.MAX_VALUE, true)
                                        .toByteArray())
                                .fails(1009),
                        script("a message of the maximum size")
                                .frame(TEXT, "*".repeat(1000))
                                .frame(FIN, "*".repeat(500))
                                .text("*".repeat(1500)),
                        script("a message above it")
                                .frame(TEXT, "*".repeat(1000))
                                .frame(CONTINUATION, "*".repeat(501))
                                .fails(1009))
                .map(script -> script.options(small).test());
    }
}
