// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The entry to the library. */
public final class Jevent {
    private Jevent() {}

    /**
     * Runs a body on the calling thread.
     *
     * @param <T> what the body returns
     * @param body what to run
     * @return what the body returned
     * @throws Exception what the body threw
     */
    public static <T extends @Nullable Object> T run(Callable<T> body) throws Exception {
        return body.call();
    }
}
