// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.hub.CurrentGreenlet;
import io.jevent.internal.world.Originals;

/** Whether what is patched acts on the caller. */
final class Greenlets {

    private Greenlets() {}

    /** True in a greenlet of a hub that has not asked for the originals. */
    static boolean mayWait() {
        return Thread.currentThread().isVirtual() && !Originals.areWanted() && CurrentGreenlet.get() != null;
    }
}
