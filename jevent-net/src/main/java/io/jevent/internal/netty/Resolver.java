// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import io.jevent.threadpool.ThreadPool;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a name without holding the hub. */
@FunctionalInterface
public interface Resolver {

    /**
     * Looks a name up, in the calling greenlet.
     *
     * @param name a host name, not an address
     * @return its addresses, at least one, in the order in which they are to be tried
     * @throws UnknownHostException if there are none
     */
    List<InetAddress> resolve(String name) throws UnknownHostException;

    /**
     * The resolver of the current hub.
     *
     * @return the one that was set, or else the JDK's in the hub's thread pool
     */
    static Resolver ofHub() {
        return Attachments.of(Hub.current()).get(Chosen.class, Chosen::new).resolver;
    }

    /**
     * Sets the resolver of the current hub.
     *
     * @param resolver what looks names up from now on
     */
    static void ofHub(Resolver resolver) {
        Attachments.of(Hub.current()).get(Chosen.class, Chosen::new).resolver = resolver;
    }

    /**
     * Finds the addresses of a name or of an address in writing, which needs no looking up.
     *
     * @param host a host name, or an address with or without brackets
     * @return its addresses, at least one
     * @throws UnknownHostException if there are none
     */
    static List<InetAddress> addresses(String host) throws UnknownHostException {
        InetAddress literal;
        try {
            literal = InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException _) {
            return ofHub().resolve(host);
        }
        return List.of(literal);
    }

    /** What a hub was told to use. */
    final class Chosen {
        private Resolver resolver = name -> ThreadPool.ofHub().apply(() -> List.of(InetAddress.getAllByName(name)));

        private Chosen() {}
    }
}
