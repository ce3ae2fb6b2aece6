// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.world;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Calls for which nothing is patched. */
public final class Originals {

    /** The number of calls in flight: mostly none, and then the thread-local is not read. */
    private static final AtomicInteger CALLS = new AtomicInteger();

    private static final ThreadLocal<Boolean> WANTED = ThreadLocal.withInitial(() -> false);

    private Originals() {}

    /** {@return whether the calling thread is within {@link #call}} */
    public static boolean areWanted() {
        return CALLS.get() > 0 && WANTED.get();
    }

    /**
     * Calls something for which nothing is patched.
     *
     * @param <T> what it returns
     * @param body what is called
     * @return what it returns
     * @throws Exception what it throws
     */
    public static <T extends @Nullable Object> T call(Callable<? extends T> body) throws Exception {
        boolean before = WANTED.get();
        CALLS.incrementAndGet();
        WANTED.set(true);
        try {
            return body.call();
        } finally {
            if (before) {
                WANTED.set(true);
            } else {
                WANTED.remove();
            }
            CALLS.decrementAndGet();
        }
    }
}
