// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.Timeout;
import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * Looks the name of an address up, in the calling greenlet.
     *
     * @param address the address
     * @return its name
     * @throws UnknownHostException if it has none
     */
    default String nameOf(InetAddress address) throws UnknownHostException {
        throw new UnknownHostException("cannot look up the name of " + address.getHostAddress() + ": " + this
                + " finds no names of addresses");
    }

    /**
     * The resolver of the current hub.
     *
     * @return the one that was set, or else the one that the property {@code jevent.resolver} chooses
     */
    static Resolver ofHub() {
        Chosen chosen = Attachments.of(Hub.current()).get(Chosen.class, Chosen::new);
        Resolver resolver = chosen.resolver;
        if (resolver == null) {
            resolver = ResolverChoice.make();
            chosen.resolver = resolver;
        }
        return resolver;
    }

    /**
     * Sets the resolver of the current hub.
     *
     * @param resolver what looks names up from now on
     */
    static void setOfHub(Resolver resolver) {
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

    /**
     * A look-up.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Call<T> {

        /**
         * Looks something up.
         *
         * @return what was found
         * @throws UnknownHostException if nothing was
         */
        T run() throws UnknownHostException;
    }

    /**
     * Limits a look-up.
     *
     * @param <T> what is looked up
     * @param nanos the longest time
     * @param what for the message: "connect", say
     * @param of for the message: what is looked up
     * @param call the look-up
     * @return what was found
     * @throws java.net.SocketTimeoutException if the time passed first
     * @throws IOException if nothing was found
     */
    static <T> T limited(long nanos, String what, Object of, Call<T> call) throws IOException {
        if (nanos == Long.MAX_VALUE) {
            return call.run();
        }
        var limit = new Timeout(Duration.ofNanos(nanos));
        limit.start();
        try {
            return call.run();
        } catch (Timeout t) {
            if (limit.isMine(t)) {
                throw Failures.timedOut(what, of, nanos, null);
            }
            throw t;
        } finally {
            limit.close();
        }
    }

    /** What a hub was told to use. */
    final class Chosen {
        private @Nullable Resolver resolver;

        private Chosen() {}
    }
}
