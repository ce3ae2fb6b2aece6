// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.world;

import io.jevent.hub.DirectCallback;
import io.jevent.hub.Timer;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A wait of the JDK with a time limit, as a timer of the hub. The JDK cancels it and asks nothing else. */
public final class WorldTimer implements Future<Boolean> {

    private final Timer timer;

    /**
     * Starts one.
     *
     * @param world where the wait is
     * @param task ends the wait; neither waits nor takes a lock that a greenlet could hold
     * @param delay how long the wait is
     */
    public WorldTimer(World world, Runnable task, Duration delay) {
        timer = world.hub().schedule(delay, (DirectCallback) task::run);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return timer.cancel();
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean isDone() {
        return !timer.isPending();
    }

    @Override
    public Boolean get() {
        throw new UnsupportedOperationException("the end of a wait is not waited for");
    }

    @Override
    public Boolean get(long timeout, TimeUnit unit) {
        return get();
    }
}
