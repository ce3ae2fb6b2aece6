// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The address and the options with which an {@link Endpoint} listens.
 *
 * <p><b>Confinement:</b> immutable.
 *
 * @audience SPI
 * @since 0.1
 */
public final class ListenSpec {

    private final SocketAddress address;
    private final int backlog;
    private final boolean sharesPort;
    private final @Nullable AcceptQueue acceptQueue;
    private final boolean listens;

    ListenSpec(SocketAddress address, int backlog, boolean sharesPort) {
        this(address, backlog, sharesPort, null, true);
    }

    private ListenSpec(
            SocketAddress address,
            int backlog,
            boolean sharesPort,
            @Nullable AcceptQueue acceptQueue,
            boolean listens) {
        this.address = address;
        this.backlog = backlog;
        this.sharesPort = sharesPort;
        this.acceptQueue = acceptQueue;
        this.listens = listens;
    }

    /**
     * Returns the spec of a hub that takes connections from a queue; {@code listens} is true for the hub that accepts
     * them.
     */
    static ListenSpec queued(SocketAddress address, int backlog, AcceptQueue acceptQueue, boolean listens) {
        return new ListenSpec(address, backlog, false, acceptQueue, listens);
    }

    /**
     * Returns the address to listen at.
     *
     * @return the address; it may be unresolved, and its port may be 0
     */
    public SocketAddress address() {
        return address;
    }

    /**
     * Returns the backlog: how many connections the operating system queues before they are accepted.
     *
     * @return the number of connections
     */
    public int backlog() {
        return backlog;
    }

    /**
     * Returns whether endpoints of other hubs listen at the same port.
     *
     * @return true if the port must be shared
     */
    public boolean sharesPort() {
        return sharesPort;
    }

    /** Returns the queue from which the hubs take connections; null if each hub accepts its own. */
    @Nullable
    AcceptQueue acceptQueue() {
        return acceptQueue;
    }

    /** Returns whether this hub accepts for the others, if there is an {@link #acceptQueue}. */
    boolean listens() {
        return listens;
    }
}
