// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.sim.Sim;
import io.jevent.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Three nodes elect a leader. A node that is asked for its vote writes it to a disk, and may be asked again meanwhile.
 * If it notes its vote only afterwards, it votes twice, and two nodes lead: the simulation finds the times and the
 * order in which that happens, and explains them.
 */
public final class LeaderElection {

    private static final Duration DISK = Duration.ofMillis(5);

    private LeaderElection() {}

    /** One of the nodes. */
    private static final class Node {

        private final String name;
        private final Sim sim;
        private final boolean mended;
        private final List<Node> peers = new ArrayList<>();
        private String votedFor = "";
        private boolean leads;

        Node(String name, Sim sim, boolean mended) {
            this.name = name;
            this.sim = sim;
            this.mended = mended;
        }

        /** Answers a candidate that asks for this node's vote. */
        boolean vote(String candidate) {
            if (!votedFor.isEmpty()) {
                return votedFor.equals(candidate);
            }
            if (mended) {
                votedFor = candidate;
            }
            Jevent.sleep(DISK); // another candidate may ask meanwhile
            votedFor = candidate;
            return true;
        }

        /** Becomes a candidate if it has heard of none in time. */
        void run(long patience) {
            Jevent.sleep(Duration.ofMillis(patience + sim.choices().between(name + "'s patience", 0, 300)));
            if (votedFor.isEmpty()) {
                campaign();
            }
        }

        private void campaign() {
            votedFor = name;
            List<Greenlet<Boolean>> answers = peers.stream().map(this::request).toList();
            Jevent.joinAll(answers);
            long votes = 1 + answers.stream().filter(Greenlet::result).count();
            leads = votes > (peers.size() + 1) / 2;
        }

        private Greenlet<Boolean> request(Node peer) {
            Greenlet<Boolean> request = Jevent.spawn(() -> ask(peer));
            request.setName(name + "'s request to " + peer.name);
            return request;
        }

        private boolean ask(Node peer) {
            network();
            boolean vote = peer.vote(name);
            network();
            return vote;
        }

        private void network() {
            Jevent.sleep(Duration.ofMillis(sim.choices().between("delay", 1, 20)));
        }
    }

    /** The test: at any time at most one node leads, and in the end one does. */
    private static void elect(Sim sim, boolean mended) {
        var nodes = List.of(new Node("a", sim, mended), new Node("b", sim, mended), new Node("c", sim, mended));
        sim.always("at most one leader", () -> leaders(nodes) <= 1);
        long patience = 0;
        for (Node node : nodes) {
            patience += 150;
            nodes.stream().filter(peer -> peer != node).forEach(node.peers::add);
            long shortest = patience;
            Jevent.spawn(() -> node.run(shortest)).setName(node.name);
        }
        Jevent.sleep(Duration.ofSeconds(2));
        sim.sometimes("a leader is elected", leaders(nodes) == 1);
    }

    private static long leaders(List<Node> nodes) {
        return nodes.stream().filter(node -> node.leads).count();
    }

    /** Simulates the election as it was written first, and as it was mended. */
    public static void main(String[] args) {
        var wrong = Simulation.named("election").explore(sim -> elect(sim, false));
        System.out.println(wrong.failure().orElseThrow().getMessage());
        System.out.println();
        var mended = Simulation.named("mended").explore(sim -> elect(sim, true));
        System.out.println("mended: " + (mended.failure().isEmpty() ? "passes" : "fails"));
    }
}
