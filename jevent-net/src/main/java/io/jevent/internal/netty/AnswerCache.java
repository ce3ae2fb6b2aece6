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
 * Keeps the answers of name servers, and that a name does not exist. Netty's own cache has no bound and a timer for
 * each entry; this one forgets the name that was asked for least recently, and looks at the time when it is asked.
 */
final class AnswerCache implements DnsCache {

    private final DnsSettings.Cache limits;
    private final LongSupplier clock;
    private final Map<String, List<Kept>> names = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * What is known of a name: one of its addresses, or why it has none.
     *
     * @param end when it ends, by the clock
     */
    private record Kept(
            @Nullable InetAddress address, @Nullable Throwable cause, long end) implements DnsCacheEntry {}

    /**
     * Makes an empty cache.
     *
     * @param limits how long answers are kept, and of how many names
     * @param clock nanoseconds of a steady clock
     */
    AnswerCache(DnsSettings.Cache limits, LongSupplier clock) {
        this.limits = limits;
        this.clock = clock;
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower : lower + ".";
    }

    private List<Kept> live(String key) {
        List<Kept> kept = names.get(key);
        if (kept == null) {
            return List.of();
        }
        long now = clock.getAsLong();
        kept.removeIf(one -> one.end - now <= 0);
        if (kept.isEmpty()) {
            names.remove(key);
        }
        return List.copyOf(kept);
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
        List<Kept> others = new ArrayList<>(live(key(hostname)));
        others.removeIf(one -> one.cause != null || address.equals(one.address));
        return keep(hostname, others, address, null, limits.nanos(originalTtl));
    }

    @Override
    public DnsCacheEntry cache(String hostname, DnsRecord @Nullable [] additionals, Throwable cause, EventLoop loop) {
        return keep(hostname, new ArrayList<>(1), null, cause, limits.negative().toNanos());
    }

    private Kept keep(
            String hostname, List<Kept> all, @Nullable InetAddress address, @Nullable Throwable cause, long nanos) {
        var fresh = new Kept(address, cause, clock.getAsLong() + nanos);
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

    /** Of how many names something is kept. */
    int size() {
        return names.size();
    }

    @Override
    public String toString() {
        return "answers of " + names.size() + " names";
    }
}
