// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jevent.Jevent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Handling a request takes work in proportion to its length, whatever the client puts into it. Other processes do not
 * change what is measured.
 */
@Tag("realtime")
class ParsersAreLinearTest {

    private static final int SMALL = 8 * 1024;
    private static final int SMALL_OF_SINGLE_BYTES = 4 * 1024;

    @TempDir
    private Path folder;

    static Stream<PeerText> all() {
        return Stream.concat(PeerText.words().stream(), PeerText.parts().stream());
    }

    static List<PeerText> waitedFor() {
        return PeerText.waitedFor();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRequestCostsInProportionToItsLength(PeerText place) throws Exception {
        assertLinear(place, ParserSite::of, SMALL);
    }

    @ParameterizedTest
    @MethodSource("waitedFor")
    void bytesThatComeOneByOneAreNotParsedAgain(PeerText place) throws Exception {
        assertLinear(place, ParserSite::ofSingleBytes, SMALL_OF_SINGLE_BYTES);
    }

    private void assertLinear(PeerText place, ParserSite.Making making, int small) throws Exception {
        long carrier = Thread.currentThread().threadId();
        Files.writeString(folder.resolve("file.txt"), "a file");
        Jevent.run(() -> {
            try (ParserSite site = making.of(folder)) {
                assertLinear(carrier, site, place, small);
            }
            return null;
        });
    }

    private static void assertLinear(long carrier, ParserSite site, PeerText place, int small) throws Exception {
        for (HostileText text : place.texts()) {
            byte[] few = request(place, text, small);
            byte[] many = request(place, text, Work.TIMES * small);
            String what = place + " with " + text;
            Work.assertLinear(
                    carrier,
                    what,
                    small,
                    size -> assertThat(site.ask(size == small ? few : many))
                            .as(what)
                            .isNotEqualTo("HTTP/1.1 500"));
        }
    }

    private static byte[] request(PeerText place, HostileText text, int size) {
        return place.request().apply(text.making().apply(size)).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aParserThatCopiesTheRestAgainAndAgainIsFound() {
        assertThatThrownBy(() -> Work.assertLinear(Thread.currentThread().threadId(), "copying", 2000, size -> {
                    String rest = "a,".repeat(size / 2);
                    while (!rest.isEmpty()) {
                        rest = rest.substring(rest.indexOf(',') + 1);
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("copying is linear");
    }

    @Test
    void aParserThatScansTheRestAgainAndAgainIsFound() {
        assertThatThrownBy(() -> Work.assertLinear(Thread.currentThread().threadId(), "scanning", 2000, size -> {
                    String text = "\"".repeat(size);
                    for (int i = 0; i < size; i++) {
                        int at = i;
                        while (at < size && text.charAt(at) != ',') {
                            at++;
                        }
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("scanning is linear");
    }
}
