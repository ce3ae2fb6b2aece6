// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.hub.Hub;
import io.jevent.hub.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A time limit that is moved with each request: moving it back costs nothing, since its timer is left alone and looks
 * again when it fires.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
final class Watch implements Runnable {

    private static final long NONE = Long.MAX_VALUE;

    private final Hub hub;
    private final Runnable expired;
    private long deadline = NONE;
    private long firesAt;
    private @Nullable Timer timer;

    Watch(Hub hub, Runnable expired) {
        this.hub = hub;
        this.expired = expired;
    }

    /** Begins a limit in place of the one before. */
    void begin(long nanos) {
        long now = hub.now();
        deadline = nanos >= NONE - Math.max(now, 0) ? NONE : now + nanos;
        if (deadline != NONE && (timer == null || firesAt > deadline)) {
            cancel();
            arm(now);
        }
    }

    /** There is no limit for now. */
    void pause() {
        deadline = NONE;
    }

    void cancel() {
        Timer t = timer;
        if (t != null) {
            timer = null;
            t.cancel();
        }
    }

    private void arm(long now) {
        firesAt = deadline;
        timer = hub.schedule(Duration.ofNanos(Math.max(0, deadline - now)), this);
    }

    @Override
    public void run() {
        timer = null;
        long now = hub.now();
        if (deadline == NONE) {
            return;
        }
        if (now >= deadline) {
            deadline = NONE;
            expired.run();
        } else {
            arm(now);
        }
    }
}
