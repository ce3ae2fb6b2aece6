// SPDX-License-Identifier: Apache-2.0
package io.jevent.cluster;

/**
 * A node for JMX, registered as {@code io.jevent:type=Cluster,address="HOST:PORT"} while it is a member.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public interface ClusterMXBean {

    /**
     * Whether the node is a member that can serve, as {@link Cluster#isUp}.
     *
     * @return true if so
     */
    boolean isUp();

    /**
     * Counts the members.
     *
     * @return the number, this node included
     */
    int getMemberCount();

    /**
     * Counts the members that cannot be reached.
     *
     * @return the number
     */
    int getUnreachableCount();

    /**
     * Counts the actors in the memory of this node, those of all names.
     *
     * @return the number
     */
    int getActorCount();

    /**
     * Counts the messages in the mailboxes of this node.
     *
     * @return the number
     */
    int getWaitingMessages();

    /**
     * Counts the tells and the messages of topics that were dropped on this node.
     *
     * @return the number
     */
    long getDroppedMessages();

    /**
     * Returns {@link Cluster#report} as text.
     *
     * @return some lines
     */
    String report();
}
