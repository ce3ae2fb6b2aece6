// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches the addresses from DNS answers, and the absence of names. Netty's own cache is unbounded and has a timer for
 * each entry; this one evicts the least recently used name, and checks expiry at each look-up.
 */
final class AnswerCache implements DnsCache {

    private final DnsSettings.Cache limits;
    private final LongSupplier clock;
    private final Map<String, List<Entry>> names = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * One address of a name, or the reason why it has none.
     *
     * @param end the expiry time, by the clock
     */
    private record Entry(
            @Nullable InetAddress address, @Nullable Throwable cause, long end) implements DnsCacheEntry {}

    /**
     * Creates an empty cache.
     *
     * @param limits how long addresses are cached, and of how many names
     * @param clock the nanoseconds of a monotonic clock
     */
    AnswerCache(DnsSettings.Cache limits, LongSupplier clock) {
        this.limits = limits;
        this.clock = clock;
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower : lower + ".";
    }

    private List<Entry> live(String key) {
        List<Entry> entries = names.get(key);
        if (entries == null) {
            return List.of();
        }
        long now = clock.getAsLong();
        entries.removeIf(one -> one.end - now <= 0);
        if (entries.isEmpty()) {
            names.remove(key);
        }
        return List.copyOf(entries);
    }

    @Override
    public List<? extends DnsCacheEntry> get(String hostname, DnsRecord @Nullable [] additionals) {
        return live(key(hostname));
    }

    @Override
    public DnsCacheEntry cache(
            String hostname,
            DnsRecord @Nullable [] additionals,
            InetAddress address,
            long originalTtl,
            EventLoop loop) {
        List<Entry> others = new ArrayList<>(live(key(hostname)));
        others.removeIf(one -> one.cause != null || address.equals(one.address));
        return keep(hostname, others, address, null, limits.nanos(originalTtl));
    }

    @Override
    public DnsCacheEntry cache(String hostname, DnsRecord @Nullable [] additionals, Throwable cause, EventLoop loop) {
        return keep(hostname, new ArrayList<>(1), null, cause, limits.negative().toNanos());
    }

    private Entry keep(
            String hostname, List<Entry> all, @Nullable InetAddress address, @Nullable Throwable cause, long nanos) {
        var fresh = new Entry(address, cause, clock.getAsLong() + nanos);
        if (nanos > 0) {
            all.add(fresh);
            names.put(key(hostname), all);
            if (names.size() > limits.names()) {
                names.remove(names.keySet().iterator().next());
            }
        }
        return fresh;
    }

    @Override
    public void clear() {
        names.clear();
    }

    @Override
    public boolean clear(String hostname) {
        return names.remove(key(hostname)) != null;
    }

    /** Returns the number of cached names. */
    int size() {
        return names.size();
    }

    @Override
    public String toString() {
        return "answers of " + names.size() + " names";
    }
}
