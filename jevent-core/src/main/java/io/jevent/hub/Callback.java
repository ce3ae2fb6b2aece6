// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.access.FieldHandles;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A call that a hub makes once, in its turn.
 *
 * @gevent what {@code loop.run_callback} returns
 * @since 0.1
 */
public final class Callback {

    private static final VarHandle WORK =
            FieldHandles.find(MethodHandles.lookup(), Callback.class, "work", Runnable.class);

    private volatile @Nullable Runnable work;

    Callback(Runnable work) {
        this.work = work;
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

    /** Takes the work out, once; null if that was done before, or the call was taken back. */
    @Nullable
    Runnable take() {
        return (Runnable) WORK.getAndSet(this, null);
    }

    /** The work that is still to be done; null if it was done or taken back. */
    @Nullable
    Runnable peek() {
        return work;
    }

    void run(Hub hub) {
        Runnable call = take();
        if (call != null) {
            hub.dispatcher().call(call);
        }
    }
}
