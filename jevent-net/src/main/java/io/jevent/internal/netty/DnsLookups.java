// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.event.AsyncResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsPtrRecord;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsServerAddresses;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Queries name servers on the hub's loop.
 *
 * <p>Each look-up has its own socket, so the operating system chooses a new port for it: an attacker would have to
 * guess the port and the random ID of the query (RFC 5452). {@link InFlightLookups} limits the number of look-ups in
 * flight, and so the number of descriptors.
 */
public final class DnsLookups implements Resolver {

    /** The largest number of queries for one name beyond those that ask every server for both kinds of addresses. */
    private static final int MORE_QUERIES = 16;

    private static final List<InetAddress> LOCAL =
            List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

    private final NettyLoop loop = NettyLoop.current();
    private final InFlightLookups inFlight = new InFlightLookups();
    private final DnsOutcomes outcomes = new DnsOutcomes();
    private final DnsSettings given;
    private final HostsFile hosts;
    private @Nullable FileTime configured;
    private DnsSettings settings;
    private @Nullable DnsNameResolver netty;

    /** A question; equal questions share one look-up. */
    private record Question(String name, DnsRecordType type) {}

    /** The question and the servers, for the message of a failed look-up. */
    private record Asked(String what, String name, DnsSettings settings) {}

    /**
     * Creates a resolver for the current hub.
     *
     * @param settings the settings
     */
    public DnsLookups(DnsSettings settings) {
        this.given = settings;
        this.settings = settings;
        this.hosts = new HostsFile(settings.hosts());
    }

    @Override
    public List<InetAddress> resolve(String name) throws UnknownHostException {
        String ascii = ascii(name);
        List<InetAddress> known = ordered(hosts.addresses(withoutDot(ascii)));
        if (!known.isEmpty()) {
            return known;
        }
        if (isLocalhost(ascii)) {
            return ordered(LOCAL);
        }
        DnsNameResolver resolver = resolver();
        return inFlight.await(
                new Question(ascii, DnsRecordType.ANY),
                begin(name, ascii, () -> resolver.resolveAll(ascii), addresses -> List.copyOf(addresses)));
    }

    @Override
    public String nameOf(InetAddress address) throws UnknownHostException {
        loop.check(this);
        String known = hosts.nameOf(address);
        if (known != null) {
            return known;
        }
        List<String> names = records(ReverseName.of(address), "PTR", DnsLookups::pointedTo);
        return names.getFirst();
    }

    private static String pointedTo(DnsRecord dnsRecord, ByteBuf content) {
        return withoutDot(((DnsPtrRecord) dnsRecord).hostname());
    }

    /**
     * Parses a record. Its content may refer to earlier bytes of the buffer (name compression).
     *
     * @param <T> the type of the result
     */
    @FunctionalInterface
    public interface RecordParser<T> {

        /**
         * Parses a record.
         *
         * @param content the content, at its first byte
         * @return the result
         */
        T parse(RecordContent content);
    }

    @FunctionalInterface
    private interface RawRecordParser<T> {
        T parse(DnsRecord dnsRecord, ByteBuf content);
    }

    /**
     * Looks up records of one type, in the calling greenlet.
     *
     * @param <T> the type of the results
     * @param name the name
     * @param type the record type, for example "MX"
     * @param parser parses one record
     * @return the results, at least one, in the order of the response
     * @throws UnknownHostException if there are none
     */
    public <T> List<T> query(String name, String type, RecordParser<T> parser) throws UnknownHostException {
        String ascii = ascii(name);
        return records(
                ascii.endsWith(".") ? ascii : ascii + ".",
                type,
                (_, content) -> parser.parse(new RecordContent(content)));
    }

    private <T> List<T> records(String name, String type, RawRecordParser<T> parser) throws UnknownHostException {
        var question = new Question(name, DnsRecordType.valueOf(type));
        DnsNameResolver resolver = resolver();
        return inFlight.await(
                question,
                begin(
                        withoutDot(name) + " (" + type + ")",
                        name,
                        () -> resolver.resolveAll(new DefaultDnsQuestion(name, question.type())),
                        found -> readAll(found, question.type(), parser)));
    }

    private static <T> List<T> readAll(List<DnsRecord> found, DnsRecordType type, RawRecordParser<T> parser) {
        List<T> results = new ArrayList<>();
        try {
            for (DnsRecord dnsRecord : found) {
                if (dnsRecord.type().equals(type)) {
                    results.add(parser.parse(
                            dnsRecord,
                            dnsRecord instanceof DnsRawRecord raw
                                    ? raw.content().duplicate()
                                    : Unpooled.EMPTY_BUFFER));
                }
            }
        } finally {
            found.forEach(ReferenceCountUtil::release);
        }
        return List.copyOf(results);
    }

    /** Returns the function that starts a look-up. */
    private <F, T> Consumer<AsyncResult<List<T>>> begin(
            String what, String name, Supplier<Future<F>> ask, Function<? super F, ? extends List<T>> read) {
        var asked = new Asked(what, name, settings);
        return result -> {
            Future<F> future = ask.get();
            loop.addWaiters(1);
            future.addListener(_ -> {
                loop.addWaiters(-1);
                finish(result, asked, future, read);
            });
        };
    }

    private <F, T> void finish(
            AsyncResult<List<T>> result, Asked asked, Future<F> future, Function<? super F, ? extends List<T>> read) {
        if (!future.isSuccess()) {
            result.setException(
                    DnsFailures.of(asked.what(), asked.settings(), future.cause(), outcomes.of(asked.name())));
            return;
        }
        try {
            List<T> found = read.apply(future.getNow());
            if (found.isEmpty()) {
                result.setException(DnsFailures.none(asked.what(), asked.settings()));
            } else {
                result.set(found);
            }
        } catch (RuntimeException e) {
            result.setException(DnsFailures.of(asked.what(), asked.settings(), e, null));
        }
    }

    /** Returns Netty's resolver; creates a new one if its configuration file has changed. */
    private DnsNameResolver resolver() {
        loop.check(this);
        FileTime changed = ModificationTime.of(given.resolvConf());
        DnsNameResolver current = netty;
        if (current != null && changed.equals(configured)) {
            return current;
        }
        settings = given.with(ResolvConf.read(given.resolvConf()));
        configured = changed;
        if (current != null) {
            current.resolveCache().clear();
        }
        DnsNameResolver made = make(settings);
        netty = made;
        return made;
    }

    private DnsNameResolver make(DnsSettings with) {
        List<InetSocketAddress> servers = Objects.requireNonNull(with.servers());
        int tries = Objects.requireNonNull(with.tries());
        var eachTry = new ArrayList<InetSocketAddress>();
        Collections.nCopies(tries, servers).forEach(eachTry::addAll);
        DnsSettings.Cache cache = with.cache();
        boolean keepsNothing = cache.max().isZero() || cache.names() == 0;
        return new DnsNameResolverBuilder(loop.eventLoop())
                .resolveCache(keepsNothing ? NoopDnsCache.INSTANCE : new AnswerCache(cache, loop::now))
                // Netty's caches are unbounded; the addresses behind a CNAME are cached under the queried name itself
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                .datagramChannelFactory(() -> (DatagramChannel) loop.transport().datagrams())
                .socketChannelFactory(() -> (SocketChannel) loop.transport().stream(false))
                .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
                .nameServerProvider(_ -> DnsServerAddresses.sequential(eachTry).stream())
                .dnsQueryLifecycleObserverFactory(outcomes)
                .hostsFileEntriesResolver((_, _) -> null)
                .searchDomains(Objects.requireNonNull(with.search()))
                .ndots(Objects.requireNonNull(with.ndots()))
                .queryTimeoutMillis(
                        Math.max(1, Objects.requireNonNull(with.timeout()).toMillis()))
                .maxQueriesPerResolve(2 * eachTry.size() + MORE_QUERIES)
                .resolvedAddressTypes(types(with.order()))
                .build();
    }

    private static ResolvedAddressTypes types(DnsSettings.Order order) {
        return switch (order) {
            case IPV4_FIRST -> ResolvedAddressTypes.IPV4_PREFERRED;
            case IPV6_FIRST -> ResolvedAddressTypes.IPV6_PREFERRED;
            case IPV4 -> ResolvedAddressTypes.IPV4_ONLY;
            case IPV6 -> ResolvedAddressTypes.IPV6_ONLY;
        };
    }

    private List<InetAddress> ordered(List<InetAddress> addresses) {
        Comparator<InetAddress> ipv4First = Comparator.comparing(address -> !(address instanceof Inet4Address));
        return switch (given.order()) {
            case IPV4_FIRST -> addresses.stream().sorted(ipv4First).toList();
            case IPV6_FIRST -> addresses.stream().sorted(ipv4First.reversed()).toList();
            case IPV4 ->
                addresses.stream().filter(Inet4Address.class::isInstance).toList();
            case IPV6 ->
                addresses.stream()
                        .filter(address -> !(address instanceof Inet4Address))
                        .toList();
        };
    }

    private static boolean isLocalhost(String name) {
        String lower = withoutDot(name).toLowerCase(Locale.ROOT);
        return lower.equals("localhost") || lower.endsWith(".localhost");
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static String ascii(String name) throws UnknownHostException {
        try {
            String ascii = IDN.toASCII(name);
            if (!ascii.isEmpty() && !ascii.startsWith(".") && !ascii.contains("..") && ascii.length() <= 254) {
                return ascii;
            }
        } catch (IllegalArgumentException _) {
            // reported below
        }
        throw new UnknownHostException("cannot look up '" + name + "': that is not a host name");
    }

    @Override
    public String toString() {
        return "resolver that asks name servers";
    }
}
