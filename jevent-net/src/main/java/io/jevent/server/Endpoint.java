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
     * <p><b>Confinement:</b> not shared, but {@link #close()} may come from any greenlet or callback of the hub.
     */
    interface Work extends AutoCloseable {

        /**
         * Serves it, in a greenlet of its own.
         *
         * @throws Exception if it fails
         */
        void handle() throws Exception;

        /** Lets it go, served or not. It may be called more than once, and never waits. */
        @Override
        void close();
    }

    /**
     * Waits for the next thing to serve. If the wait is cut short, nothing is lost.
     *
     * @return what came
     * @throws IOException if it fails; while this endpoint is open the server tries again after a pause
     */
    Work next() throws IOException;

    /**
     * Returns where it listens.
     *
     * @return the true address
     */
    SocketAddress localAddress();

    /**
     * Says whether it still listens.
     *
     * @return false from {@link #close()} on
     */
    boolean isOpen();

    /** Stops listening. It never waits. */
    @Override
    void close();
}
