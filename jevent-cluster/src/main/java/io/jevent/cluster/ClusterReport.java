// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

import java.util.List;

/**
 * A node's view of its cluster, and the load of its actors. {@code toString} is a table for people.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @param address the address of this node
 * @param up whether it is a member that can serve
 * @param members the members that it knows, itself included, by address
 * @param actors the actors of this node, by name
 * @param dropped the number of tells and messages of topics that this node has dropped since its start
 * @since 0.1
 */
public record ClusterReport(String address, boolean up, List<Member> members, List<ActorLoad> actors, long dropped) {

    /**
     * A node.
     *
     * @param address its address, {@code host:port}
     * @param status Pekko's name for its state: {@code Joining}, {@code Up}, {@code Leaving}, {@code Exiting},
     *     {@code Down}
     * @param reachable whether the failure detectors of all nodes reach it
     * @since 0.1
     */
    public record Member(String address, String status, boolean reachable) {}

    /**
     * The actors of one name on this node.
     *
     * @param name the name
     * @param actors the number of those in memory
     * @param waiting the number of messages in their mailboxes
     * @since 0.1
     */
    public record ActorLoad(String name, int actors, int waiting) {}

    /**
     * Copies the lists.
     *
     * @param address the address of this node
     * @param up whether it is a member that can serve
     * @param members the members that it knows, itself included, by address
     * @param actors the actors of this node, by name
     * @param dropped the number of tells and messages of topics that this node has dropped since its start
     */
    public ClusterReport {
        members = List.copyOf(members);
        actors = List.copyOf(actors);
    }

    /**
     * Returns the members that a node does not reach.
     *
     * @return the members, by address
     */
    public List<Member> unreachable() {
        return members.stream().filter(member -> !member.reachable()).toList();
    }

    @Override
    public String toString() {
        var text = new StringBuilder("node " + address + (up ? ", up" : ", not up") + ", " + dropped + " dropped\n");
        for (Member member : members) {
            text.append("member ").append(member.address()).append(' ').append(member.status());
            text.append(member.reachable() ? "\n" : ", unreachable\n");
        }
        for (ActorLoad load : actors) {
            text.append("actors ").append(load.name()).append(": ").append(load.actors());
            text.append(", ").append(load.waiting()).append(" messages waiting\n");
        }
        return text.toString();
    }
}
