// SPDX-License-Identifier: Apache-2.0
package io.jevent.file;

import io.jevent.hub.Hub;
import io.jevent.hub.Linkable;
import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import java.util.function.BooleanSupplier;

/** The link protocol of one side of a stream: links stand in the list of those who wait for its thread. */
final class StreamReadiness implements Linkable {

    private final Mutex mutex;
    private final WaitList waiting;
    private final BooleanSupplier state;

    /** What {@code state} tells must change under {@code mutex}, and drain {@code waiting}; it locks by itself. */
    StreamReadiness(Mutex mutex, WaitList waiting, BooleanSupplier state) {
        this.mutex = mutex;
        this.waiting = waiting;
        this.state = state;
    }

    @Override
    public boolean ready() {
        return state.getAsBoolean();
    }

    /** Links first and asks then, so that what happens in between is not missed. */
    @Override
    public void rawlink(Runnable callback) {
        mutex.lock();
        try {
            waiting.addLink(callback);
        } finally {
            mutex.unlock();
        }
        if (state.getAsBoolean() && removed(callback)) {
            Hub.current().runCallback(callback);
        }
    }

    @Override
    public void unlink(Runnable callback) {
        var _ = removed(callback);
    }

    private boolean removed(Runnable callback) {
        mutex.lock();
        try {
            return waiting.removeLink(callback);
        } finally {
            mutex.unlock();
        }
    }
}
