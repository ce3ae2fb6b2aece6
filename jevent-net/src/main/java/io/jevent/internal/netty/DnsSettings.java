// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Durations;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How names are looked up. What is null is as {@code resolvConf} says.
 *
 * @param servers the name servers, in order
 * @param search the domains that are tried for a short name
 * @param ndots how many dots a name needs to be tried as it is first
 * @param timeout how long to wait for each answer
 * @param tries how often each server is asked
 * @param hosts the hosts file
 * @param resolvConf the file with what is null here
 * @param cache how long answers are kept
 * @param order which addresses are looked up, and which come first
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

    /** As the machine is set up. */
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
     * How long answers are kept: as long as the server says, but within limits.
     *
     * @param min the shortest time
     * @param max the longest time; zero keeps nothing
     * @param negative how long it is kept that there is no such name
     * @param names of how many names at most, with those that there are not
     */
    public record Cache(Duration min, Duration max, Duration negative, int names) {

        /** How long to keep an answer that may be kept for {@code seconds}, in nanoseconds. */
        long nanos(long seconds) {
            Duration kept = Duration.ofSeconds(seconds);
            return Durations.nanos(kept.compareTo(min) < 0 ? min : kept.compareTo(max) > 0 ? max : kept, "ttl");
        }
    }

    /** Which addresses are looked up, and which come first. */
    public enum Order {
        /** Both kinds, first those of IPv4. */
        IPV4_FIRST,
        /** Both kinds, first those of IPv6. */
        IPV6_FIRST,
        /** Those of IPv4. */
        IPV4,
        /** Those of IPv6. */
        IPV6
    }

    /** The same with what a file says put in where nothing was set. */
    DnsSettings with(ResolvConf file) {
        return new DnsSettings(
                servers != null ? servers : file.servers(),
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
