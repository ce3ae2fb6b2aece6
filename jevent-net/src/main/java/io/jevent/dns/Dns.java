// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

import io.jevent.hub.Durations;
import io.jevent.internal.netty.DnsLookups;
import io.jevent.internal.netty.Resolver;
import io.jevent.internal.netty.ThreadLookups;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Looks names up with the resolver of the current hub, without holding the hub.
 *
 * <p>Unless one was set, the property {@code jevent.resolver} chooses the resolver: {@code dns} for
 * {@link DnsResolver}, {@code thread} for {@link ThreadResolver}, and {@code auto}, the default, for the first where
 * the machine's own settings ({@code /etc/nsswitch.conf}, {@code /etc/resolv.conf}) say that only the hosts file and
 * name servers are asked, and for the second otherwise, or where the hub's loop has no sockets.
 *
 * <p>If a look-up is cut short by a kill or a timeout, it may go on in the background; nothing waits for it.
 *
 * <p><b>Confinement:</b> thread-safe; each hub has its own resolver.
 *
 * @gevent the look-ups of {@code gevent.socket}
 */
public final class Dns {

    private Dns() {}

    /**
     * Looks up an address of a host.
     *
     * @param host a name, or an address in writing, for which nobody is asked
     * @return the first of its addresses
     * @throws UnknownHostException if it has none; the message says why, and who was asked
     * @switches when it has to wait
     * @gevent {@code gethostbyname(host)}
     */
    public static InetAddress address(String host) throws UnknownHostException {
        return Resolver.addresses(host).getFirst();
    }

    /**
     * As {@link #address(String)}, in a limited time.
     *
     * @param host a name or an address in writing
     * @param timeout the longest wait; zero takes only what is known already
     * @return the first of its addresses
     * @throws UnknownHostException if it has none
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     */
    public static InetAddress address(String host, Duration timeout) throws IOException {
        return addresses(host, timeout).getFirst();
    }

    /**
     * Looks up all addresses of a host.
     *
     * @param host a name, or an address in writing, for which nobody is asked
     * @return its addresses, at least one, in the order in which they are to be tried
     * @throws UnknownHostException if it has none; the message says why, and who was asked
     * @switches when it has to wait
     * @gevent {@code gethostbyname_ex(host)}, {@code getaddrinfo(host, port)}
     */
    public static List<InetAddress> addresses(String host) throws UnknownHostException {
        return Resolver.addresses(host);
    }

    /**
     * As {@link #addresses(String)}, in a limited time.
     *
     * @param host a name or an address in writing
     * @param timeout the longest wait; zero takes only what is known already
     * @return its addresses, at least one
     * @throws UnknownHostException if it has none
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     */
    public static List<InetAddress> addresses(String host, Duration timeout) throws IOException {
        long nanos = Durations.nanos(timeout, "timeout");
        return Resolver.limited(nanos, "look-up", host, () -> Resolver.addresses(host));
    }

    /**
     * Looks up the name of an address.
     *
     * @param address the address
     * @return its name
     * @throws UnknownHostException if it has none; the message says why, and who was asked
     * @switches when it has to wait
     * @gevent {@code gethostbyaddr(address)}, {@code getnameinfo(address, 0)}
     */
    public static String hostName(InetAddress address) throws UnknownHostException {
        return Resolver.ofHub().nameOf(Objects.requireNonNull(address, "address"));
    }

    /**
     * As {@link #hostName(InetAddress)}, in a limited time.
     *
     * @param address the address
     * @param timeout the longest wait; zero takes only what is known already
     * @return its name
     * @throws UnknownHostException if it has none
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     */
    public static String hostName(InetAddress address, Duration timeout) throws IOException {
        long nanos = Durations.nanos(timeout, "timeout");
        return Resolver.limited(nanos, "look-up", address.getHostAddress(), () -> hostName(address));
    }

    /**
     * Sets the resolver of the current hub, for whatever looks names up on it from now on.
     *
     * @param resolver the resolver
     * @switches never
     * @gevent {@code hub.resolver = resolver}
     */
    public static void setResolver(NameResolver resolver) {
        Resolver.setOfHub(new Given(Objects.requireNonNull(resolver, "resolver")));
    }

    /**
     * Returns the resolver of the current hub: the one that was set, or else the one that the property
     * {@code jevent.resolver} chooses.
     *
     * @return the resolver
     * @switches never
     * @gevent {@code hub.resolver}
     */
    public static NameResolver resolver() {
        return switch (Resolver.ofHub()) {
            case Given given -> given.resolver;
            case DnsLookups lookups -> new DnsResolver(lookups);
            case ThreadLookups lookups -> new ThreadResolver(lookups);
            default -> throw new IllegalStateException("a resolver of an unknown kind: " + Resolver.ofHub());
        };
    }

    /** A resolver that was set. */
    private record Given(NameResolver resolver) implements Resolver {
        @Override
        public List<InetAddress> resolve(String name) throws UnknownHostException {
            return resolver.addresses(name);
        }

        @Override
        public String nameOf(InetAddress address) throws UnknownHostException {
            return resolver.hostName(address);
        }
    }
}
