// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Well-formed and malformed requests, each with its response; see requests.txt. */
class MalformedRequestsTest {

    private static Site site;

    record Case(int line, String expected, String request, String shown) {
        List<Integer> statuses() {
            return expected.equals("-")
                    ? List.of()
                    : Arrays.stream(expected.split(" ")).map(Integer::valueOf).toList();
        }

        @Override
        public String toString() {
            return "line " + line + ": " + expected + " | " + (shown.length() > 100 ? shown.substring(0, 100) : shown);
        }
    }

    @BeforeAll
    static void start() {
        site = Site.of(
                (request, response) -> {
                    byte[] body = request.bytes();
                    response.send(request.method() + " " + request.target() + " " + body.length);
                },
                HttpOptions.DEFAULTS.maxBody(100_000));
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    static List<Case> cases() {
        try (InputStream in = MalformedRequestsTest.class.getResourceAsStream("requests.txt")) {
            List<String> lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
                    .filter(i -> !lines.get(i).isBlank() && !lines.get(i).startsWith("# "))
                    .map(i -> read(i + 1, lines.get(i)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the requests that do not take long when each byte is a packet. */
    static List<Case> shortCases() {
        return cases().stream().filter(one -> one.request.length() <= 500).toList();
    }

    private static Case read(int number, String line) {
        int bar = line.indexOf(" | ");
        String shown = line.substring(bar + 3);
        return new Case(number, line.substring(0, bar), unescaped(shown), shown);
    }

    private static String unescaped(String text) {
        var bytes = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                bytes.append(c);
                continue;
            }
            char kind = text.charAt(++i);
            switch (kind) {
                case 'r' -> bytes.append('\r');
                case 'n' -> bytes.append('\n');
                case 't' -> bytes.append('\t');
                case '\\' -> bytes.append('\\');
                case 'x' -> {
                    bytes.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                case '*' -> {
                    int end = text.indexOf('}', i);
                    int times = Integer.parseInt(text.substring(i + 2, end));
                    bytes.append(text.substring(end + 1, end + 2).repeat(times));
                    i = end + 1;
                }
                default -> throw new IllegalArgumentException("an unknown escape: " + kind);
            }
        }
        return bytes.toString();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eachRequestGetsItsResponse(Case one) throws IOException {
        try (Wire wire = site.wire()) {
            String heard = talk(wire, one.request);
            assertThat(Wire.statuses(heard)).as(heard).isEqualTo(one.statuses());
            assertThat(heard).doesNotContain("smuggled").doesNotContain("[Connection reset]");
        }
    }

    /** Sends a request; a server that refuses it may close before all was sent. */
    private static String talk(Wire wire, String request) throws IOException {
        try {
            wire.send(request).shutdownOutput();
        } catch (IOException _) {
            return wire.readAll();
        }
        return wire.readAll();
    }

    @ParameterizedTest
    @MethodSource("shortCases")
    void theResponseIsTheSameWhenTheBytesArriveOneByOne(Case one) throws IOException {
        try (Wire wire = site.wire()) {
            for (int i = 0; i < one.request.length(); i++) {
                try {
                    wire.send(one.request.substring(i, i + 1));
                } catch (IOException _) {
                    break;
                }
            }
            String heard = talk(wire, "");
            assertThat(Wire.statuses(heard)).as(heard).isEqualTo(one.statuses());
        }
    }

    @Test
    void thereAreEnoughOfThem() {
        assertThat(cases()).hasSizeGreaterThan(250);
        assertThat(cases().stream().filter(one -> !one.expected.startsWith("200")))
                .hasSizeGreaterThan(200);
    }
}
