// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jevent.hub.Hub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Requests of the corpus, cut, joined and mutated at random; those that reach something new are mutated further. In
 * each case the server responds with one of its statuses or closes the connection, no code inside fails, and the server
 * still serves afterwards.
 */
class FuzzTest {

    private static final Set<Integer> STATUSES = Set.of(200, 400, 408, 413, 414, 417, 431, 501, 505);
    private static final String[] WATCHED = {"io.jevent.http", "io.jevent.internal.http", "io.jevent.internal.http1"};
    private static final int LONGEST = 2000;
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

    private static final Duration SOAK = Duration.ofMinutes(5);

    /** The requests to mutate: the corpus, and each mutated request that reached a new branch. */
    private final List<String> seeds = MalformedRequestsTest.cases().stream()
            .map(MalformedRequestsTest.Case::request)
            .filter(r -> r.length() < LONGEST)
            .collect(Collectors.toCollection(ArrayList::new));

    @AfterEach
    void closeTheHub() {
        Hub hub = Hub.ifCurrent();
        if (hub != null) {
            hub.close();
        }
    }

    @Test
    void aFewThousandRandomRequestsDoNoHarm() throws IOException {
        try (var coverage = Coverage.of()) {
            fuzz(new Random(7), coverage, n -> n < 3000);
        }
    }

    /** JaCoCo's agent is present in a full test run, but not in a quick one. */
    @Test
    void requestsThatReachSomethingNewAreMutatedFurther() throws IOException {
        int given = seeds.size();
        try (var coverage = Coverage.of(WATCHED)) {
            assumeTrue(coverage.isThere(), "JaCoCo's agent is not there");
            fuzz(new Random(8), coverage, n -> n < 1000);
            assertThat(coverage.reached()).isGreaterThan(500);
        }
        assertThat(seeds).hasSizeGreaterThan(given);
    }

    @Test
    @Tag("soak")
    void requestsGuidedByWhatTheyReachDoNoHarm() throws IOException {
        long seed = System.nanoTime();
        long end = seed + SOAK.toNanos();
        int given = seeds.size();
        try (var coverage = Coverage.of(WATCHED)) {
            assumeTrue(coverage.isThere(), "JaCoCo's agent is not there");
            System.out.println("seed " + seed);
            long requests = fuzz(new Random(seed), coverage, _ -> System.nanoTime() < end);
            System.out.println(requests + " requests, " + coverage.reached() + " branches reached, "
                    + (seeds.size() - given) + " requests reached something new");
        }
    }

    private long fuzz(Random random, Coverage coverage, LongPredicate more) throws IOException {
        long times = 0;
        try (Site site = Site.of(
                (request, response) -> response.send(request.method() + " " + request.bytes().length),
                HttpOptions.DEFAULTS.maxBody(100_000))) {
            for (String seed : List.copyOf(seeds)) {
                check(site, seed, random);
            }
            int reached = coverage.reached();
            for (; more.test(times); times++) {
                String request = changed(random);
                check(site, request, random);
                int now = coverage.reached();
                if (now > reached && request.length() < LONGEST) {
                    seeds.add(request);
                }
                reached = now;
            }
            try (Wire wire = site.wire()) {
                assertThat(wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readResponse())
                        .endsWith("GET 0");
            }
            while (site.server().requests() > 0) {
                Thread.onSpinWait();
            }
        }
        return times;
    }

    private static void check(Site site, String request, Random random) throws IOException {
        String heard = talk(site, request, random);
        assertThat(STATUSES).as("after %s", request).containsAll(Wire.statuses(heard));
        assertThat(site.failures).as("after %s", request).isEmpty();
    }

    private static String talk(Site site, String request, Random random) throws IOException {
        try (Wire wire = site.wire()) {
            int cut = random.nextInt(request.length() + 1);
            try {
                wire.send(request.substring(0, cut));
                wire.send(request.substring(cut)).shutdownOutput();
            } catch (IOException _) {
                return wire.readAll();
            }
            return wire.readAll();
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
