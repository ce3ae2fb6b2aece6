// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import io.jevent.hub.WaitList;
import io.jevent.hub.Waiter;
import org.jspecify.annotations.Nullable;

/** The list of those who wait for a greenlet's end, which may come from another thread at any moment. */
final class GreenletLinks {

    private GreenletLinks() {}

    /** Enters the mutex of {@code list}, unless {@code greenlet} has ended. */
    static boolean lockOpen(WaitList list, Greenlet<?> greenlet) {
        list.mutex().lock();
        if (greenlet.ready()) {
            list.mutex().unlock();
            return false;
        }
        return true;
    }

    static void addAndUnlock(WaitList list, Runnable callback) {
        try {
            list.addLink(callback);
        } finally {
            list.mutex().unlock();
        }
    }

    static void remove(WaitList list, Runnable callback) {
        list.mutex().lock();
        try {
            var _ = list.removeLink(callback);
        } finally {
            list.mutex().unlock();
        }
    }

    /** After the list was replaced as the greenlet's: whoever looks at it under its mutex sees the greenlet ready. */
    static void wakeAll(WaitList list) {
        list.mutex().lock();
        @Nullable Waiter chain = list.drain();
        list.mutex().unlock();
        WaitList.wakeAll(chain, null);
    }
}
