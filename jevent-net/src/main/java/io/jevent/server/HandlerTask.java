// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.GreenletSignal;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import io.jevent.internal.netty.Resting;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/*
 * States: handled by a greenlet --- the handler has returned, and its work rests ---> resting --- resume ---> handled by
 * another greenlet. Either ends when the work is closed. Invariant: the task has a greenlet unless it rests or has ended.
 */
/** The work of a handler, from before the start of its greenlet until it is closed. */
final class HandlerTask implements Callable<@Nullable Void> {

    private final HubWorker worker;
    private final Endpoint.Work work;
    private @Nullable RawGreenlet greenlet;
    private boolean ended;

    /** Whether the server killed the handler. */
    boolean killed;

    HandlerTask(HubWorker worker, Endpoint.Work work) {
        this.worker = worker;
        this.work = work;
    }

    void setGreenlet(RawGreenlet handler) {
        greenlet = handler;
    }

    /** Allows the work to rest, if it can. */
    void mayRest() {
        if (work instanceof Resting resting) {
            Object context = CurrentGreenlet.context();
            resting.mayRest(() -> resume(context));
        }
    }

    private void resume(@Nullable Object context) {
        if (ended || worker.isHubClosed()) {
            close(); // its hub closes, and its sockets with it
            return;
        }
        Object here = CurrentGreenlet.context();
        CurrentGreenlet.setContext(context);
        try {
            worker.spawn(this);
        } catch (Throwable t) {
            end();
            throw t;
        } finally {
            CurrentGreenlet.setContext(here);
        }
    }

    boolean isBy(@Nullable RawGreenlet other) {
        return other != null && other == greenlet;
    }

    @Override
    public @Nullable Void call() throws Exception {
        try {
            work.handle();
            return null;
        } catch (GreenletSignal signal) {
            throw signal;
        } catch (LostConnectionException lost) {
            worker.lost(work, lost.failure());
            return null;
        } catch (Error e) {
            worker.failed(CurrentGreenlet.require("a handler"), e);
            return null;
        } finally {
            if (isResting()) {
                greenlet = null;
            } else {
                end();
            }
        }
    }

    /** Called when a greenlet of this task has ended, which may have been killed before it ran. */
    void endedIn(RawGreenlet handler) {
        if (isBy(handler)) {
            end();
        }
    }

    /** Closes the work. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        try {
            close();
        } finally {
            worker.ended(this);
        }
    }

    void close() {
        try {
            work.close();
        } catch (RuntimeException e) {
            Hub.current().handleError(this, e);
        }
    }

    void drain() {
        try {
            work.drain();
        } catch (RuntimeException e) {
            Hub.current().handleError(this, e);
        }
    }

    void kill() {
        killed = true;
        if (greenlet != null) {
            greenlet.interrupt(new GreenletExit("the server stops"));
        } else if (isResting()) {
            end();
        }
    }

    private boolean isResting() {
        return work instanceof Resting resting && resting.isResting();
    }

    @Override
    public String toString() {
        return "handler of " + work;
    }

    /** A greenlet without a result that runs a task. */
    static final class Raw extends RawGreenlet {

        private final HandlerTask task;

        Raw(HandlerTask task) {
            super(Hub.current(), task, task);
            this.task = task;
        }

        @Override
        protected @Nullable Object execute() throws Exception {
            return task.call();
        }

        @Override
        protected void ended(@Nullable Object result, @Nullable Throwable failure) {
            task.endedIn(this);
            super.ended(result, failure);
        }
    }
}
