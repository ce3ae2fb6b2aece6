// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where and how an {@link Endpoint} is to listen.
 *
 * <p><b>Confinement:</b> immutable.
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

    /** The spec of a hub that shares what one of them accepts; {@code listens} is for that one. */
    static ListenSpec queued(SocketAddress address, int backlog, AcceptQueue acceptQueue, boolean listens) {
        return new ListenSpec(address, backlog, false, acceptQueue, listens);
    }

    /**
     * Returns where.
     *
     * @return the address; it may have to be looked up, and its port may be 0
     */
    public SocketAddress address() {
        return address;
    }

    /**
     * Returns how many connections the operating system is to keep that were not accepted.
     *
     * @return how many
     */
    public int backlog() {
        return backlog;
    }

    /**
     * Says whether endpoints of other hubs listen at the same port.
     *
     * @return true if the port is to be shared
     */
    public boolean sharesPort() {
        return sharesPort;
    }

    /** What hands connections to the hubs; null if each accepts its own. */
    @Nullable
    AcceptQueue acceptQueue() {
        return acceptQueue;
    }

    /** Whether this hub accepts for the others, if there is a {@link #acceptQueue}. */
    boolean listens() {
        return listens;
    }
}
