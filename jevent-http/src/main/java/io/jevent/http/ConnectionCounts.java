// SPDX-License-Identifier: Apache-2.0
package io.jevent.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Counts the open connections of each client, of those that have any. */
final class ConnectionCounts {

    private final ConcurrentHashMap<Object, Integer> counts = new ConcurrentHashMap<>();
    private final int most;

    ConnectionCounts(int most) {
        this.most = most;
    }

    /**
     * Returns what stands for a client: its IPv4 address, or its IPv6 network of 64 bits, of which it may use each
     * address.
     */
    static @Nullable Object keyOf(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress ip) || ip.getAddress() == null) {
            return null;
        }
        InetAddress host = ip.getAddress();
        return host instanceof Inet6Address
                ? Long.valueOf(ByteBuffer.wrap(host.getAddress()).getLong())
                : host;
    }

    /** Counts one connection more; returns false if the client has too many. */
    boolean enter(@Nullable Object key) {
        if (key == null || most == Integer.MAX_VALUE) {
            return true;
        }
        if (counts.merge(key, 1, Integer::sum) > most) {
            leave(key);
            return false;
        }
        return true;
    }

    /** Counts one connection less. */
    void leave(@Nullable Object key) {
        if (key != null && most != Integer.MAX_VALUE) {
            counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Returns the number of clients with connections. */
    int size() {
        return counts.size();
    }
}
