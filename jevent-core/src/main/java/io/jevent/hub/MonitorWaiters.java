// SPDX-License-Identifier: Apache-2.0
package io.jevent.hub;

import io.jevent.internal.access.MonitorWaits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The virtual threads of a closed world that wait for monitors of the JVM, in the order in which they began to. */
final class MonitorWaiters {

    /** Knows of monitors; null as long as no agent has changed the JDK for simulations. */
    private static volatile @Nullable MonitorWaits monitors;

    private final Hub hub;
    private final List<Thread> threads = new ArrayList<>();

    MonitorWaiters(Hub hub) {
        this.hub = hub;
    }

    static void monitors(MonitorWaits known) {
        monitors = known;
    }

    /** Whether waits of the JDK with a time limit are timers of hubs that are closed worlds. */
    static boolean areSimulated() {
        return monitors != null;
    }

    /** Whether the threads of a scheduler are woken here, not by the JVM. */
    boolean isClosedWorld() {
        return hub.loop().isClosedWorld();
    }

    /** A virtual thread has left its carrier and is not ready. */
    void left(@Nullable Thread thread) {
        MonitorWaits known = monitors;
        if (known != null && thread != null && isClosedWorld() && known.isWaiting(thread)) {
            threads.add(thread);
        }
    }

    /** Makes those ready that the JVM has chosen since the last call; called between two steps. */
    void wakeChosen() {
        if (threads.isEmpty()) {
            return;
        }
        MonitorWaits known = monitors;
        for (int i = 0; i < threads.size() && known != null; i++) {
            Thread thread = threads.get(i);
            boolean chosen = known.takeChoice(thread);
            if (chosen || !known.isWaiting(thread)) {
                threads.remove(i--);
            }
            if (chosen) {
                known.unblock(thread);
            }
        }
    }
}
