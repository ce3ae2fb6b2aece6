// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.exceptions.NotSimulatedException;
import io.jevent.hub.Hub;
import io.jevent.internal.access.PinnedWaits;
import io.jevent.internal.world.World;
import io.jevent.monkey.patch.Patch;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * The permit of the wait belongs to the caller: nothing here may park the thread before the JDK does. So nothing may be
 * loaded or linked here either; rehearse() has done it before.
 */
/** The waits of greenlets that are pinned to their hub's thread: with any patch, they no longer block the hub. */
final class PinnedParks {

    private static final PinnedWaits WAITS = PinnedWaits.of(Hub.class);

    private static final String PARK = "java.lang.VirtualThread.parkOnCarrierThread(ZJ)V";

    private final MethodHandle original;
    private final BooleanSupplier simulated;

    PinnedParks(Jdk jdk, BooleanSupplier simulated) throws ReflectiveOperationException {
        this.simulated = simulated;
        Class<?> thread = Class.forName("java.lang.VirtualThread");
        original = jdk.method(
                        thread,
                        "parkOnCarrierThread",
                        MethodType.methodType(void.class, boolean.class, long.class),
                        false)
                .asType(MethodType.methodType(void.class, Thread.class, boolean.class, long.class));
    }

    List<JdkMethod> methods() {
        return List.of(JdkMethod.askedByEveryone(
                EnumSet.allOf(Patch.class),
                PARK,
                (call, _) -> await((Thread) call[1], (boolean) call[2], (long) call[3])));
    }

    private @Nullable Object await(Thread thread, boolean timed, long nanos) {
        if (timed && simulated.getAsBoolean() && World.ifCurrent() != null) {
            throw new NotSimulatedException("a wait with a time limit is not simulated while a native method or the"
                    + " initializer of a class is among the callers");
        }
        return WAITS.await(new Park(original, thread), timed, nanos) ? JdkMethod.DONE : null;
    }

    /** Waits once as a virtual thread that is no greenlet. */
    void rehearse() {
        try {
            WAITS.rehearse(() -> {
                Object _ = await(Thread.currentThread(), true, 1);
                new Park(original, Thread.currentThread()).park(true, 1);
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Park(MethodHandle original, Thread thread) implements PinnedWaits.Park {

        @Override
        public void park(boolean timed, long nanos) {
            try {
                original.invokeExact(thread, timed, nanos);
            } catch (Throwable t) {
                throw Sneaky.raise(t);
            }
        }
    }
}
