// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import io.jevent.internal.world.Originals;
import io.jevent.internal.world.World;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of the JDK as greenlets see them: those of a closed world follow it, and with {@code Patch.TIME} those of
 * each hub whose time is virtual do.
 */
final class PatchedClocks {

    /** Whether the clocks of all virtual hubs are patched, not of simulations only. */
    private static volatile boolean everywhere;

    private PatchedClocks() {}

    /** The date when a hub's virtual clock stood at zero. */
    private record Zero(Instant date) {
        static Zero now() {
            return new Zero(Instant.now().minusNanos(Hub.current().now()));
        }
    }

    static void followAllHubs() {
        everywhere = true;
    }

    static long nanoTime() {
        Hub hub = virtual();
        return hub == null ? System.nanoTime() : hub.now();
    }

    static Instant wall() {
        Hub hub = virtual();
        if (hub == null) {
            return Instant.now();
        }
        return hub.loop().isClosedWorld()
                ? World.of(hub).now()
                : Attachments.of(hub).get(Zero.class, Zero::now).date.plusNanos(hub.now());
    }

    /** The caller's hub if its time is virtual. */
    private static @Nullable Hub virtual() {
        if (!Thread.currentThread().isVirtual() || Originals.areWanted()) {
            return null;
        }
        Hub hub = Hub.ifCurrent();
        if (hub == null || !(hub.loop() instanceof VirtualTimeLoop loop)) {
            return null;
        }
        return everywhere || loop.isClosedWorld() ? hub : null;
    }
}
