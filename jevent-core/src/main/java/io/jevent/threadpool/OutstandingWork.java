// SPDX-License-Identifier: Apache-2.0
package io.jevent.threadpool;

import io.jevent.hub.Hub;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Prevents deadlock detection of a hub while the work of a pool is outstanding. */
final class OutstandingWork {

    private OutstandingWork() {}

    /** The hub that runs while the caller waits; null for a virtual thread that no hub runs. */
    static @Nullable Hub hubOfWaiter() {
        Hub hub = Hub.ifCurrent();
        return hub == null && !Thread.currentThread().isVirtual() ? Hub.current() : hub;
    }

    /** Calls {@code wait} while the deadlock detection of the caller's hub is off. */
    static boolean during(BooleanSupplier wait) {
        Hub hub = hubOfWaiter();
        if (hub == null) {
            return wait.getAsBoolean();
        }
        hub.retain();
        try {
            return wait.getAsBoolean();
        } finally {
            hub.release();
        }
    }
}
