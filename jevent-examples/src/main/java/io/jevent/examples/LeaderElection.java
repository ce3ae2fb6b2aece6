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
 * Three nodes elect a leader, with three bugs, one at a time: each lets two nodes lead. The simulation finds the times,
 * the order and the faults with which that happens, and explains them.
 */
public final class LeaderElection {

    private static final Duration DISK = Duration.ofMillis(5);

    private LeaderElection() {}

    /** The mistake. */
    private enum Bug {
        /** A node writes its vote to a disk, and notes it only afterwards: meanwhile it is asked again. */
        NOTES_LATE,
        /** A vote is not on the disk, so a node that starts again has forgotten it. */
        FORGETS,
        /** Half of the votes are taken for a majority. */
        COUNTS_WRONG,
        /** Nothing. */
        NONE
    }

    /** One of the nodes. */
    private static final class Node {

        private final String name;
        private final Sim sim;
        private final Bug bug;
        private final List<Node> peers = new ArrayList<>();
        private String votedFor = "";
        private boolean leads;

        Node(String name, Sim sim, Bug bug) {
            this.name = name;
            this.sim = sim;
            this.bug = bug;
        }

        /** Answers a candidate that asks for this node's vote. */
        boolean vote(String candidate) {
            if (!votedFor.isEmpty()) {
                return votedFor.equals(candidate);
            }
            if (bug != Bug.NOTES_LATE) {
                votedFor = candidate;
            }
            Jevent.sleep(DISK); // another candidate may ask meanwhile
            votedFor = candidate;
            if (sim.choices().chance(name + " starts again", 0.1)) {
                restart();
            }
            return true;
        }

        /** Forgets all that is not on the disk. */
        private void restart() {
            sim.mark(name + " starts again");
            if (bug == Bug.FORGETS) {
                votedFor = "";
            }
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
            int nodes = peers.size() + 1;
            leads = bug == Bug.COUNTS_WRONG ? votes >= nodes / 2 : votes > nodes / 2;
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
    private static void elect(Sim sim, Bug bug) {
        var nodes = List.of(new Node("a", sim, bug), new Node("b", sim, bug), new Node("c", sim, bug));
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

    /** Simulates the election with each bug, and without one. */
    public static void main(String[] args) {
        for (Bug bug : Bug.values()) {
            var exploration =
                    Simulation.named("election " + bug).schedules(3000).explore(sim -> elect(sim, bug));
            System.out.println(exploration.failure().map(Throwable::getMessage).orElse("election " + bug + ": passes"));
            System.out.println();
        }
    }
}
