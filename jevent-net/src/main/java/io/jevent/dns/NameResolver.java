// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Finds the addresses of names. Set as a hub's ({@link Dns#setResolver}), it is asked for every name that something of
 * jevent on that hub needs, but never for an address in numbers.
 *
 * <p><b>Confinement:</b> hub-confined: greenlets of the hub call it.
 *
 * @gevent {@code gevent.resolver.AbstractResolver}
 */
@FunctionalInterface
public interface NameResolver {

    /**
     * Looks a name up. May be cut short by a kill or a timeout like any call in a greenlet.
     *
     * @param name a host name, not an address
     * @return its addresses, at least one, in the order in which they are to be tried
     * @throws UnknownHostException if there are none; the message says why, and who said so
     * @switches when it has to wait
     * @gevent {@code gethostbyname_ex(name)}, {@code getaddrinfo(name, None)}
     */
    List<InetAddress> addresses(String name) throws UnknownHostException;

    /**
     * Looks up the name of an address.
     *
     * @param address the address
     * @return its name
     * @throws UnknownHostException if it has none, or, unless overridden, always
     * @switches when it has to wait
     * @gevent {@code gethostbyaddr(address)}
     */
    default String hostName(InetAddress address) throws UnknownHostException {
        throw new UnknownHostException("cannot look up the name of " + address.getHostAddress() + ": " + this
                + " finds no names of addresses");
    }
}
