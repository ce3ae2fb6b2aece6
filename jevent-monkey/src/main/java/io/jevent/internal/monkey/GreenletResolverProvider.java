// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.exceptions.PinnedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.threadpool.ThreadPool;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Looks names up as the JDK does, but in the thread pool of the hub when a greenlet asks and names are patched. */
public final class GreenletResolverProvider extends InetAddressResolverProvider {

    private static volatile boolean active;
    private static volatile boolean installed;

    /** Called by the service loader. */
    public GreenletResolverProvider() {
        super();
    }

    static void activate() {
        active = true;
    }

    static boolean isInstalled() {
        return installed;
    }

    @Override
    public String name() {
        return "jevent";
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        installed = true;
        return around(configuration.builtinResolver());
    }

    static InetAddressResolver around(InetAddressResolver jdk) {
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                return lookUp(() -> jdk.lookupByName(host, policy));
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return lookUp(() -> jdk.lookupByAddress(address));
            }
        };
    }

    private static <T> T lookUp(Callable<T> work) {
        try {
            if (active && Greenlets.mayWait()) {
                try {
                    CurrentGreenlet.sleep(0); // fails if the caller cannot leave its thread, before anything is done
                } catch (PinnedException _) {
                    return work.call();
                }
                return ThreadPool.ofHub().apply(work);
            }
            return work.call();
        } catch (Exception e) {
            throw Sneaky.raise(e);
        }
    }
}
