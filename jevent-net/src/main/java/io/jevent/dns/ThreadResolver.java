// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

import io.jevent.internal.netty.ThreadLookups;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Looks names up with the JDK, and so with the operating system, in the hub's thread pool. It uses all sources that the
 * machine is configured for, exactly as other programs do, but runs only as many look-ups at once as the pool has
 * threads. A greenlet that is killed or times out continues at once; the thread completes its look-up. Greenlets that
 * look up the same name at the same time share one look-up.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @gevent {@code gevent.resolver.thread.Resolver}
 * @since 0.1
 */
public final class ThreadResolver implements NameResolver {

    private final ThreadLookups lookups;

    /** Creates a resolver for the current hub. */
    public ThreadResolver() {
        this(new ThreadLookups());
    }

    ThreadResolver(ThreadLookups lookups) {
        this.lookups = lookups;
    }

    @Override
    public List<InetAddress> addresses(String name) throws UnknownHostException {
        return lookups.resolve(name);
    }

    @Override
    public String hostName(InetAddress address) throws UnknownHostException {
        return lookups.nameOf(address);
    }

    @Override
    public String toString() {
        return lookups.toString();
    }
}
