// SPDX-License-Identifier: Apache-2.0
package io.jevent.signal;

import io.jevent.hub.Hub;
import io.jevent.internal.carrier.OsSignals;
import java.util.function.IntConsumer;

/**
 * A handler of a signal that is in force.
 *
 * <p><b>Confinement:</b> thread-safe.
 */
public final class SignalHandle implements AutoCloseable {

    private final Hub hub;
    private final String name;
    private final Object previous;
    private boolean cancelled;
    private boolean keepsAlive;

    SignalHandle(Hub hub, String name, IntConsumer handler) {
        this.hub = hub;
        this.name = name;
        this.previous = OsSignals.install(name, handler);
    }

    /**
     * Says whether the hub has something to wait for as long as this handler is there. It has not unless told so: a
     * program in which nothing else can happen is then stuck, even if a signal could still come.
     *
     * @param keep true to have the hub wait for the signal
     * @gevent {@code ref}
     */
    public synchronized void keepAlive(boolean keep) {
        if (keep != keepsAlive && !cancelled) {
            keepsAlive = keep;
            if (keep) {
                hub.retain();
            } else {
                hub.release();
            }
        }
    }

    /** Puts back the handler that was there before; does nothing the second time. */
    public synchronized void cancel() {
        if (!cancelled) {
            keepAlive(false);
            cancelled = true;
            OsSignals.restore(name, previous);
        }
    }

    /** As {@link #cancel}. */
    @Override
    public void close() {
        cancel();
    }

    @Override
    public String toString() {
        return "handler of SIG" + name;
    }
}
