// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.hub.Durations;
import io.jevent.internal.simnet.Fabric;
import io.jevent.internal.simnet.Host;
import java.time.Duration;
import java.util.Set;

/**
 * The simulated network of a run: it connects the nodes, and the test itself, which is a node of its own. Sockets in
 * the simulation use it instead of the network of this machine.
 *
 * <p>TCP keeps its promises: bytes arrive once and in order, buffers are limited, a packet that is lost is sent again.
 * A partition therefore delays a connection, and breaks it only after some 15 minutes, or when a program gives up.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @since 0.1
 */
public final class Net {

    private final Sim sim;
    private final Fabric fabric;

    Net(Sim sim, Fabric fabric) {
        this.sim = sim;
        this.fabric = fabric;
    }

    Fabric fabric() {
        return fabric;
    }

    /**
     * Sets how long packets take between nodes whose link has no time of its own: from 1 to 10 milliseconds unless set.
     *
     * @param min the shortest time in one direction, which is the plain case
     * @param max the longest time
     * @return this
     * @throws IllegalArgumentException if {@code max} is less than {@code min}
     */
    public Net latency(Duration min, Duration max) {
        long shortest = Durations.nanos(min, "min");
        long longest = Durations.nanos(max, "max");
        if (longest < shortest) {
            throw new IllegalArgumentException("max " + max + " is less than min " + min);
        }
        fabric.latency(shortest, longest);
        return this;
    }

    /**
     * Returns the link between two nodes.
     *
     * @param a a node
     * @param b another node
     * @return its settings
     */
    public NetLink link(Node a, Node b) {
        return new NetLink(a.host().pathTo(b.host()), b.host().pathTo(a.host()));
    }

    /**
     * Separates two nodes: no packet gets from one to the other until {@link #heal()}.
     *
     * @param a a node
     * @param b another node
     */
    public void partition(Node a, Node b) {
        partition(Set.of(a), Set.of(b));
    }

    /**
     * Separates two groups of nodes: no packet gets from one to the other until {@link #heal()}.
     *
     * @param some a group
     * @param others the other group
     */
    public void partition(Set<Node> some, Set<Node> others) {
        sim.mark("partition between " + some + " and " + others);
        for (Node a : some) {
            for (Node b : others) {
                block(a, b, true);
                block(b, a, true);
            }
        }
    }

    /**
     * Loses all packets in one direction, until {@link #heal()}.
     *
     * @param from the sender
     * @param to the receiver, whose packets still arrive
     */
    public void partitionOneWay(Node from, Node to) {
        sim.mark("packets from " + from + " to " + to + " are lost");
        block(from, to, true);
    }

    private static void block(Node from, Node to, boolean blocked) {
        from.host().pathTo(to.host()).block(blocked);
    }

    /**
     * Ends a partition between two nodes.
     *
     * @param a a node
     * @param b another node
     */
    public void heal(Node a, Node b) {
        sim.mark(a + " and " + b + " are connected again");
        block(a, b, false);
        block(b, a, false);
    }

    /** Ends all partitions. Connections go on when a lost packet is sent again. */
    public void heal() {
        sim.mark("the network is healed");
        for (Host from : fabric.hosts()) {
            for (Host to : fabric.hosts()) {
                from.pathTo(to).block(false);
            }
        }
    }

    /**
     * Resets all connections between two nodes; both get an error.
     *
     * @param a a node
     * @param b another node
     */
    public void reset(Node a, Node b) {
        sim.mark("the connections between " + a + " and " + b + " are reset");
        a.host().resetAll(b.host(), false);
    }

    /**
     * Makes all connections between two nodes half-open: one of them has lost them, and the other learns that only when
     * it sends.
     *
     * @param unaware the node that takes the connections for good
     * @param lost the node that has lost them
     */
    public void halfOpen(Node unaware, Node lost) {
        sim.mark(lost + " has lost its connections with " + unaware + ", which does not know");
        lost.host().resetAll(unaware.host(), true);
    }

    @Override
    public String toString() {
        return "network of " + fabric.hosts();
    }
}
