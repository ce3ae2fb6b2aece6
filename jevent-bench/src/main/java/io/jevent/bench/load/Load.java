// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import io.jevent.bench.workload.Rounds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The process of the load generator. */
public final class Load {

    private static final int OWN_ARGUMENTS = 3;
    private static final int CONNECTIONS = 64;
    private static final int MANY = 5000;

    private Load() {}

    /**
     * Starts a server and serves rounds until the input ends.
     *
     * @param args the row, the operations of a round, the milliseconds to warm up, and the command that starts the
     *     server
     * @throws Exception if the server failed
     */
    public static void main(String[] args) throws Exception {
        var row = args[0];
        var command = List.of(args).subList(OWN_ARGUMENTS, args.length);
        var rounds = new String[] {args[1], args[2]};
        if (row.startsWith("tfb-")) {
            try (var postgres = Postgres.start()) {
                var withDatabase = new ArrayList<>(command);
                withDatabase.add(Integer.toString(postgres.port()));
                serve(row, withDatabase, rounds);
            }
        } else {
            serve(row, command, rounds);
        }
    }

    private static void serve(String row, List<String> command, String[] rounds) throws Exception {
        try (var server = ServerProcess.start(command)) {
            Rounds.serve(rounds, round(row, server));
        }
    }

    private static Rounds.Round round(String row, Server server) throws IOException {
        return switch (row) {
            case "echo" -> new EchoRound(server, Echoes::new, "requests", CONNECTIONS);
            case "echo-5k" -> new EchoRound(server, Echoes::new, "requests", MANY);
            case "websocket-echo" -> new EchoRound(server, WebSocketEchoes::open, "messages", CONNECTIONS);
            case "websocket-5k" -> new EchoRound(server, WebSocketEchoes::open, "messages", MANY);
            case "broadcast" -> new BroadcastRound(server);
            case "round-trip" -> new RoundTripRound(server);
            case "first-wave" -> new FirstWaveRound(server);
            case "idle-connections" -> new IdleConnectionsRound(server, Echoes::new);
            case "two-hubs" -> new TwoHubsRound(server);
            case "h2-plaintext" -> new H2loadRound(server, "http");
            case "h2-tls" -> new H2loadRound(server, "https");
            case "ab" -> new AbRound(server);
            case "idle-memory" -> new IdleConnectionsRound(server, (to, _) -> new HttpGets(to));
            case "bulk" -> new BulkRound(server);
            case "upload" -> new TransferRound(server, true);
            case "download" -> new TransferRound(server, false);
            case "latency-30" -> new LatencyRound(server, 0.3);
            case "latency-60", "gc" -> new LatencyRound(server, 0.6);
            case "latency-80" -> new LatencyRound(server, 0.8);
            default -> new WrkRound(server, requests(row), row.endsWith("-two-hubs"));
        };
    }

    private static WrkRequests requests(String row) throws IOException {
        return switch (row) {
            case "plaintext", "wsgi", "http-two-hubs", "all-cores", "py-http", "py-flask", "py-two-hubs" ->
                WrkRequests.PLAIN;
            case "plaintext-1k" -> WrkRequests.PLAIN.over(1000);
            case "plaintext-5k" -> WrkRequests.PLAIN.over(MANY);
            case "https-plaintext" -> WrkRequests.PLAIN.secure();
            case "pipelined" -> WrkRequests.PLAIN.pipelined(16);
            case "tfb-json" -> WrkRequests.PLAIN.to("/json");
            case "tfb-db" -> WrkRequests.PLAIN.to("/db");
            case "tfb-queries" -> WrkRequests.PLAIN.to("/queries?queries=20");
            case "tfb-updates" -> WrkRequests.PLAIN.to("/updates?queries=20");
            case "tfb-fortunes" -> WrkRequests.PLAIN.to("/fortunes");
            case "json" -> WrkRequests.PLAIN.posting("application/json", Forms.JSON);
            case "multipart" -> WrkRequests.PLAIN.posting(Forms.MULTIPART_TYPE, Forms.MULTIPART);
            default -> throw new IllegalArgumentException("no load for the row " + row);
        };
    }
}
