// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.hub.Hub;
import io.jevent.hub.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A time limit that each request moves. Moving it costs nothing: the timer stays as it is, and checks the deadline
 * again when it fires.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class IdleTimer implements Runnable {

    private static final long NONE = Long.MAX_VALUE;

    private final Hub hub;
    private final Runnable expired;
    private long deadline = NONE;
    private long firesAt;
    private @Nullable Timer timer;

    /**
     * Creates a timer without a limit.
     *
     * @param hub the hub
     * @param expired the action when the time is over, which must not block
     */
    public IdleTimer(Hub hub, Runnable expired) {
        this.hub = hub;
        this.expired = expired;
    }

    /**
     * Starts a time limit, in place of the one before.
     *
     * @param nanos the limit in nanoseconds; {@link Long#MAX_VALUE} for none
     */
    public void begin(long nanos) {
        long now = hub.now();
        deadline = nanos >= NONE - Math.max(now, 0) ? NONE : now + nanos;
        if (deadline != NONE && (timer == null || firesAt > deadline)) {
            cancel();
            arm(now);
        }
    }

    /** Suspends the limit. */
    public void pause() {
        deadline = NONE;
    }

    /** Cancels the timer. */
    public void cancel() {
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
