// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.hub.CurrentGreenlet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Whether what is patched acts on the caller. */
public final class Greenlets {

    /** The number of calls of {@link #original} in flight: mostly none, and then the thread-local is not read. */
    private static final AtomicInteger ORIGINALS = new AtomicInteger();

    private static final ThreadLocal<Boolean> ORIGINAL = ThreadLocal.withInitial(() -> false);

    private Greenlets() {}

    /** True in a greenlet of a hub that has not asked for the originals. */
    static boolean mayWait() {
        return Thread.currentThread().isVirtual() && !wantsOriginals() && CurrentGreenlet.get() != null;
    }

    static boolean wantsOriginals() {
        return ORIGINALS.get() > 0 && ORIGINAL.get();
    }

    /**
     * Calls something for which nothing is patched.
     *
     * @param <T> what it returns
     * @param body what is called
     * @return what it returns
     * @throws Exception what it throws
     */
    public static <T extends @Nullable Object> T original(Callable<? extends T> body) throws Exception {
        boolean before = ORIGINAL.get();
        ORIGINALS.incrementAndGet();
        ORIGINAL.set(true);
        try {
            return body.call();
        } finally {
            if (before) {
                ORIGINAL.set(true);
            } else {
                ORIGINAL.remove();
            }
            ORIGINALS.decrementAndGet();
        }
    }
}
