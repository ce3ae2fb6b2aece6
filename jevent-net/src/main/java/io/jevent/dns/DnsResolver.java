// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

import io.jevent.hub.Durations;
import io.jevent.internal.bounds.Bounds;
import io.jevent.internal.netty.DnsLookups;
import io.jevent.internal.netty.DnsSettings;
import io.jevent.internal.netty.RecordContent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Queries name servers on the hub's own loop, after the hosts file. By default it takes the servers, search domains,
 * time limits and tries from {@code /etc/resolv.conf}. It reads that file and the hosts file again when they change,
 * and then clears its cache.
 *
 * <p>If a server does not respond in time, or responds with a failure, the resolver asks the next one; after the last
 * it starts again with the first, until the number of tries is reached. A truncated response is requested again over
 * TCP. Addresses are cached for the TTL of their records, within limits; other records are not cached. Each query has
 * its own random port and ID. The resolver accepts only a response from the server that was asked, with that port, ID
 * and question (RFC 5452); it ignores other responses and keeps waiting. Greenlets that look up the same name at the
 * same time share one look-up; a greenlet that is killed or times out continues at once, and the others still get the
 * result.
 *
 * <p>Name servers respond in real time, so the limit of each query and the TTL of cached records are real time, even on
 * a hub with virtual time. While a response is outstanding, the virtual clock stops for 10 ms only, so a
 * {@code Timeout} may pass before the response arrives. A test with virtual time should set its own
 * {@link NameResolver} with {@link Dns#setResolver}.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @gevent {@code gevent.resolver.ares.Resolver}, {@code gevent.resolver.dnspython.Resolver}
 * @since 0.1
 */
public final class DnsResolver implements NameResolver {

    private final DnsLookups lookups;

    /** Creates a resolver for the current hub with the settings of the machine. */
    public DnsResolver() {
        this(DnsSettings.DEFAULT);
    }

    private DnsResolver(DnsSettings settings) {
        this(new DnsLookups(settings));
    }

    DnsResolver(DnsLookups lookups) {
        this.lookups = lookups;
    }

    /**
     * Creates a builder for a resolver with settings other than the machine's.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public List<InetAddress> addresses(String name) throws UnknownHostException {
        return lookups.resolve(name);
    }

    @Override
    public String hostName(InetAddress address) throws UnknownHostException {
        return lookups.nameOf(address);
    }

    /**
     * Looks up the mail servers of a domain (MX records).
     *
     * @param domain the domain; no search domains are tried
     * @return the servers, at least one, in the order in which a client should try them
     * @throws UnknownHostException if there are none
     * @switches always
     */
    public List<MailServer> mailServers(String domain) throws UnknownHostException {
        return lookups.query(domain, "MX", content -> new MailServer(content.number(), content.name())).stream()
                .sorted(Comparator.comparingInt(MailServer::preference))
                .toList();
    }

    /**
     * Looks up the texts of a name (TXT records).
     *
     * @param name the name; no search domains are tried
     * @return the texts, at least one
     * @throws UnknownHostException if there are none
     * @switches always
     */
    public List<String> texts(String name) throws UnknownHostException {
        return lookups.query(name, "TXT", RecordContent::text);
    }

    /**
     * Looks up the hosts of a service (SRV records).
     *
     * @param service the service, for example {@code "_xmpp-server._tcp.example.org"}; no search domains are tried
     * @return the hosts, at least one, by priority
     * @throws UnknownHostException if there are none
     * @switches always
     */
    public List<ServiceHost> services(String service) throws UnknownHostException {
        return lookups
                .query(
                        service,
                        "SRV",
                        content ->
                                new ServiceHost(content.number(), content.number(), content.number(), content.name()))
                .stream()
                .sorted(Comparator.comparingInt(ServiceHost::priority))
                .toList();
    }

    @Override
    public String toString() {
        return lookups.toString();
    }

    /**
     * Sets which kinds of addresses are looked up, and which come first.
     *
     * @since 0.1
     */
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

    /**
     * Builds a resolver; settings that are not set are those of the machine.
     *
     * <p><b>Confinement:</b> not shared.
     *
     * @since 0.1
     */
    public static final class Builder {
        private @Nullable List<InetSocketAddress> servers;
        private @Nullable List<String> search;
        private @Nullable Integer ndots;
        private @Nullable Duration timeout;
        private @Nullable Integer tries;
        private Path hosts = DnsSettings.DEFAULT.hosts();
        private Path resolvConf = DnsSettings.DEFAULT.resolvConf();
        private DnsSettings.Cache cache = DnsSettings.DEFAULT.cache();
        private DnsSettings.Order order = DnsSettings.DEFAULT.order();

        private Builder() {}

        /**
         * Sets the name servers.
         *
         * @param addresses the servers, in the order in which they are asked
         * @return this
         * @throws IllegalArgumentException if there is none, or one is not resolved
         */
        public Builder servers(InetSocketAddress... addresses) {
            if (addresses.length == 0) {
                throw new IllegalArgumentException("a resolver needs a name server");
            }
            for (InetSocketAddress address : addresses) {
                if (address.isUnresolved()) {
                    throw new IllegalArgumentException("a name server must be given by its address: " + address);
                }
            }
            servers = List.of(addresses);
            return this;
        }

        /**
         * Sets the domains that are tried for a short name.
         *
         * @param dots names with fewer dots are tried in the domains first
         * @param domains the domains, in order; may be empty
         * @return this
         * @throws IllegalArgumentException if {@code dots} is negative
         */
        public Builder search(int dots, String... domains) {
            if (dots < 0) {
                throw new IllegalArgumentException("dots must not be negative: " + dots);
            }
            search = List.of(domains);
            ndots = dots;
            return this;
        }

        /**
         * Sets the time limit of each query.
         *
         * @param each the longest wait for one response, at least a millisecond
         * @return this
         * @throws IllegalArgumentException if {@code each} is negative or zero
         */
        public Builder timeout(Duration each) {
            if (Durations.nanos(each, "timeout") == 0) {
                throw new IllegalArgumentException("timeout must be more than zero: " + each);
            }
            timeout = each;
            return this;
        }

        /**
         * Sets how often each server is asked.
         *
         * @param times the number of tries, at least 1
         * @return this
         * @throws IllegalArgumentException if {@code times} is less than 1
         */
        public Builder tries(int times) {
            tries = Bounds.atLeastOne(times, "tries");
            return this;
        }

        /**
         * Sets how long addresses are cached: for the TTL of their records, within the limits.
         *
         * @param min the shortest time
         * @param max the longest time; zero turns the cache off, whatever the other values are
         * @param negative how long the absence of a name is cached
         * @return this
         * @throws IllegalArgumentException if one is negative, or {@code min} longer than {@code max}
         */
        public Builder cache(Duration min, Duration max, Duration negative) {
            if (Durations.nanos(min, "min") > Durations.nanos(max, "max")) {
                throw new IllegalArgumentException("min must not be longer than max: " + min + ", " + max);
            }
            Duration nothing = Duration.ofNanos(Durations.nanos(negative, "negative"));
            cache = new DnsSettings.Cache(min, max, nothing, cache.names());
            return this;
        }

        /**
         * Sets the largest number of cached names; the default is 1,000. Names that do not exist count too, because a
         * client that chooses the names may choose such. When the cache is full, it evicts the least recently used
         * name.
         *
         * @param names the largest number of names; zero turns the cache off
         * @return this
         * @throws IllegalArgumentException if {@code names} is negative
         */
        public Builder cachedNames(int names) {
            if (names < 0) {
                throw new IllegalArgumentException("names must not be negative: " + names);
            }
            cache = new DnsSettings.Cache(cache.min(), cache.max(), cache.negative(), names);
            return this;
        }

        /**
         * Sets which kinds of addresses are looked up, and which come first.
         *
         * @param kinds the kinds and their order
         * @return this
         */
        public Builder order(Order kinds) {
            order = DnsSettings.Order.valueOf(kinds.name());
            return this;
        }

        /**
         * Sets the hosts file.
         *
         * @param file the path; a missing file counts as empty
         * @return this
         */
        public Builder hostsFile(Path file) {
            hosts = file;
            return this;
        }

        /**
         * Sets the file that supplies all settings that are not set here.
         *
         * @param file the path, {@code /etc/resolv.conf} unless set
         * @return this
         */
        public Builder resolvConf(Path file) {
            resolvConf = file;
            return this;
        }

        /**
         * Creates the resolver, for the current hub.
         *
         * @return the resolver
         * @throws UnsupportedOperationException if the hub's loop has no sockets
         */
        public DnsResolver build() {
            return new DnsResolver(
                    new DnsSettings(servers, search, ndots, timeout, tries, hosts, resolvConf, cache, order));
        }
    }
}
