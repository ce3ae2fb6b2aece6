// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connects to the first address of a name that accepts the connection. */
public final class Connector {

    private Connector() {}

    /**
     * Connects to an address; if it is an unresolved name, to the first of its addresses that accepts the connection.
     *
     * @param to the address to connect to
     * @param from the local address, or null for any
     * @param nanos the longest time for the look-up and all attempts
     * @return the stream
     * @throws IOException if no attempt succeeds: the failure of the last address, with the others suppressed
     */
    public static StreamChannel connect(SocketAddress to, @Nullable SocketAddress from, long nanos) throws IOException {
        NettyLoop loop = NettyLoop.current();
        if (!(to instanceof InetSocketAddress inet) || !inet.isUnresolved()) {
            return StreamChannel.connect(loop, to, from, nanos);
        }
        var deadline = new Deadline(nanos);
        List<InetAddress> addresses =
                Resolver.limited(nanos, "connect", to, () -> Resolver.addresses(inet.getHostString()));
        IOException last = null;
        for (InetAddress address : addresses) {
            long left = deadline.left();
            if (left == 0 && nanos != 0) {
                throw timedOut(to, nanos, last);
            }
            try {
                return StreamChannel.connect(loop, new InetSocketAddress(address, inet.getPort()), from, left);
            } catch (IOException e) {
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
            }
        }
        if (last == null) {
            throw new IOException("no addresses for " + inet.getHostString());
        }
        throw last;
    }

    private static IOException timedOut(SocketAddress to, long nanos, @Nullable IOException last) {
        IOException failure = Failures.timedOut("connect", to, nanos, null);
        if (last != null) {
            failure.addSuppressed(last);
        }
        return failure;
    }

    /**
     * Resolves the address of a listener.
     *
     * @param at an address, resolved or not
     * @return a resolved address
     * @throws IOException if the name cannot be resolved
     */
    public static SocketAddress resolved(SocketAddress at) throws IOException {
        if (at instanceof InetSocketAddress inet && inet.isUnresolved()) {
            return new InetSocketAddress(
                    Resolver.addresses(inet.getHostString()).getFirst(), inet.getPort());
        }
        return at;
    }
}
