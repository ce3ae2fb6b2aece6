// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Echoes over many connections, each with one request in flight. The answers are taken in turn: while the generator
 * deals with one, the server has all the others, so it has something to do as long as it is the slower one.
 */
final class EchoRound implements Rounds.Round {

    private final Server server;
    private final Client.Kind kind;
    private final String what;
    private final int most;
    private final List<Client> clients = new ArrayList<>();

    EchoRound(Server server, Client.Kind kind, String what, int connections) {
        this.server = server;
        this.kind = kind;
        this.what = what;
        this.most = connections;
    }

    @Override
    public double run(int requests) throws IOException {
        int connections = Math.min(most, requests);
        while (clients.size() < connections) {
            clients.add(kind.on(Connection.to(server), clients.size()));
        }
        int turns = Math.max(1, requests / connections);
        var meter = new Meter(server);
        for (var client : clients) {
            client.ask();
        }
        for (int turn = 1; turn < turns; turn++) {
            for (var client : clients) {
                client.check();
                client.ask();
            }
        }
        for (var client : clients) {
            client.check();
        }
        meter.stop();
        long done = (long) turns * connections;
        return meter.tell(done, what);
    }
}
