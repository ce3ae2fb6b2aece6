// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.Outcome;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Look-ups under way. Who asks for what is being asked for already waits with those who did; whether one of them goes
 * away makes no difference to the others.
 */
final class UnderWay {

    private final Map<Object, Outcome<?>> begun = new HashMap<>();

    /**
     * Waits for a look-up, which begins now if none for the same thing is under way.
     *
     * @param key what is looked up; equal keys have results of the same type
     * @param begin begins the look-up; does not wait
     */
    <T> T await(Object key, Supplier<Outcome<T>> begin) throws UnknownHostException {
        @SuppressWarnings("unchecked") // by the contract of key
        var outcome = (Outcome<T>) begun.get(key);
        if (outcome == null || outcome.ready()) {
            Outcome<T> fresh = begin.get();
            begun.put(key, fresh);
            fresh.rawlink(() -> begun.remove(key, fresh));
            outcome = fresh;
        }
        outcome.join();
        if (outcome.exception() instanceof UnknownHostException e) {
            throw anew(e);
        }
        return outcome.result();
    }

    /** One for each who asked, so that the stack is its own. */
    private static UnknownHostException anew(UnknownHostException failure) {
        var fresh = new UnknownHostException(failure.getMessage());
        fresh.initCause(failure.getCause() != null ? failure.getCause() : failure);
        return fresh;
    }

    int size() {
        return begun.size();
    }
}
