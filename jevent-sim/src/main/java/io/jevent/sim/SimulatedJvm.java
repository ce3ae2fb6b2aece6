// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.monkey.Monkey;
import io.jevent.monkey.patch.MonkeyPatchException;
import org.jspecify.annotations.Nullable;

/** The changes of the JDK that simulations need; made once, before the first simulation of a JVM. */
final class SimulatedJvm {

    /** Why the JDK could not be changed; null if it was. */
    private static final @Nullable String REFUSAL = patch();

    private SimulatedJvm() {}

    private static @Nullable String patch() {
        try {
            boolean _ = Monkey.patchSimulation();
            return null;
        } catch (MonkeyPatchException e) {
            return e.getMessage();
        }
    }

    /** Returns why waits and threads of the JDK are not simulated in this JVM; null if they are. */
    static @Nullable String refusal() {
        return REFUSAL;
    }
}
