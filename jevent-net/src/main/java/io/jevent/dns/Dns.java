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
 * Looks names up with the resolver of the current hub, without blocking the hub.
 *
 * <p>Unless {@link #setResolver} set one, the property {@code jevent.resolver} chooses the resolver: {@code dns} for
 * {@link DnsResolver}, {@code thread} for {@link ThreadResolver}, and {@code auto}, the default, for
 * {@link DnsResolver} if the machine's settings ({@code /etc/nsswitch.conf}, {@code /etc/resolv.conf}) name only the
 * hosts file and name servers as sources, otherwise, or if the hub's loop has no sockets, for {@link ThreadResolver}.
 *
 * <p>If a kill or a timeout cancels a look-up, it may continue in the background; nothing waits for it.
 *
 * <p><b>Confinement:</b> thread-safe; each hub has its own resolver.
 *
 * @gevent the look-ups of {@code gevent.socket}
 * @since 0.1
 */
public final class Dns {

    private Dns() {}

    /**
     * Looks up an address of a host.
     *
     * @param host a name, or an address in text form, which needs no look-up
     * @return the first of its addresses
     * @throws UnknownHostException if none is found; the message names the reason and the servers that were asked
     * @switches when it has to wait
     * @gevent {@code gethostbyname(host)}
     */
    public static InetAddress address(String host) throws UnknownHostException {
        return Resolver.addresses(host).getFirst();
    }

    /**
     * Looks up an address of a host as {@link #address(String)} does, with a time limit.
     *
     * @param host a name or an address in text form
     * @param timeout the longest wait; zero returns only results that need no wait
     * @return the first of its addresses
     * @throws UnknownHostException if none is found
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
     * @param host a name, or an address in text form, which needs no look-up
     * @return its addresses, at least one, in the order in which a client should try them
     * @throws UnknownHostException if none is found; the message names the reason and the servers that were asked
     * @switches when it has to wait
     * @gevent {@code gethostbyname_ex(host)}, {@code getaddrinfo(host, port)}
     */
    public static List<InetAddress> addresses(String host) throws UnknownHostException {
        return Resolver.addresses(host);
    }

    /**
     * Looks up all addresses of a host as {@link #addresses(String)} does, with a time limit.
     *
     * @param host a name or an address in text form
     * @param timeout the longest wait; zero returns only results that need no wait
     * @return its addresses, at least one
     * @throws UnknownHostException if none is found
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
     * @throws UnknownHostException if none is found; the message names the reason and the servers that were asked
     * @switches when it has to wait
     * @gevent {@code gethostbyaddr(address)}, {@code getnameinfo(address, 0)}
     */
    public static String hostName(InetAddress address) throws UnknownHostException {
        return Resolver.ofHub().nameOf(Objects.requireNonNull(address, "address"));
    }

    /**
     * Looks up the name of an address as {@link #hostName(InetAddress)} does, with a time limit.
     *
     * @param address the address
     * @param timeout the longest wait; zero returns only results that need no wait
     * @return its name
     * @throws UnknownHostException if none is found
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IllegalArgumentException if {@code timeout} is negative
     * @switches when it has to wait
     */
    public static String hostName(InetAddress address, Duration timeout) throws IOException {
        long nanos = Durations.nanos(timeout, "timeout");
        return Resolver.limited(nanos, "look-up", address.getHostAddress(), () -> hostName(address));
    }

    /**
     * Sets the resolver of the current hub, for all later look-ups on it.
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
            default -> new OfHub(Resolver.ofHub());
        };
    }

    /** A resolver that is neither given nor configured: that of a simulation. */
    private record OfHub(Resolver resolver) implements NameResolver {
        @Override
        public List<InetAddress> addresses(String name) throws UnknownHostException {
            return resolver.resolve(name);
        }

        @Override
        public String hostName(InetAddress address) throws UnknownHostException {
            return resolver.nameOf(address);
        }
    }

    /** A resolver that {@link #setResolver} set. */
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
