// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import java.io.IOException;
import java.net.SocketAddress;

/**
 * What a server listens with on one hub.
 *
 * <p><b>Confinement:</b> hub-confined: made, used and closed on one hub.
 */
public interface Endpoint extends AutoCloseable {

    /**
     * Something that came and is to be served: a connection, a datagram.
     *
     * <p><b>Confinement:</b> hub-confined, to the hub of its endpoint.
     */
    interface Work extends AutoCloseable {

        /**
         * Serves it, in the greenlet of its handler.
         *
         * @throws Exception if it fails; that is reported as the greenlet's failure
         */
        void handle() throws Exception;

        /**
         * Is told, in a callback of the hub, that the server is being stopped: what is under way may be finished, and
         * nothing new should be begun. What only waits for its peer may be closed here. Unless overridden it does
         * nothing.
         */
        default void drain() {
            // it ends by itself or is killed
        }

        /** Lets it go, served or not. It may be called more than once, and never waits. */
        @Override
        void close();
    }

    /**
     * Waits for the next thing to serve. If the wait is cut short, nothing is lost.
     *
     * @param room how many handlers may begin now, at least 1: no more should be taken from the operating system
     * @return what came
     * @throws IOException if it fails; while this endpoint is open the server reports it and tries again after a pause
     */
    Work next(int room) throws IOException;

    /**
     * Returns where it listens.
     *
     * @return the true address
     */
    SocketAddress localAddress();

    /**
     * Says whether it takes anything.
     *
     * @return false from {@link #stop()} on
     */
    boolean isOpen();

    /** Takes nothing more from now on; handlers go on, and may still need what they share. It never waits. */
    void stop();

    /** Frees what is left, after {@link #stop()} and the last handler. It may be called more than once. */
    @Override
    void close();
}
