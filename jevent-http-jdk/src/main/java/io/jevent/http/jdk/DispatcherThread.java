// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.jdk;

import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.hub.Hub;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The thread, with a hub of its own, of a server that was started outside of a hub. It is not a daemon, so the JVM runs
 * until the server is stopped.
 */
final class DispatcherThread {

    private final Runnable begin;
    private final Event stopped = new Event();
    private final CompletableFuture<Hub> begun = new CompletableFuture<>();
    private final Thread thread;

    /** Creates the thread, which calls {@code begin} first. */
    DispatcherThread(Runnable begin) {
        this.begin = begin;
        thread = new Thread(this::run, "HTTP-Dispatcher");
        thread.setDaemon(false);
    }

    /** Starts the thread; returns its hub when the server accepts, or rethrows why it does not. */
    Hub start() {
        thread.start();
        try {
            return begun.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void run() {
        try {
            Jevent.run(() -> {
                begin.run();
                begun.complete(Hub.current());
                stopped.await();
            });
        } catch (RuntimeException | Error e) {
            if (!begun.completeExceptionally(e)) {
                throw e;
            }
        }
    }

    /** Ends the thread, and waits for its end unless it calls itself. */
    void end() {
        boolean own = begun.join().isCurrent();
        stopped.set();
        if (!own) {
            HubCalls.join(thread);
        }
    }
}
