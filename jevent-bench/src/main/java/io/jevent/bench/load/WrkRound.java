// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP requests by {@code wrk} over connections that are kept. */
final class WrkRound implements Rounds.Round {

    private static final int PER_SECOND = 100_000;
    private static final Pattern DONE = Pattern.compile("(\\d+) requests in");
    private static final Pattern BROKEN = Pattern.compile("Socket errors:.*|Non-2xx or 3xx responses:.*");

    private final Server server;
    private final WrkRequests requests;
    private final boolean byClock;

    /** Counts the requests per second of the server's processor time, or of the clock. */
    WrkRound(Server server, WrkRequests requests, boolean byClock) {
        this.server = server;
        this.requests = requests;
        this.byClock = byClock;
    }

    /** A round that ends before the first response says nothing, and is made again with twice the time. */
    @Override
    public double run(int number) throws IOException {
        requests.first(server.port());
        int connections = Math.min(number, requests.connections());
        OptionalDouble result = OptionalDouble.empty();
        for (int seconds = Math.max(1, number / PER_SECOND); result.isEmpty(); seconds *= 2) {
            result = run(connections, seconds);
        }
        return result.getAsDouble();
    }

    private OptionalDouble run(int connections, int seconds) throws IOException {
        var command = new ArrayList<>(List.of("wrk", "--threads", "1", "--connections"));
        command.add(Integer.toString(connections));
        command.addAll(List.of("--duration", seconds + "s"));
        // the default counts what takes two seconds as an error, which a cold server on a busy machine may need
        command.addAll(List.of("--timeout", "30s"));
        command.addAll(requests.script());
        command.add(requests.scheme() + "://127.0.0.1:" + server.port() + requests.path());
        var meter = new Meter(server);
        var said = Tool.run(command, "wrk");
        meter.stop();
        Matcher broken = BROKEN.matcher(said);
        if (broken.find()) {
            throw new IOException("wrk says: " + broken.group());
        }
        Matcher done = DONE.matcher(said);
        if (!done.find()) {
            throw new IOException("wrk does not say how many requests it made: " + said);
        }
        long answered = Long.parseLong(done.group(1));
        if (answered == 0) {
            return OptionalDouble.empty();
        }
        double perProcessorSecond = meter.tell(answered, "requests");
        return OptionalDouble.of(byClock ? answered / meter.seconds() : perProcessorSecond);
    }
}
