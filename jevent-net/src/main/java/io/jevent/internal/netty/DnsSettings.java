// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Durations;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a resolver. Values that are null come from {@code resolvConf}.
 *
 * @param servers the name servers, in order
 * @param search the domains that are tried for a short name
 * @param ndots the number of dots from which on a name is first tried without a search domain
 * @param timeout the time limit of each query
 * @param tries how often each server is asked
 * @param hosts the hosts file
 * @param resolvConf the file that supplies the null values
 * @param cache the limits of the cache
 * @param order which kinds of addresses are looked up, and which come first
 */
public record DnsSettings(
        @Nullable List<InetSocketAddress> servers,
        @Nullable List<String> search,
        @Nullable Integer ndots,
        @Nullable Duration timeout,
        @Nullable Integer tries,
        Path hosts,
        Path resolvConf,
        Cache cache,
        Order order) {

    /** The settings of the machine. */
    public static final DnsSettings DEFAULT = new DnsSettings(
            null,
            null,
            null,
            null,
            null,
            Path.of("/etc/hosts"),
            ResolvConf.PATH,
            new Cache(Duration.ZERO, Duration.ofHours(1), Duration.ofSeconds(10), 1000),
            Order.IPV4_FIRST);

    /**
     * Limits of the cache. Addresses are cached for the TTL of their records, within these limits.
     *
     * @param min the shortest time
     * @param max the longest time; zero turns the cache off
     * @param negative how long the absence of a name is cached
     * @param names the largest number of names, absent ones included
     */
    public record Cache(Duration min, Duration max, Duration negative, int names) {

        /** Returns how long to cache a record with a TTL of {@code seconds}, in nanoseconds. */
        long nanos(long seconds) {
            Duration kept = Duration.ofSeconds(seconds);
            return Durations.nanos(kept.compareTo(min) < 0 ? min : kept.compareTo(max) > 0 ? max : kept, "ttl");
        }
    }

    /** Which kinds of addresses are looked up, and which come first. */
    public enum Order {
        /** Both kinds, IPv4 first. */
        IPV4_FIRST,
        /** Both kinds, IPv6 first. */
        IPV6_FIRST,
        /** IPv4 only. */
        IPV4,
        /** IPv6 only. */
        IPV6
    }

    /** Returns these settings with the null values filled in from a file. */
    DnsSettings with(ResolvConf file) {
        return new DnsSettings(
                servers != null ? servers : NameServers.chosen().orElse(file.servers()),
                search != null ? search : file.search(),
                ndots != null ? ndots : Integer.valueOf(file.ndots()),
                timeout != null ? timeout : file.timeout(),
                tries != null ? tries : Integer.valueOf(file.tries()),
                hosts,
                resolvConf,
                cache,
                order);
    }
}
