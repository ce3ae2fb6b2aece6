// SPDX-License-Identifier: Apache-2.0
package io.jevent.zmq;

import java.util.List;

/**
 * Decides who may connect to the servers of a context.
 *
 * @see ZmqContext#setAuthenticator
 */
@FunctionalInterface
public interface ZmqAuthenticator {

    /**
     * Called in a greenlet, for one client after the other; it may block.
     *
     * @param client who wants to connect
     * @return whether it may
     */
    boolean accepts(Client client);

    /**
     * Somebody who wants to connect.
     *
     * @param domain what the server socket was given as its domain; empty unless it was
     * @param address the client's address
     * @param mechanism NULL, PLAIN or CURVE
     * @param credentials for PLAIN the name and the password; for CURVE the client's public key in Z85; otherwise empty
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
