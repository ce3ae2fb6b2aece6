// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monkey;

import io.jevent.hub.Attachments;
import io.jevent.hub.Hub;
import io.jevent.hub.VirtualTimeLoop;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The clocks of the JDK as greenlets see them: those of a hub whose time is virtual follow it. */
final class PatchedClocks {

    private PatchedClocks() {}

    /** The date when a hub's virtual clock stood at zero. */
    private record Zero(Instant date) {
        static Zero now() {
            return new Zero(Instant.now().minusNanos(Hub.current().now()));
        }
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
        return Attachments.of(hub).get(Zero.class, Zero::now).date.plusNanos(hub.now());
    }

    /** The caller's hub if its time is virtual. */
    private static @Nullable Hub virtual() {
        if (!Thread.currentThread().isVirtual() || Greenlets.wantsOriginals()) {
            return null;
        }
        Hub hub = Hub.ifCurrent();
        return hub != null && hub.loop() instanceof VirtualTimeLoop ? hub : null;
    }
}
