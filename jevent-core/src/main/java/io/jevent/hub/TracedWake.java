// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import java.util.Objects;

/** The message of another thread that ends a greenlet's wait, with who sent it, for a hub that is traced. */
record TracedWake(RawGreenlet greenlet, Object by) {

    static TracedWake of(RawGreenlet greenlet) {
        return new TracedWake(greenlet, Objects.requireNonNullElseGet(CurrentGreenlet.get(), Thread::currentThread));
    }
}
