// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

import io.jevent.hub.Durations;
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
 * Asks name servers on the hub's own loop, after the hosts file. Unless told otherwise it takes the servers, search
 * domains, time limits and tries from {@code /etc/resolv.conf}, and reads that and the hosts file again when they
 * change; what was kept of answers is forgotten then.
 *
 * <p>A server that does not answer in time, or answers that it failed, is followed by the next one; when all have been
 * asked, again by the first, as many times as there are tries. A cut-off answer is asked for again by TCP. Addresses
 * are kept as long as their answer says, within limits, other records not at all. Each query has a port and a number of
 * its own, and only an answer with both, from the server that was asked, to that question, counts; whatever else comes
 * is passed over, and the wait goes on. The same look-up by several greenlets at once is made once; who is killed or
 * times out goes on at once, and the others get their answer.
 *
 * <p>Name servers answer in real time, and so the limit of each answer and the time that it is kept are real time, also
 * on a hub with virtual time. The virtual clock stands still for 10 ms only while an answer is waited for, and a
 * {@code Timeout} may pass sooner than the answer comes: such a test better sets a {@link NameResolver} of its own,
 * with {@link Dns#setResolver}.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @gevent {@code gevent.resolver.ares.Resolver}, {@code gevent.resolver.dnspython.Resolver}
 */
public final class DnsResolver implements NameResolver {

    private final DnsLookups lookups;

    /** Makes a resolver for the current hub, as the machine is set up. */
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
     * Makes a resolver with other settings than the machine's.
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
     * Looks up who takes the mail of a domain.
     *
     * @param domain the domain; no search domains are tried
     * @return the servers, at least one, in the order in which they are to be tried
     * @throws UnknownHostException if there are none
     * @switches always
     */
    public List<MailServer> mailServers(String domain) throws UnknownHostException {
        return lookups.query(domain, "MX", content -> new MailServer(content.number(), content.name())).stream()
                .sorted(Comparator.comparingInt(MailServer::preference))
                .toList();
    }

    /**
     * Looks up the texts of a name.
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
     * Looks up where a service is to be had.
     *
     * @param service {@code "_xmpp-server._tcp.example.org"}, say; no search domains are tried
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

    /** Which addresses are looked up, and which come first. */
    public enum Order {
        /** Both kinds, first those of IPv4. */
        IPV4_FIRST,
        /** Both kinds, first those of IPv6. */
        IPV6_FIRST,
        /** Those of IPv4 only. */
        IPV4,
        /** Those of IPv6 only. */
        IPV6
    }

    /**
     * Settings of a resolver; what is not set is as the machine is set up.
     *
     * <p><b>Confinement:</b> not shared.
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
         * @throws IllegalArgumentException if there are none, or one is not resolved
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
         * @param dots a name with fewer dots is tried in the domains first
         * @param domains the domains, in order; may be none
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
         * Sets how long each answer is waited for.
         *
         * @param each the longest wait for one answer, a millisecond at least
         * @return this
         * @throws IllegalArgumentException if it is negative or zero
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
         * @param times at least once
         * @return this
         * @throws IllegalArgumentException if {@code times} is less than 1
         */
        public Builder tries(int times) {
            if (times < 1) {
                throw new IllegalArgumentException("tries must be at least 1: " + times);
            }
            tries = times;
            return this;
        }

        /**
         * Sets the limits of how long answers are kept; between them, the server decides.
         *
         * @param min the shortest time
         * @param max the longest time; zero keeps nothing, whatever the others are
         * @param negative how long it is kept that there is no such name
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
         * Sets of how many names at most answers are kept, 1,000 unless set. Names that do not exist count, for those
         * who choose the names may choose such. When there are more, the name that was asked for least recently is
         * forgotten.
         *
         * @param names the most names; zero keeps nothing
         * @return this
         * @throws IllegalArgumentException if it is negative
         */
        public Builder cachedNames(int names) {
            if (names < 0) {
                throw new IllegalArgumentException("names must not be negative: " + names);
            }
            cache = new DnsSettings.Cache(cache.min(), cache.max(), cache.negative(), names);
            return this;
        }

        /**
         * Sets which addresses are looked up, and which come first.
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
         * @param file its path; a file that is not there has no names
         * @return this
         */
        public Builder hostsFile(Path file) {
            hosts = file;
            return this;
        }

        /**
         * Sets the file from which all is taken that was not set here.
         *
         * @param file its path, {@code /etc/resolv.conf} unless set
         * @return this
         */
        public Builder resolvConf(Path file) {
            resolvConf = file;
            return this;
        }

        /**
         * Makes the resolver, for the current hub.
         *
         * @return the resolver
         * @throws UnsupportedOperationException if that hub has a loop without sockets
         */
        public DnsResolver build() {
            return new DnsResolver(
                    new DnsSettings(servers, search, ndots, timeout, tries, hosts, resolvConf, cache, order));
        }
    }
}
