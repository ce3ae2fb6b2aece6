// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.GreenletSignal;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.RawGreenlet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One execution of a handler, from before the start of its greenlet until its work is closed. */
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
            end();
        }
    }

    /** Closes the work. Also called if the greenlet was killed before it ran. */
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
        }
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
            task.end();
            super.ended(result, failure);
        }
    }
}
