// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.resolver.dns.DnsCacheEntry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {

    private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("2001:db8::1");
    private static final EventLoop LOOP = new DefaultEventLoop();

    private long now;
    private final AnswerCache cache = new AnswerCache(
            new DnsSettings.Cache(Duration.ofSeconds(2), Duration.ofSeconds(100), Duration.ofSeconds(10), 3),
            () -> now);

    @AfterAll
    static void close() {
        var _ = LOOP.shutdownGracefully();
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }

    private void keep(String name, InetAddress address, long ttl) {
        var _ = cache.cache(name, null, address, ttl, LOOP);
    }

    @Test
    void anAddressIsKeptForItsTimeWithinTheLimits() {
        keep("a.example", ONE, 50);
        keep("a.example", OTHER, 0);
        keep("b.example", ONE, 1000);
        assertThat(cache.get("A.example.", null))
                .extracting(DnsCacheEntry::address)
                .containsExactly(ONE, OTHER);
        pass(2);
        assertThat(cache.get("a.example", null))
                .extracting(DnsCacheEntry::address)
                .containsExactly(ONE);
        pass(48);
        assertThat(cache.get("a.example", null)).isEmpty();
        pass(49);
        assertThat(cache.get("b.example", null)).hasSize(1);
        pass(1);
        assertThat(cache.get("b.example", null)).isEmpty();
        assertThat(cache.size()).isZero();
    }

    @Test
    void anAddressReplacesThatThereIsNoneAndItself() {
        var _ = cache.cache("a.example", null, new UnknownHostException("a.example"), LOOP);
        assertThat(cache.get("a.example", null))
                .extracting(DnsCacheEntry::address)
                .containsExactly((InetAddress) null);
        keep("a.example", ONE, 5);
        keep("a.example", ONE, 50);
        pass(10);
        assertThat(cache.get("a.example", null))
                .extracting(DnsCacheEntry::address)
                .containsExactly(ONE);
        var _ = cache.cache("a.example", null, new UnknownHostException("a.example"), LOOP);
        pass(9);
        assertThat(cache.get("a.example", null))
                .extracting(DnsCacheEntry::cause)
                .hasSize(1);
        pass(1);
        assertThat(cache.get("a.example", null)).isEmpty();
    }

    @Test
    void theNameThatWasAskedForLeastRecentlyMakesRoom() {
        for (int i = 0; i < 1000; i++) {
            var _ = cache.cache("nobody" + i, null, new UnknownHostException(), LOOP);
            keep("host" + i, ONE, 50);
            assertThat(cache.get("host0", null)).hasSize(1);
            assertThat(cache.size()).isLessThanOrEqualTo(3);
        }
        assertThat(cache.get("host999", null)).hasSize(1);
        assertThat(cache.get("nobody998", null)).isEmpty();
        assertThat(cache.clear("host999")).isTrue();
        assertThat(cache.clear("host999")).isFalse();
        cache.clear();
        assertThat(cache.size()).isZero();
    }
}
