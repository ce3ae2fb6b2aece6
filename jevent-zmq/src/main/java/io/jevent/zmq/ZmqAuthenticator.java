// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import java.util.List;

/**
 * Decides which clients may connect to the servers of a context.
 *
 * @see ZmqContext#setAuthenticator
 * @since 0.1
 */
@FunctionalInterface
public interface ZmqAuthenticator {

    /**
     * Decides about one client. Called in a greenlet, for one client after the other; may block.
     *
     * @param client the client
     * @return true to accept the client
     */
    boolean accepts(Client client);

    /**
     * A client that wants to connect.
     *
     * @param domain the domain of the server socket; empty unless set
     * @param address the client's address
     * @param mechanism NULL, PLAIN or CURVE
     * @param credentials for PLAIN the name and the password; for CURVE the client's public key in Z85; otherwise empty
     * @since 0.1
     */
    record Client(String domain, String address, String mechanism, List<String> credentials) {

        /** Takes a copy of the credentials. */
        public Client {
            credentials = List.copyOf(credentials);
        }

        /** Shows no credentials. */
        @Override
        public String toString() {
            return mechanism + " client " + address + (domain.isEmpty() ? "" : " of " + domain);
        }
    }
}
