// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import java.io.IOException;
import java.net.SocketAddress;

/**
 * Accepts the work of a server on one hub: connections or datagrams.
 *
 * <p><b>Confinement:</b> hub-confined: created, used and closed on one hub.
 *
 * @audience SPI
 * @since 0.1
 */
public interface Endpoint extends AutoCloseable {

    /**
     * Something to serve: a connection or a datagram.
     *
     * <p><b>Confinement:</b> hub-confined, to the hub of its endpoint.
     *
     * @since 0.1
     */
    interface Work extends AutoCloseable {

        /**
         * Serves the work, in the greenlet of its handler.
         *
         * @throws Exception if serving fails; it is reported as the greenlet's failure
         */
        void handle() throws Exception;

        /**
         * Called, in a callback of the hub, when the server is being stopped. The work in flight may finish, but should
         * start nothing new; work that only waits for its peer may be closed here. The default does nothing.
         */
        default void drain() {
            // the handler ends by itself or is killed
        }

        /** Closes the work, served or not. May be called more than once; never blocks. */
        @Override
        void close();
    }

    /**
     * Waits for the next work. If a kill or a timeout interrupts the wait, no work is lost.
     *
     * @param room the number of handlers that may start now, at least 1; the endpoint should accept no more work than
     *     that from the operating system
     * @return the work
     * @throws IOException if accepting fails; while this endpoint is open, the server reports the failure and tries
     *     again after a pause
     */
    Work next(int room) throws IOException;

    /**
     * Returns the address of this endpoint.
     *
     * @return the actual address
     */
    SocketAddress localAddress();

    /**
     * Returns whether this endpoint accepts work.
     *
     * @return false from {@link #stop()} on
     */
    boolean isOpen();

    /** Stops accepting. Handlers continue and may still use what they share. Never blocks. */
    void stop();

    /**
     * Calls back, on the hub, when the operating system accepts nothing more for this endpoint: {@link #stop()} begins
     * that, and it may end in a later turn of the hub. A server has not stopped before. The default calls back at once.
     * Never blocks.
     *
     * @param action the callback
     */
    default void whenClosed(Runnable action) {
        action.run();
    }

    /** Frees the remaining resources, after {@link #stop()} and the last handler. May be called more than once. */
    @Override
    void close();
}
