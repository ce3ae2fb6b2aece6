// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.Jevent;
import io.jevent.event.AsyncResult;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.hub.Hub;
import io.jevent.hub.Loop;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** A thread with a hub on which one worker of a server works, until the worker is over. */
final class HubWorkerThread {

    /** Set when the hub is closed and the thread has nothing more to do. */
    final Event ended = new Event();

    private final AsyncResult<HubWorker> opened = new AsyncResult<>();
    private volatile boolean told;

    /** Makes the worker, on the hub where it is to work. */
    @FunctionalInterface
    interface Opening {
        HubWorker open() throws Exception;
    }

    private HubWorkerThread() {}

    static HubWorkerThread start(String name, Supplier<Loop> loop, Opening opening) {
        var made = new HubWorkerThread();
        new Thread(() -> made.run(loop, opening), name).start();
        return made;
    }

    /** Waits until it is open; what went wrong is thrown as it is. */
    HubWorker worker() {
        Hub hub = Hub.current();
        hub.retain();
        try {
            return opened.result();
        } finally {
            hub.release();
        }
    }

    /** Ends it, now or as soon as it is open. It does not wait for that. */
    void interrupt() {
        told = true;
        HubWorker worker = opened.value();
        if (worker != null) {
            worker.interruptHub();
        }
    }

    private void run(Supplier<Loop> loop, Opening opening) {
        try (Hub hub = Hub.open(loop.get())) {
            hub.retain();
            work(hub, opening);
        } catch (Throwable t) {
            opened.setException(t);
        } finally {
            ended.set();
        }
    }

    private void work(Hub hub, Opening opening) {
        try {
            Jevent.run(() -> work(opening));
        } catch (GreenletExit | CancellationException e) {
            // it was told to end
        } catch (Throwable t) {
            hub.handleError(this, t);
        }
    }

    private void work(Opening opening) {
        HubWorker worker;
        try {
            worker = opening.open();
        } catch (Throwable t) {
            opened.setException(t);
            return;
        }
        opened.set(worker);
        if (!told) { // after the line above: who tells it later finds the worker
            worker.begin();
            worker.over.await();
        }
    }
}
