// SPDX-License-Identifier: Apache-2.0
package io.jevent.dns;

import io.jevent.internal.netty.ThreadLookups;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Has the JDK, and so the operating system, look names up in the hub's thread pool: exactly as other programs do,
 * whatever the machine is set up to ask, but only as many at once as the pool has threads. Who is cut short by a kill
 * or a timeout goes on at once; the thread ends its look-up. The same name looked up by several greenlets at once is
 * looked up once.
 *
 * <p><b>Confinement:</b> hub-confined.
 *
 * @gevent {@code gevent.resolver.thread.Resolver}
 */
public final class ThreadResolver implements NameResolver {

    private final ThreadLookups lookups;

    /** Makes a resolver for the current hub. */
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
