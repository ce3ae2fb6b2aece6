// SPDX-License-Identifier: Apache-2.0
package io.jevent;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** The greenlet of a whole program. {@code Jevent.run} throws its failure, so it is not printed. */
final class RootGreenlet<T extends @Nullable Object> extends Greenlet<T> {

    RootGreenlet(Callable<? extends T> body) {
        super(body);
    }

    @Override
    protected void reportFailure(Throwable failure) {
        // thrown by Jevent.run
    }
}
