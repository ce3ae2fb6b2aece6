// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.workload.ours;

import io.jevent.Jevent;
import io.jevent.bench.workload.Rounds;
import io.jevent.sim.Faults;
import io.jevent.sim.Node;
import io.jevent.sim.Simulation;
import io.jevent.socket.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Five nodes of a simulation that send a heartbeat to each other ten times a second, with faults of the network. */
public final class SimNodesWorkload {

    private static final int NODES = 5;
    private static final int PORT = 9000;
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private static long received;

    private SimNodesWorkload() {}

    /** Serves the rounds. */
    public static void main(String[] args) throws Exception {
        Rounds.serve(args, SimNodesWorkload::round);
    }

    /** Returns how many minutes are simulated in a minute. */
    private static double round(int minutes) {
        received = 0;
        long begin = System.nanoTime();
        var _ = Simulation.named("nodes")
                .schedules(2)
                .maxSteps(Long.MAX_VALUE)
                .faults(Faults.NETWORK)
                .run(sim -> {
                    List<Node> nodes = sim.nodes(NODES, "10.0.0.%d", (_, number) -> beat(number));
                    Jevent.sleep(Duration.ofMinutes(minutes));
                    if (nodes.stream().noneMatch(Node::isUp)) {
                        throw new IllegalStateException("no node is up");
                    }
                });
        double seconds = (System.nanoTime() - begin) / 1e9;
        int runs = 3; // the first schedule runs twice
        long expected = (long) runs * minutes * 60 * 10 * NODES * (NODES - 1);
        if (received < expected / 2 || received > expected) {
            throw new IllegalStateException("too few heartbeats: " + received + " of " + expected);
        }
        return runs * minutes * 60 / seconds;
    }

    private static void beat(int number) throws IOException {
        try (var socket = UdpSocket.bind("0.0.0.0:" + PORT)) {
            var _ = Jevent.spawn(() -> {
                while (true) {
                    int bytes = socket.receive().data().length; // += would read the field before this waits
                    received += bytes;
                }
            });
            while (true) {
                for (int peer = 0; peer < NODES; peer++) {
                    if (peer != number) {
                        socket.send(new byte[] {1}, new InetSocketAddress("10.0.0." + (peer + 1), PORT));
                    }
                }
                Jevent.sleep(INTERVAL);
            }
        }
    }
}
