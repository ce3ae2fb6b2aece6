// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;

/**
 * Asks a slow HTTP server for the time nine times, one by one and then all at once, and says how long each way took.
 *
 * <p>The client is the JDK's and knows nothing of greenlets. The server takes a fifth of a second for each answer, or
 * as many milliseconds as the first argument says.
 */
final class Fetch {

    private final HttpClient client;
    private final URI address;

    private Fetch(HttpClient client, URI address) {
        this.client = client;
        this.address = address;
    }

    static void main(String[] args) throws IOException, InterruptedException {
        long delay = args.length > 0 ? Long.parseLong(args[0]) : 200;
        try (var server = new TimeServer(Duration.ofMillis(delay));
                var client = HttpClient.newHttpClient()) {
            new Fetch(client, server.address()).run();
        }
    }

    // @start region="program"
    private void run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        IO.println("Synchronous:");
        for (int number = 1; number <= 9; number++) {
            fetch(number, start);
        }
        double oneByOne = secondsSince(start);

        start = System.nanoTime();
        IO.println("Asynchronous:");
        var greenlets = new ArrayList<Greenlet<String>>();
        for (int i = 1; i <= 9; i++) {
            int number = i;
            long began = start;
            greenlets.add(Jevent.spawn(() -> fetch(number, began)));
        }
        Jevent.joinAll(greenlets);
        double allAtOnce = secondsSince(start);

        System.err.printf(
                "one by one %.2f s, all at once %.2f s: %.1f times as fast%n",
                oneByOne, allAtOnce, oneByOne / allAtOnce);
    }

    private String fetch(int number, long start) throws IOException, InterruptedException {
        String time = client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
        IO.println("Process %d: %s, after %.2f s".formatted(number, time, secondsSince(start)));
        return time;
    }
    // @end

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
