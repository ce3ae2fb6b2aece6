// SPDX-License-Identifier: Apache-2.0
package io.jevent.signal;

import io.jevent.Greenlet;
import org.jspecify.annotations.Nullable;

/** Runs the handler of a signal, whose exceptions concern the whole program. */
final class SignalGreenlet extends Greenlet<@Nullable Void> {

    private final Runnable handler;

    SignalGreenlet(Runnable handler) {
        this.handler = handler;
        setName("signal handler");
    }

    @Override
    protected @Nullable Void run() {
        handler.run();
        return null;
    }

    @Override
    protected void reportFailure(Throwable thrown) {
        hub().handleError(null, thrown);
    }
}
