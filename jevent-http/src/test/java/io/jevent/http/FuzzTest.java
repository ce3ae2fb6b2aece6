// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Requests of the corpus, cut, joined and changed at random. Whatever comes, the server answers with one of its
 * statuses or closes, nothing fails inside, and afterwards it still serves.
 */
class FuzzTest {

    private static final Set<Integer> STATUSES = Set.of(200, 400, 408, 413, 414, 417, 431, 501, 505);
    private static final String[] WORDS = {
        "\r\n",
        "\n",
        "\r",
        "\r\n\r\n",
        " ",
        "\t",
        ":",
        ",",
        "0",
        "5",
        "\0",
        "\u00ff",
        "chunked",
        "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Host: a\r\n",
        "GET / HTTP/1.1\r\n",
        "HTTP/1.1",
        "0\r\n\r\n",
        "5\r\nhello\r\n",
        "Connection: close\r\n",
        "Connection: upgrade\r\n",
        "Expect: 100-continue\r\n",
        ";",
        "%00",
        "ffffffff"
    };

    private final List<String> seeds = MalformedRequestsTest.cases().stream()
            .map(MalformedRequestsTest.Case::request)
            .filter(r -> r.length() < 2000)
            .toList();

    @Test
    void aFewThousandRandomRequestsDoNoHarm() throws IOException {
        fuzz(new Random(7), 3000);
    }

    @Test
    @Tag("soak")
    void randomRequestsDoNoHarm() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        fuzz(new Random(seed), 500_000);
    }

    private void fuzz(Random random, int times) throws IOException {
        try (Site site = Site.of(
                (request, response) -> response.send(request.method() + " " + request.bytes().length),
                HttpOptions.DEFAULTS.maxBody(100_000))) {
            for (int i = 0; i < times; i++) {
                String request = changed(random);
                String heard = talk(site, request, random);
                assertThat(STATUSES).as("after %s", request).containsAll(Wire.statuses(heard));
                assertThat(site.failures).as("after %s", request).isEmpty();
            }
            try (Wire wire = site.wire()) {
                assertThat(wire.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n").hearAnswer())
                        .endsWith("GET 0");
            }
            assertThat(site.server().requests()).isZero();
        }
    }

    private static String talk(Site site, String request, Random random) throws IOException {
        try (Wire wire = site.wire()) {
            int cut = random.nextInt(request.length() + 1);
            try {
                wire.say(request.substring(0, cut));
                wire.say(request.substring(cut)).sayNoMore();
            } catch (IOException _) {
                return wire.hearAll();
            }
            return wire.hearAll();
        }
    }

    private String changed(Random random) {
        var text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
        for (int n = random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(6)) {
                case 0 -> text.insert(at, WORDS[random.nextInt(WORDS.length)]);
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(5)));
                case 2 -> text.insert(at, (char) random.nextInt(256));
                case 3 -> text.append(seeds.get(random.nextInt(seeds.size())));
                case 4 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
                default -> {
                    if (at < text.length()) {
                        text.setCharAt(at, (char) (text.charAt(at) ^ (1 << random.nextInt(8))));
                    }
                }
            }
        }
        return text.toString();
    }
}
