// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.exceptions.HubClosedException;
import org.jspecify.annotations.Nullable;

/** A callback that stands in a wait list and runs in its hub when it is woken. */
final class Link extends Waiter {

    final Runnable callback;
    private final Hub hub;
    private final Loop.Outside waker;

    /** The hub waits for the callback if {@code waker}, outside of it, brings it about. */
    Link(Hub hub, Runnable callback, Loop.Outside waker) {
        this.hub = hub;
        this.callback = callback;
        this.waker = waker;
        hub.expectations.begin(waker);
    }

    /** It was taken out and will not be called. */
    void dropped() {
        hub.expectations.end(waker);
    }

    /** A hub that was closed meanwhile calls nothing any more; the others in the list are to be woken all the same. */
    @Override
    void wake(@Nullable Object value) {
        try {
            var _ = hub.runCallback(callback);
        } catch (HubClosedException _) {
            // nobody is left to be told, and those who wait behind this one must be
        }
        dropped();
    }
}
