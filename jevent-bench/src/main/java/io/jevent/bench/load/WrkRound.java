// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP requests by {@code wrk}: 64 connections that are kept, each with a number of requests in flight. */
final class WrkRound implements Rounds.Round {

    private static final int CONNECTIONS = 64;
    private static final int PER_SECOND = 100_000;
    private static final Pattern DONE = Pattern.compile("(\\d+) requests in");
    private static final Pattern BROKEN = Pattern.compile("Socket errors:.*|Non-2xx or 3xx responses:.*");

    private final Server server;
    private final String scheme;
    private final boolean byClock;

    /** The arguments of {@code wrk} for the requests. */
    private final List<String> requests;

    /** Takes the requests in flight on each connection, and whether to count them per second of the clock. */
    WrkRound(Server server, String scheme, int underWay, boolean byClock) throws IOException {
        this.server = server;
        this.scheme = scheme;
        this.byClock = byClock;
        this.requests = underWay == 1 ? List.of() : List.of("--script", pipeline(underWay));
    }

    /** A script is asked for each request: {@code wrk} is slower with one. */
    private static String pipeline(int underWay) throws IOException {
        Path script = Files.createTempFile("pipeline", ".lua");
        script.toFile().deleteOnExit();
        Files.writeString(
                script,
                "init = function() all = string.rep(wrk.format(), " + underWay + ") end\n"
                        + "request = function() return all end\n");
        return script.toString();
    }

    @Override
    public double run(int number) throws IOException {
        var command = new ArrayList<>(List.of("wrk", "--threads", "1", "--connections"));
        command.add(Integer.toString(CONNECTIONS));
        command.addAll(List.of("--duration", Math.max(1, number / PER_SECOND) + "s"));
        command.addAll(requests);
        command.add(scheme + "://127.0.0.1:" + server.port() + "/");
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
        double perProcessorSecond = meter.tell(answered, "requests");
        return byClock ? answered / meter.seconds() : perProcessorSecond;
    }
}
