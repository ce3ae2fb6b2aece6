// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.event.AsyncResult;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The look-ups of one hub that are in flight or queued. The same look-up by several greenlets is one; it belongs to
 * none of them, so killing one harms no other.
 *
 * <p>Invariant: at most {@link #AT_ONCE} look-ups are in flight, and for each queued one a greenlet waits. So neither
 * the names that strangers choose nor name servers that do not answer make them more than the program's own greenlets.
 */
final class InFlightLookups {

    /** How many look-ups are in flight at once. */
    static final int AT_ONCE = 64;

    private final Hub hub = Hub.current();
    private final Map<Object, Lookup<?>> known = new HashMap<>();
    private final Set<Lookup<?>> queued = new LinkedHashSet<>();
    private int inFlight;

    private static final class Lookup<T> {
        final Object key;
        final AsyncResult<T> result = new AsyncResult<>();
        final Consumer<AsyncResult<T>> begin;
        int waiters;

        Lookup(Object key, Consumer<AsyncResult<T>> begin) {
            this.key = key;
            this.begin = begin;
        }

        void begin() {
            try {
                begin.accept(result);
            } catch (Throwable t) {
                result.setException(t);
            }
        }
    }

    /**
     * Waits for a look-up, which is begun or queued if no greenlet waits for the same one.
     *
     * @param key what is looked up; equal keys have results of the same type
     * @param begin begins the look-up, on the hub's own thread, and has its argument set when it has ended
     */
    <T> T await(Object key, Consumer<AsyncResult<T>> begin) throws UnknownHostException {
        @SuppressWarnings("unchecked") // by the contract of key
        var lookup = (Lookup<T>) known.get(key);
        if (lookup == null || lookup.result.ready()) {
            lookup = new Lookup<>(key, begin);
            known.put(key, lookup);
            queued.add(lookup);
            var _ = hub.runCallback((DirectCallback) this::beginNext); // Netty keeps much for each thread that it meets
        }
        lookup.waiters++;
        try {
            lookup.result.join();
        } finally {
            lookup.waiters--;
            if (lookup.waiters == 0 && queued.remove(lookup)) {
                known.remove(key, lookup);
            }
        }
        if (lookup.result.exception() instanceof UnknownHostException e) {
            throw anew(e);
        }
        return lookup.result.result();
    }

    private void beginNext() {
        Iterator<Lookup<?>> next = queued.iterator();
        if (inFlight < AT_ONCE && next.hasNext()) {
            Lookup<?> lookup = next.next();
            next.remove();
            inFlight++;
            lookup.result.rawlink(() -> {
                inFlight--;
                known.remove(lookup.key, lookup);
                beginNext();
            });
            lookup.begin();
        }
    }

    /** One for each who asked, so that the stack is its own. */
    private static UnknownHostException anew(UnknownHostException failure) {
        var fresh = new UnknownHostException(failure.getMessage());
        fresh.initCause(failure.getCause() != null ? failure.getCause() : failure);
        return fresh;
    }

    /** How many look-ups are in flight or queued. */
    int size() {
        return inFlight + queued.size();
    }
}
