// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Resolves names to addresses. The resolver of a hub ({@link Dns#setResolver}) is called for each name that jevent
 * looks up on that hub, but never for an address in text form.
 *
 * <p><b>Confinement:</b> hub-confined: only greenlets of the hub call it.
 *
 * @gevent {@code gevent.resolver.AbstractResolver}
 * @since 0.1
 */
@FunctionalInterface
public interface NameResolver {

    /**
     * Looks a name up. A kill or a timeout may cancel the call, like any call in a greenlet.
     *
     * @param name a host name, not an address
     * @return its addresses, at least one, in the order in which a client should try them
     * @throws UnknownHostException if there are none; the message names the reason and its source
     * @switches when it has to wait
     * @gevent {@code gethostbyname_ex(name)}, {@code getaddrinfo(name, None)}
     */
    List<InetAddress> addresses(String name) throws UnknownHostException;

    /**
     * Looks up the name of an address.
     *
     * @param address the address
     * @return its name
     * @throws UnknownHostException if it has none; the default implementation always throws
     * @switches when it has to wait
     * @gevent {@code gethostbyaddr(address)}
     */
    default String hostName(InetAddress address) throws UnknownHostException {
        throw new UnknownHostException("cannot look up the name of " + address.getHostAddress() + ": " + this
                + " finds no names of addresses");
    }
}
