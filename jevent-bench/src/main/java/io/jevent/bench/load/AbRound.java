// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/** HTTP requests by {@code ab}, 100 at a time, each on a connection of its own. */
final class AbRound implements Rounds.Round {

    private static final int CONCURRENT = 100;
    private static final Pattern FAILED = Pattern.compile("Failed requests:\\s+0\\s");

    private final Server server;

    AbRound(Server server) {
        this.server = server;
    }

    @Override
    public double run(int requests) throws IOException {
        var meter = new Meter(server);
        var said = Tool.run(
                List.of(
                        "ab",
                        "-q",
                        "-l", // a header of another length is no failure
                        "-n",
                        Integer.toString(requests),
                        "-c",
                        Integer.toString(Math.min(requests, CONCURRENT)),
                        "http://127.0.0.1:" + server.port() + "/"),
                "apache2-utils");
        meter.stop();
        if (!FAILED.matcher(said).find() || said.contains("Non-2xx responses")) {
            throw new IOException("not every request was answered: " + said);
        }
        return meter.tell(requests, "requests");
    }
}
