// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.monitor;

import io.jevent.hub.Hub;
import io.jevent.hub.HubObserver;
import io.jevent.internal.settings.Setting;
import io.jevent.monitor.BlockingMonitor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Starts the blocking monitor of the setting {@code jevent.maxBlocking} when the first hub opens. */
public final class AutomaticMonitor implements HubObserver {

    private static @Nullable BlockingMonitor running;

    /** Called by {@link java.util.ServiceLoader}. */
    public AutomaticMonitor() {
        // has no state of its own
    }

    @Override
    public void opened(Hub hub) {
        startOnce(Setting.MAX_BLOCKING.duration());
    }

    private static synchronized void startOnce(Duration limit) {
        if (running == null && !limit.isZero()) {
            running = BlockingMonitor.start(limit);
        }
    }
}
