// SPDX-License-Identifier: Apache-2.0
package io.jevent.examples.chat;

import io.jevent.http.HttpServer;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Has the rooms of this process, and brings what somebody says to those of all processes. */
interface Sharing extends AutoCloseable {

    /** Returns the rooms by their names. */
    Map<String, Room> rooms();

    /**
     * Has a message said, some time soon, in the room of that name.
     *
     * @throws IOException if it cannot be brought there
     */
    void say(String room, String user, String text) throws IOException;

    /** Returns the addresses, {@code HOST:PORT}, of the servers to which a page may turn if this one ends. */
    default Collection<String> servers() {
        return List.of();
    }

    /** Returns the hosts that a page may find there. */
    default Collection<String> hosts() {
        return List.of();
    }

    /** Serves with a server that was started, until it is stopped. */
    default void serve(HttpServer server) throws IOException {
        server.serveForever();
    }

    @Override
    void close();
}
