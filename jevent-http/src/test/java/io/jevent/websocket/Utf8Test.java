// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import static io.jevent.websocket.RawPeer.CONTINUATION;
import static io.jevent.websocket.RawPeer.FIN;
import static io.jevent.websocket.RawPeer.TEXT;
import static io.jevent.websocket.Script.script;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Text must be UTF-8: cases 6 of the Autobahn test suite. */
class Utf8Test {

    private static final String[] VALID = {
        "48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d382121",
        "cebae1bdb9cf83cebcceb5",
        "00",
        "c280",
        "e0a080",
        "f0908080",
        "7f",
        "dfbf",
        "efbfbf",
        "f48fbfbf",
        "ed9fbf",
        "ee8080",
        "efbfbd",
        "efbfbe",
        "f09fbfbf",
        "f0afbfbe",
        "f3afbfbf"
    };

    private static final String[] INVALID = {
        "cebae1bdb9cf83cebcceb5eda080656469746564",
        "cebae1bdb9cf83cebcceb5f4908080656469746564",
        "80",
        "bf",
        "8080",
        "80bf80bf80bf80bf80bf80bf80bf80bf80",
        "c020c120c220",
        "e020e120e220",
        "f020f120f220",
        "f820f920fa20fb20",
        "fc20fd20",
        "c0",
        "e080",
        "f08080",
        "f8808080",
        "fc80808080",
        "df",
        "efbf",
        "f7bfbf",
        "fbbfbfbf",
        "fdbfbfbfbf",
        "c0e080f08080f8808080fc80808080dfefbff7bfbffbbfbfbffdbfbfbfbf",
        "fe",
        "ff",
        "fefeffff",
        "c0af",
        "e080af",
        "f08080af",
        "f8808080af",
        "fc80808080af",
        "c1bf",
        "e09fbf",
        "f08fbfbf",
        "f887bfbfbf",
        "fc83bfbfbfbf",
        "c080",
        "e08080",
        "f0808080",
        "f888808080",
        "fc8480808080",
        "f7bfbfbf",
        "fbbfbfbfbf",
        "fdbfbfbfbfbf",
        "f4908080",
        "eda080",
        "edadbf",
        "edae80",
        "edafbf",
        "edb080",
        "edbe80",
        "edbfbf",
        "eda080edb080",
        "eda080edbfbf",
        "edadbfedb080",
        "edafbfedbfbf"
    };

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static Script inFrames(Script script, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            int last = i == text.length - 1 ? FIN : 0;
            script.frame(last | (i == 0 ? TEXT : CONTINUATION), new byte[] {text[i]});
        }
        return script;
    }

    @TestFactory
    Stream<DynamicTest> validTextIsEchoed() {
        return Stream.of(VALID).flatMap(hex -> {
            var text = new String(bytes(hex), StandardCharsets.UTF_8);
            return Stream.of(
                    script(hex).frame(FIN | TEXT, bytes(hex)).text(text).test(),
                    inFrames(script(hex + " byte for byte"), bytes(hex))
                            .text(text)
                            .test());
        });
    }

    @TestFactory
    Stream<DynamicTest> invalidTextIsRefused() {
        return Stream.of(INVALID)
                .flatMap(hex -> Stream.of(
                        script(hex).frame(FIN | TEXT, bytes(hex)).fails(1007).test(),
                        inFrames(script(hex + " byte for byte"), bytes(hex))
                                .fails(1007)
                                .test()));
    }

    /** Cases 6.4: the message is incomplete when the error shows. */
    @TestFactory
    Stream<DynamicTest> invalidTextIsRefusedAsSoonAsItShows() {
        byte[] good = bytes("cebae1bdb9cf83cebcceb5");
        return Stream.of(
                        script("6.4.1 a second frame that is wrong")
                                .frame(TEXT, good)
                                .frame(CONTINUATION, bytes("f4908080"))
                                .fails(1007),
                        script("6.4.2 a character that has not ended and cannot end well")
                                .frame(TEXT, good)
                                .frame(CONTINUATION, bytes("f490"))
                                .fails(1007),
                        script("half a surrogate, not ended")
                                .frame(TEXT, bytes("eda0"))
                                .fails(1007),
                        script("the rest of a character is missing at the end")
                                .frame(TEXT, bytes("ce"))
                                .frame(FIN, "")
                                .fails(1007),
                        script("a character in three frames, with a ping in between")
                                .frame(TEXT, bytes("e2"))
                                .frame(FIN | RawPeer.PING, "x")
                                .frame(CONTINUATION, bytes("82"))
                                .frame(FIN, bytes("ac"))
                                .pong("x")
                                .text("€"))
                .map(Script::test);
    }
}
