// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Latency under an open-loop load: requests are due at fixed times, whether earlier ones were answered or not, and each
 * latency counts from the time at which the request was due. One request in a hundred is for the slow handler. The load
 * is a share of the capacity, which a closed loop measures first, once.
 */
final class LatencyRound implements Rounds.Round {

    private static final int CONNECTIONS = 256;
    private static final int CLOSED_CONNECTIONS = 64;
    private static final double MICRO = 1e3;

    private final Server server;
    private final double share;
    private double perSecond;

    LatencyRound(Server server, double share) {
        this.server = server;
        this.share = share;
    }

    @Override
    public double run(int requests) throws IOException {
        if (perSecond == 0) {
            capacity(requests);
        }
        try (var clients = new OpenLoop(server, Math.min(CONNECTIONS, requests))) {
            long interval = Math.round(TimeUnit.SECONDS.toNanos(1) / (perSecond * share));
            var latencies = clients.atFixedRate(requests, interval);
            Rounds.remark(String.format(
                    Locale.ROOT,
                    "%,.0f requests/s of a capacity of %,.0f: p50 %,.0f µs, p99 %,.0f µs, p99.9 %,.0f µs",
                    perSecond * share,
                    perSecond,
                    percentile(latencies, 0.5),
                    percentile(latencies, 0.99),
                    percentile(latencies, 0.999)));
            return percentile(latencies, 0.99);
        }
    }

    /** Twice: the first time warms the server up. */
    private void capacity(int requests) throws IOException {
        for (int i = 0; i < 2; i++) {
            try (var clients = new OpenLoop(server, Math.min(CLOSED_CONNECTIONS, requests))) {
                long begin = System.nanoTime();
                int answered = clients.atFixedRate(requests, 0).length;
                perSecond = answered * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - begin);
            }
        }
    }

    private static double percentile(long[] sorted, double share) {
        return sorted[(int) (sorted.length * share)] / MICRO;
    }
}
