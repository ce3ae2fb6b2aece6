// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.dns.Dns;
import io.jevent.dns.ThreadResolver;
import io.jevent.exceptions.PinnedException;
import io.jevent.hub.Attachments;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.threadpool.ThreadPool;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Looks names up for the JDK: in greenlets, when names are patched, as their hub does it for jevent's own sockets; else
 * as ever.
 *
 * <p>Meanwhile the JDK keeps everyone else who asks for the same name waiting. So the hub's own pool must not be asked,
 * whose threads may be among those; and who is asked by a resolver that was asked here gets the JDK's answer.
 */
final class GreenletResolver implements InetAddressResolver {

    private static final int MOST_THREADS = 10;

    private static volatile boolean active;

    private final InetAddressResolver before;

    /** Whether {@link #before} is the JDK's own, and not one that the program brought with it. */
    private final boolean builtin;

    private final Set<Thread> asking = ConcurrentHashMap.newKeySet();

    /** The threads of a hub in which the JDK looks names up, and nothing else is done. */
    private record Threads(ThreadPool pool) {
        static ThreadPool ofHub() {
            Attachments attachments = Attachments.of(Hub.current());
            return attachments.get(Threads.class, () -> {
                        var made = new Threads(new ThreadPool(MOST_THREADS));
                        attachments.onClose(made.pool::kill);
                        return made;
                    })
                    .pool;
        }
    }

    /** {@code before} is asked where the hub has no other way. */
    GreenletResolver(InetAddressResolver before) {
        this.before = before;
        this.builtin = before.getClass().getModule() == Object.class.getModule();
    }

    static void activate() {
        active = true;
    }

    static void deactivate() {
        active = false;
    }

    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
        return lookUp(() -> before.lookupByName(host, policy), () -> wanted(Dns.addresses(host), host, policy));
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
        return lookUp(() -> before.lookupByAddress(address), () -> Dns.hostName(InetAddress.getByAddress(address)));
    }

    private <T> T lookUp(Callable<T> asEver, Callable<T> byHub) {
        try {
            Thread caller = Thread.currentThread();
            if (!active || !Greenlets.mayWait() || !asking.add(caller)) {
                return asEver.call();
            }
            try {
                CurrentGreenlet.sleep(0); // fails if the caller cannot leave its thread, before anything is done
                boolean inThread = !builtin || Dns.resolver() instanceof ThreadResolver;
                return inThread ? Threads.ofHub().apply(asEver) : byHub.call();
            } catch (PinnedException _) {
                return asEver.call();
            } finally {
                asking.remove(caller);
            }
        } catch (Exception e) {
            throw Sneaky.raise(e);
        }
    }

    /** Those of the kinds that the JDK is set up for, in the order that it is set up for. */
    private static Stream<InetAddress> wanted(List<InetAddress> found, String host, LookupPolicy policy)
            throws UnknownHostException {
        int wishes = policy.characteristics();
        List<InetAddress> fitting = found.stream()
                .filter(address -> has(wishes, address instanceof Inet4Address ? LookupPolicy.IPV4 : LookupPolicy.IPV6))
                .toList();
        if (fitting.isEmpty()) {
            throw new UnknownHostException(host + ": it has no address of the kind that this JVM is set up for");
        }
        if (has(wishes, LookupPolicy.IPV4_FIRST)) {
            return fitting.stream().sorted(Comparator.comparing(Inet6Address.class::isInstance));
        }
        if (has(wishes, LookupPolicy.IPV6_FIRST)) {
            return fitting.stream().sorted(Comparator.comparing(Inet4Address.class::isInstance));
        }
        return fitting.stream();
    }

    private static boolean has(int wishes, int one) {
        return (wishes & one) != 0;
    }
}
