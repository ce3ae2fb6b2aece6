// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.event.AsyncResult;
import io.jevent.threadpool.ThreadPool;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Callable;

/** Looks names up with the JDK, and so with the operating system, in threads of the hub's pool. */
public final class ThreadLookups implements Resolver {

    private final InFlightLookups inFlight = new InFlightLookups();

    /** Creates a resolver for the current hub. */
    public ThreadLookups() {
        super();
    }

    @Override
    public List<InetAddress> resolve(String name) throws UnknownHostException {
        return inFlight.await(name, result -> begin(result, () -> find(name)));
    }

    /** Starts a look-up. A name that is not found is a result, not a failure that the pool should report. */
    private static <T> void begin(AsyncResult<T> result, Callable<T> find) {
        var _ = ThreadPool.ofHub().applyAsync(() -> {
            try {
                result.set(find.call());
            } catch (Throwable t) {
                result.setException(t);
            }
            return null;
        });
    }

    private static List<InetAddress> find(String name) throws UnknownHostException {
        try {
            return List.of(InetAddress.getAllByName(name));
        } catch (UnknownHostException e) {
            String message = e.getMessage();
            String reason = message != null && message.startsWith(name + ": ")
                    ? message.substring(name.length() + 2)
                    : "there is no such name";
            var failure = new UnknownHostException(
                    "cannot look up " + name + ": " + reason + ", according to the operating system");
            failure.initCause(e);
            throw failure;
        }
    }

    @Override
    public String nameOf(InetAddress address) throws UnknownHostException {
        return inFlight.await(address, result -> begin(result, () -> findName(address)));
    }

    private static String findName(InetAddress address) throws UnknownHostException {
        String digits = address.getHostAddress();
        String name = InetAddress.getByAddress(address.getAddress()).getCanonicalHostName();
        if (name.equals(digits)) {
            throw new UnknownHostException(
                    "cannot look up the name of " + digits + ": it has none, according to the operating system");
        }
        return name;
    }

    @Override
    public String toString() {
        return "resolver in the hub's thread pool";
    }
}
