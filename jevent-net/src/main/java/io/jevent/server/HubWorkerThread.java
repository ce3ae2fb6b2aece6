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

/** A thread with a hub for one worker of a server. It ends when the worker is over. */
final class HubWorkerThread {

    /** Set when the hub is closed and the thread is about to end. */
    final Event ended = new Event();

    private final AsyncResult<HubWorker> opened = new AsyncResult<>();
    private volatile boolean interrupted;

    /** Creates the worker, on its hub. */
    @FunctionalInterface
    interface Opener {
        HubWorker open() throws Exception;
    }

    private HubWorkerThread() {}

    static HubWorkerThread start(String name, Supplier<Loop> loop, Opener opener) {
        var made = new HubWorkerThread();
        new Thread(() -> made.run(loop, opener), name).start();
        return made;
    }

    /** Waits until the worker is open; rethrows the failure to open it unchanged. */
    HubWorker worker() {
        Hub hub = Hub.current();
        hub.retain();
        try {
            return opened.result();
        } finally {
            hub.release();
        }
    }

    /** Ends the worker, now or as soon as it is open. Does not wait for that. */
    void interrupt() {
        interrupted = true;
        HubWorker worker = opened.value();
        if (worker != null) {
            worker.interruptHub();
        }
    }

    private void run(Supplier<Loop> loop, Opener opener) {
        try (Hub hub = Hub.open(loop.get())) {
            hub.retain();
            work(hub, opener);
        } catch (Throwable t) {
            opened.setException(t);
        } finally {
            ended.set();
        }
    }

    private void work(Hub hub, Opener opener) {
        try {
            Jevent.run(() -> work(opener));
        } catch (GreenletExit | CancellationException e) {
            // the worker was told to end
        } catch (Throwable t) {
            hub.handleError(this, t);
        }
    }

    private void work(Opener opener) {
        HubWorker worker;
        try {
            worker = opener.open();
        } catch (Throwable t) {
            opened.setException(t);
            return;
        }
        opened.set(worker);
        if (!interrupted) { // read after opened was set, so that a later interrupt() finds the worker
            worker.begin();
            worker.over.await();
        }
    }
}
