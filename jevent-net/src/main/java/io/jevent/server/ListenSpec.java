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
    private final @Nullable HandOut handOut;
    private final boolean listens;

    ListenSpec(SocketAddress address, int backlog, boolean sharesPort) {
        this(address, backlog, sharesPort, null, true);
    }

    private ListenSpec(SocketAddress address, int backlog, boolean sharesPort, @Nullable HandOut handOut, boolean listens) {
        this.address = address;
        this.backlog = backlog;
        this.sharesPort = sharesPort;
        this.handOut = handOut;
        this.listens = listens;
    }

    /** The spec of a hub that shares what one of them accepts; {@code listens} is for that one. */
    static ListenSpec handedOut(SocketAddress address, int backlog, HandOut handOut, boolean listens) {
        return new ListenSpec(address, backlog, false, handOut, listens);
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
    HandOut handOut() {
        return handOut;
    }

    /** Whether this hub accepts for the others, if there is a {@link #handOut}. */
    boolean listens() {
        return listens;
    }
}
