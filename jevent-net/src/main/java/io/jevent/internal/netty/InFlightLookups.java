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
 * The look-ups of one hub that are in flight or queued. Greenlets that look up the same key share one look-up, which
 * belongs to none of them, so killing one greenlet does not affect the others.
 *
 * <p>Invariant: at most {@link #AT_ONCE} look-ups are in flight, and a greenlet waits for each queued one. So neither
 * names that clients choose nor unresponsive name servers make the look-ups outnumber the program's own greenlets.
 */
final class InFlightLookups {

    /** The largest number of look-ups in flight. */
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
     * Waits for a look-up; queues it unless the same look-up is queued or in flight.
     *
     * @param key the key of the look-up; equal keys have results of the same type
     * @param begin starts the look-up, on the hub's own thread, and sets its argument when the look-up has ended
     */
    <T> T await(Object key, Consumer<AsyncResult<T>> begin) throws UnknownHostException {
        @SuppressWarnings("unchecked") // by the contract of key
        var lookup = (Lookup<T>) known.get(key);
        if (lookup == null || lookup.result.isReady()) {
            lookup = new Lookup<>(key, begin);
            known.put(key, lookup);
            queued.add(lookup);
            var _ = hub.runCallback((DirectCallback)
                    this::beginNext); // on the hub's thread: Netty keeps much memory for each thread that calls it
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

    /** Creates an exception for each waiter, so that its stack trace is the waiter's. */
    private static UnknownHostException anew(UnknownHostException failure) {
        var fresh = new UnknownHostException(failure.getMessage());
        fresh.initCause(failure.getCause() != null ? failure.getCause() : failure);
        return fresh;
    }

    /** Returns how many look-ups are in flight or queued. */
    int size() {
        return inFlight + queued.size();
    }
}
