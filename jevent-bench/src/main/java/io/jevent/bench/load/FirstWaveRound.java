// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Locale;

/**
 * The first connections of a cold server: many arrive, and then each is served once. The time is by the clock, from the
 * first byte of a request to the last answer.
 */
final class FirstWaveRound implements Rounds.Round {

    private static final int ADDRESSES = 8;
    private static final double MILLI = 1e6;

    private final Server server;

    FirstWaveRound(Server server) {
        this.server = server;
    }

    @Override
    public double run(int number) throws IOException {
        var clients = new ArrayList<HttpGets>(number);
        for (int i = 0; i < number; i++) {
            var local = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) (1 + i % ADDRESSES)});
            clients.add(new HttpGets(Connection.to(server, local)));
        }
        var meter = new Meter(server);
        long begin = System.nanoTime();
        for (var client : clients) {
            client.ask();
        }
        for (var client : clients) {
            client.check();
        }
        long nanos = System.nanoTime() - begin;
        meter.stop();
        Rounds.remark(String.format(
                Locale.ROOT,
                "%,d connections; the server used %.0f ms of a processor",
                number,
                meter.processorSeconds() * 1000));
        for (var client : clients) {
            client.close();
        }
        return nanos / MILLI;
    }
}
