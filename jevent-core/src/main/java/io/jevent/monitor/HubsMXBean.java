// SPDX-License-Identifier: Apache-2.0
package io.jevent.monitor;

/**
 * The hubs of this JVM, as JMX shows them under the name {@code io.jevent:type=Hubs}; see {@link Monitoring#register}.
 *
 * <p><b>Confinement:</b> thread-safe. The numbers are read while the hubs run, so they may be a little old.
 *
 * @since 0.1
 */
public interface HubsMXBean {

    /**
     * Counts the hubs that are open.
     *
     * @return how many there are
     */
    int getHubCount();

    /**
     * Counts the greenlets of all open hubs that were started and have not ended.
     *
     * @return how many there are
     */
    long getGreenletCount();

    /**
     * Counts how often the open hubs have put a greenlet on their threads.
     *
     * @return their sum; less than before when a hub was closed
     */
    long getSwitches();

    /**
     * Shows all greenlets of all hubs: what each does, what it waits for, where it stands. A hub that a greenlet holds
     * is given a second to answer.
     *
     * @return lines of text
     */
    String report();
}
