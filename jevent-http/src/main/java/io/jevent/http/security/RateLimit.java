// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.security;

import io.jevent.http.Filter;
import io.jevent.http.Handler;
import io.jevent.http.HttpException;
import io.jevent.http.Request;
import io.jevent.http.Response;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Durations;
import io.jevent.hub.Mutex;
import io.jevent.internal.bounds.Bounds;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.function.Function;

/**
 * A filter that limits how many requests each client sends, by a token bucket: a client may send a number of requests
 * at once, and a fraction of them is allowed anew as time passes. The response to more is 429, with
 * {@code Retry-After}. All hubs of the server count together.
 *
 * <p>It remembers 100,000 clients, and forgets the one that was seen least recently first.
 *
 * <p><b>Confinement:</b> thread-safe.
 *
 * @since 0.1
 */
public final class RateLimit implements Filter {

    private static final int MOST = 100_000;
    private static final int NETWORK = 8;

    /** The requests that are left to a client, as the time by which its bucket will be full again. */
    private record Bucket(long fullAt) {}

    private final Mutex mutex = new Mutex();
    private final LinkedHashMap<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);
    private final int burst;
    private final long interval;
    private final int most;
    private final Function<? super Request, String> client;

    private RateLimit(int burst, long interval, int most, Function<? super Request, String> client) {
        this.burst = burst;
        this.interval = interval;
        this.most = most;
        this.client = client;
    }

    /**
     * Limits the requests of each address; the addresses of an IPv6 network of 64 bits count together. Behind a proxy,
     * have the server know the client's address: {@link io.jevent.http.HttpOptions#proxies}.
     *
     * @param requests the number of requests that a client may send at once
     * @param time the time in which as many are allowed anew
     * @return the filter
     * @throws IllegalArgumentException if the number is less than 1, or the time is not positive
     */
    public static RateLimit of(int requests, Duration time) {
        Bounds.atLeastOne(requests, "requests");
        long interval = Durations.nanos(time, "time") / requests;
        if (interval == 0) {
            throw new IllegalArgumentException("the time must be at least a nanosecond for each request: " + time);
        }
        return new RateLimit(requests, interval, MOST, RateLimit::addressOf);
    }

    /**
     * Limits the requests of each client by another property than its address, for example its user or its API key.
     *
     * @param name returns the name of the client of a request
     * @return a new filter with the same limits, which has seen no client yet
     */
    public RateLimit by(Function<? super Request, String> name) {
        return new RateLimit(burst, interval, most, name);
    }

    /**
     * Sets how many clients it remembers.
     *
     * @param clients the maximum number
     * @return a new filter with the same limits, which has seen no client yet
     * @throws IllegalArgumentException if it is less than 1
     */
    public RateLimit remember(int clients) {
        return new RateLimit(burst, interval, Bounds.atLeastOne(clients, "clients"), client);
    }

    private static String addressOf(Request request) {
        return request.remoteAddress()
                .filter(address -> address instanceof InetSocketAddress ip && ip.getAddress() instanceof Inet6Address)
                .map(address -> HexFormat.of()
                        .formatHex(Arrays.copyOf(
                                ((InetSocketAddress) address).getAddress().getAddress(), NETWORK)))
                .orElseGet(request::remoteHost);
    }

    @Override
    public void handle(Request request, Response response, Handler next) throws Exception {
        long wait = take(client.apply(request));
        if (wait > 0) {
            long seconds = Math.max(1, Math.ceilDiv(wait, Duration.ofSeconds(1).toNanos()));
            throw new HttpException(429, "too many requests; try again in " + seconds + " s")
                    .header("Retry-After", Long.toString(seconds));
        }
        next.handle(request, response);
    }

    /** Takes a token of a client; returns the nanoseconds until there is one, or 0 if it was taken. */
    private long take(String name) {
        long now = CurrentGreenlet.now();
        mutex.lock();
        try {
            Bucket bucket = buckets.get(name);
            long fullAt = bucket == null ? now : Math.max(now, bucket.fullAt);
            long wait = fullAt + interval - now - burst * interval;
            if (wait > 0) {
                return wait;
            }
            buckets.put(name, new Bucket(fullAt + interval));
            if (buckets.size() > most) {
                buckets.pollFirstEntry();
            }
            return 0;
        } finally {
            mutex.unlock();
        }
    }

    /** Returns the number of clients that it remembers. */
    int size() {
        mutex.lock();
        try {
            return buckets.size();
        } finally {
            mutex.unlock();
        }
    }
}
