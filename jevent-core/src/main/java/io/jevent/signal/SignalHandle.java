// SPDX-License-Identifier: Apache-2.0
package io.jevent.signal;

import io.jevent.hub.Hub;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * A handler of a signal that is in force.
 *
 * <p><b>Confinement:</b> thread-safe.
 */
public final class SignalHandle implements AutoCloseable {

    private final Hub hub;
    private final Signal signal;
    private final SignalHandler previous;
    private boolean cancelled;
    private boolean keepsAlive;

    SignalHandle(Hub hub, Signal signal, SignalHandler handler) {
        this.hub = hub;
        this.signal = signal;
        this.previous = Signals.install(signal, handler);
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
            var _ = Signals.install(signal, previous);
        }
    }

    /** As {@link #cancel}. */
    @Override
    public void close() {
        cancel();
    }

    @Override
    public String toString() {
        return "handler of " + signal;
    }
}
