// SPDX-License-Identifier: Apache-2.0
package io.jevent.bench.load;

import java.io.IOException;

/** One connection with one request in flight at a time. */
interface Client extends AutoCloseable {

    /** The protocol. */
    @FunctionalInterface
    interface Kind {

        /**
         * Begins to speak it.
         *
         * @param connection to the server
         * @param number which of the clients it is
         */
        Client on(Connection connection, int number) throws IOException;
    }

    /** Sends a request. */
    void ask() throws IOException;

    /** Waits for the answer, and fails if it is a wrong one. */
    void check() throws IOException;

    @Override
    void close() throws IOException;
}
