// SPDX-License-Identifier: Apache-2.0
package io.jevent.sim;

import io.jevent.monkey.Monkey;
import io.jevent.monkey.patch.MonkeyPatchException;
import java.util.List;
import java.util.Optional;
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

    /** Tells what to do if sets of objects without {@code hashCode} have another order in each run of this JVM. */
    static Optional<String> adviceOnHashCodes() {
        return adviceOnHashCodes(System.identityHashCode(new Object()), System.identityHashCode(new Object()));
    }

    static Optional<String> adviceOnHashCodes(int one, int other) {
        return one == other
                ? Optional.empty()
                : Optional.of("Identity hash codes are not simulated in this JVM; start it with"
                        + " -XX:+UnlockExperimentalVMOptions -XX:hashCode=2");
    }

    /** Changes the JDK before the first run, and the classes of a program whose threads are interrupted. */
    static void prepare(Preempt preempt, List<String> packages) {
        if (preempt == Preempt.WAITS) {
            return; // this class is initialized now, which is enough
        }
        if (REFUSAL != null) {
            throw new IllegalStateException("threads cannot be interrupted in this JVM: " + REFUSAL);
        }
        Monkey.patchPreemption(packages.toArray(String[]::new));
    }

    /** Returns why waits and threads of the JDK are not simulated in this JVM; null if they are. */
    static @Nullable String refusal() {
        return REFUSAL;
    }
}
