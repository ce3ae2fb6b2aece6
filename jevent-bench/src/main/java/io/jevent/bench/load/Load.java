// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import java.util.List;

/** The process of the load generator. */
public final class Load {

    private static final int OWN_ARGUMENTS = 3;

    private Load() {}

    /**
     * Starts a server and serves rounds until the input ends.
     *
     * @param args the row, the operations of a round, the milliseconds to warm up, and the command that starts the
     *     server
     * @throws Exception if the server failed
     */
    public static void main(String[] args) throws Exception {
        var command = List.of(args).subList(OWN_ARGUMENTS, args.length);
        try (var server = ServerProcess.start(command)) {
            Rounds.serve(new String[] {args[1], args[2]}, round(args[0], server));
        }
    }

    private static Rounds.Round round(String row, Server server) throws IOException {
        return switch (row) {
            case "echo" -> new EchoRound(server, Echoes::new, "requests");
            case "websocket-echo" -> new EchoRound(server, WebSocketEchoes::open, "messages");
            case "broadcast" -> new BroadcastRound(server);
            case "round-trip" -> new RoundTripRound(server);
            case "idle-connections" -> new IdleConnectionsRound(server, Echoes::new);
            case "two-hubs" -> new TwoHubsRound(server);
            case "plaintext", "wsgi", "py-http", "py-flask" -> new WrkRound(server, "http", 1, false);
            case "https-plaintext" -> new WrkRound(server, "https", 1, false);
            case "pipelined" -> new WrkRound(server, "http", 16, false);
            case "http-two-hubs", "py-two-hubs" -> new WrkRound(server, "http", 1, true);
            case "h2-plaintext" -> new H2loadRound(server, "http");
            case "h2-tls" -> new H2loadRound(server, "https");
            case "ab" -> new AbRound(server);
            case "idle-memory" -> new IdleConnectionsRound(server, (to, _) -> new HttpGets(to));
            case "bulk" -> new BulkRound(server);
            default -> throw new IllegalArgumentException("no load for the row " + row);
        };
    }
}
