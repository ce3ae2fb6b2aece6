// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.netty;

import io.jevent.event.Event;
import io.jevent.exceptions.HubClosedException;
import io.jevent.exceptions.PinnedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.DirectCallback;
import io.jevent.hub.Hub;
import org.jspecify.annotations.Nullable;

/** Work that the hub does on its own thread for a greenlet, which waits for its end. */
final class Turn implements DirectCallback {

    private final Runnable work;
    private final Event over = new Event();
    private boolean done;
    private @Nullable Throwable failure;

    private Turn(Runnable work) {
        this.work = work;
    }

    /** Does it; on the thread of the caller if that is none of a greenlet, or if the hub takes no more work. */
    static void take(Hub hub, Runnable work) {
        if (CurrentGreenlet.get() == null || !Thread.currentThread().isVirtual()) {
            work.run();
            return;
        }
        var turn = new Turn(work);
        turn.await(hub);
        turn.raise();
    }

    private void await(Hub hub) {
        CurrentGreenlet.enterShield();
        try {
            var _ = hub.runCallback(this);
            over.await();
        } catch (HubClosedException | PinnedException _) {
            run();
        } finally {
            CurrentGreenlet.exitShield();
        }
    }

    @Override
    public void run() {
        if (!done) {
            done = true;
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            over.set();
        }
    }

    private void raise() {
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            default -> throw new IllegalStateException(failure);
        }
    }
}
