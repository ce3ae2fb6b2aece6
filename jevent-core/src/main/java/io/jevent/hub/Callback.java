// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A call that a hub makes once, in its turn.
 *
 * @gevent what {@code loop.run_callback} returns
 */
public final class Callback {

    private static final VarHandle WORK;

    static {
        try {
            WORK = MethodHandles.lookup().findVarHandle(Callback.class, "work", Runnable.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile @Nullable Runnable work;

    /** Whether another thread asked for it. */
    final boolean sent;

    Callback(Runnable work, boolean sent) {
        this.work = work;
        this.sent = sent;
    }

    /**
     * Whether the call is still to come.
     *
     * @return false from just before the call on, and once it was stopped
     */
    public boolean isPending() {
        return work != null;
    }

    /** Takes the call back; does nothing if it was made. */
    public void stop() {
        work = null;
    }

    void run(Hub hub) {
        Runnable call = take();
        if (call != null) {
            hub.call(call);
        }
    }

    /** Takes the call back; false if it was made. */
    boolean withdraw() {
        return take() != null;
    }

    private @Nullable Runnable take() {
        return (Runnable) WORK.getAndSet(this, null);
    }
}
