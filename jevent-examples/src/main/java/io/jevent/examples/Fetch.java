// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import com.google.gson.JsonParser;
import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;

/**
 * Asks a slow HTTP server for the time, in JSON, nine times, one by one and then all at once, and prints how long each
 * way took.
 *
 * <p>The client is the JDK's, which blocks and knows nothing of greenlets. The server takes a fifth of a second for
 * each answer, or as many milliseconds as the first argument says.
 */
final class Fetch {

    private final URL address;
    private long start;

    private Fetch(URL address) {
        this.address = address;
    }

    static void main(String[] args) throws IOException {
        long delay = args.length > 0 ? Long.parseLong(args[0]) : 200;
        try (var server = new TimeServer(Duration.ofMillis(delay))) {
            new Fetch(server.address().toURL()).run();
        }
    }

    // @start region="program"
    private void run() throws IOException {
        IO.println("Synchronous:");
        start = System.nanoTime();
        for (int number = 1; number <= 9; number++) {
            fetch(number);
        }
        double oneByOne = secondsSinceStart();

        IO.println("Asynchronous:");
        start = System.nanoTime();
        var greenlets = new ArrayList<Greenlet<String>>();
        for (int i = 1; i <= 9; i++) {
            int number = i;
            greenlets.add(Jevent.spawn(() -> fetch(number)));
        }
        Jevent.joinAll(greenlets);
        double allAtOnce = secondsSinceStart();

        System.err.printf(
                "one by one %.2f s, all at once %.2f s: %.1f times as fast%n",
                oneByOne, allAtOnce, oneByOne / allAtOnce);
    }

    private String fetch(int number) throws IOException {
        try (InputStream page = address.openStream()) { // blocks, as it always did
            String text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
            String time = JsonParser.parseString(text)
                    .getAsJsonObject()
                    .get("datetime")
                    .getAsString();
            IO.println("Process %d: %s, after %.2f s".formatted(number, time, secondsSinceStart()));
            return time;
        }
    }
    // @end

    private double secondsSinceStart() {
        return (System.nanoTime() - start) / 1e9;
    }
}
