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

/** Resolves names without blocking the hub. */
@FunctionalInterface
public interface Resolver {

    /**
     * Looks a name up, in the calling greenlet.
     *
     * @param name a host name, not an address
     * @return its addresses, at least one, in the order in which a client should try them
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
     * Returns the resolver of the current hub.
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
     * @param resolver the resolver for later look-ups
     */
    static void setOfHub(Resolver resolver) {
        Attachments.of(Hub.current()).get(Chosen.class, Chosen::new).resolver = resolver;
    }

    /**
     * Resolves a name; an address in text form needs no look-up.
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
     * @param <T> the type of the result
     */
    @FunctionalInterface
    interface Call<T> {

        /**
         * Performs the look-up.
         *
         * @return the result
         * @throws UnknownHostException if nothing was found
         */
        T run() throws UnknownHostException;
    }

    /**
     * Performs a look-up with a time limit.
     *
     * @param <T> the type of the result
     * @param nanos the longest time
     * @param what the operation for the message, for example "connect"
     * @param of the name or address for the message
     * @param call the look-up
     * @return the result
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

    /** The resolver of a hub, if one was set or chosen. */
    final class Chosen {
        private @Nullable Resolver resolver;

        private Chosen() {}
    }
}
