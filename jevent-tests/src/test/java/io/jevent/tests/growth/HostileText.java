// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * A text of any length that could be expensive for a parser.
 *
 * @param name its name in the report of a failure
 * @param making makes a text of about as many characters as asked for
 */
record HostileText(String name, IntFunction<String> making) {

    /** Texts for the value of a header, a part of the request target, or a form. */
    static final List<HostileText> WORDS = Stream.of(
                    Stream.of(
                                    ",",
                                    " ",
                                    ", ",
                                    "\t",
                                    "a=",
                                    "a,",
                                    "a;",
                                    "\"",
                                    "\\",
                                    "\"\\",
                                    "\\\"",
                                    "\"\",",
                                    "%",
                                    "%41",
                                    "%e2%82",
                                    ";",
                                    "; ",
                                    "9",
                                    "0",
                                    "-",
                                    "=",
                                    "&",
                                    "a&",
                                    "a=%",
                                    "+",
                                    ":",
                                    "/",
                                    "../",
                                    "//",
                                    ".",
                                    "a.",
                                    "?",
                                    "@",
                                    "[",
                                    "]",
                                    "W/\"",
                                    "\"a\",",
                                    "*",
                                    ", gzip;q=0",
                                    "\u00e9",
                                    "b; c=\"")
                            .map(HostileText::repeated),
                    Stream.of(",", ", ", "; ", "&", "=&", "/").map(HostileText::numbered),
                    Stream.of(",", ";", "&").map(HostileText::sameHash))
            .flatMap(s -> s)
            .toList();

    /** Texts of one character. */
    static final List<HostileText> CHARACTERS = Stream.of("a", " ", ",", ";", "\"", "\\", "%")
            .map(HostileText::repeated)
            .toList();

    /** Header lines and trailers. */
    static final List<HostileText> LINES = Stream.concat(
                    Stream.of(
                                    "a:\r\n",
                                    "a: a, b\r\n",
                                    "Cookie: a=b\r\n",
                                    "Connection: a\r\n",
                                    "Accept-Encoding: a\r\n",
                                    "Origin: null\r\n",
                                    "If-None-Match: \"a\r\n",
                                    "Range: bytes=1-2\r\n",
                                    "Upgrade: b\r\n",
                                    "Sec-WebSocket-Protocol: a\r\n",
                                    "Sec-WebSocket-Extensions: a; b\r\n")
                            .map(HostileText::repeated),
                    Stream.of(": a\r\n").map(HostileText::numbered))
            .toList();

    static final List<HostileText> CHUNKS = List.of(
            repeated("1\r\nx\r\n"), repeated("1;a=\"b\"\r\nx\r\n"), repeated("0"), repeated("0000000001\r\nx\r\n"));

    /** Frames of WebSocket, with a mask of zeros. */
    static final List<HostileText> FRAMES = List.of(
            new HostileText("empty messages", n -> times("\u0082\u0080\0\0\0\0", n)),
            new HostileText("texts of one character", n -> times("\u0081\u0081\0\0\0\0a", n)),
            new HostileText("pings", n -> times("\u0089\u0080\0\0\0\0", n)),
            new HostileText("pongs", n -> times("\u008a\u0081\0\0\0\0a", n)),
            new HostileText("fragments", n -> "\u0001\u0080\0\0\0\0" + times("\u0000\u0081\0\0\0\0a", n)),
            new HostileText("empty fragments", n -> "\u0001\u0080\0\0\0\0" + times("\u0000\u0080\0\0\0\0", n)),
            new HostileText(
                    "characters in fragments",
                    n -> "\u0001\u0080\0\0\0\0"
                            + times(
                                    "\u0000\u0081\0\0\0\0\u00e2\u0000\u0081\0\0\0\0\u0082\u0000\u0081\0\0\0\0\u00ac",
                                    n)),
            new HostileText("one frame", n -> frame(0x81, "a".repeat(n))),
            new HostileText("empty deflate blocks", n -> frame(0xc2, times("\0\0\0\u00ff\u00ff", n))),
            new HostileText("final deflate blocks", n -> frame(0xc2, times("\3\0", n))));

    private static HostileText repeated(String piece) {
        return new HostileText("repeated " + piece, n -> times(piece, n));
    }

    private static String times(String piece, int length) {
        return piece.repeat(length / piece.length());
    }

    /** All words differ. */
    private static HostileText numbered(String end) {
        return new HostileText("numbered words, each with " + end, n -> {
            var text = new StringBuilder();
            for (int i = 0; text.length() < n; i++) {
                text.append('x').append(i).append(end);
            }
            return text.toString();
        });
    }

    /** All words differ, and have the same hash code. */
    private static HostileText sameHash(String end) {
        return new HostileText("words with one hash code, each with " + end, n -> {
            var text = new StringBuilder();
            for (int i = 0; text.length() < n; i++) {
                for (int bit = 13; bit >= 0; bit--) {
                    text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
                }
                text.append(end);
            }
            return text.toString();
        });
    }

    private static String frame(int first, String payload) {
        var head = new StringBuilder().append((char) first).append("\u00ff\0\0\0\0");
        for (int shift = 24; shift >= 0; shift -= 8) {
            head.append((char) (payload.length() >> shift & 0xff));
        }
        return head.append("\0\0\0\0").append(payload).toString();
    }

    @Override
    public String toString() {
        return name.replace("\r\n", "|").replace("\t", "TAB");
    }
}
