// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import java.util.List;

/** Requests in HTTP/2, with TLS or without, by {@code h2load}: 8 connections with 32 streams each. */
final class H2loadRound implements Rounds.Round {

    private static final String NONE_FAILED = " 0 failed, 0 errored";

    private final Server server;
    private final String scheme;

    H2loadRound(Server server, String scheme) {
        this.server = server;
        this.scheme = scheme;
    }

    @Override
    public double run(int requests) throws IOException {
        var meter = new Meter(server);
        var said = Tool.run(
                List.of(
                        "h2load",
                        "-n",
                        Integer.toString(requests),
                        "-c",
                        "8",
                        "-m",
                        "32",
                        scheme + "://127.0.0.1:" + server.port() + "/"),
                "nghttp2-client");
        meter.stop();
        if (!said.contains(NONE_FAILED) || !said.contains(requests + " 2xx")) {
            throw new IOException("not every request was answered: " + said);
        }
        return meter.tell(requests, "requests");
    }
}
