// SPDX-License-Identifier: Apache-2.0
package io.jevent.tests.contract;

import io.jevent.hub.RawGreenlet;
import io.jevent.hub.Tracer;
import org.jspecify.annotations.Nullable;

/** Does something at the moment when the wait of a greenlet is over. */
record OnceWoken(RawGreenlet victim, Runnable work) implements Tracer {

    @Override
    public void woken(RawGreenlet greenlet, @Nullable Object by) {
        if (greenlet == victim) {
            work.run();
        }
    }
}
