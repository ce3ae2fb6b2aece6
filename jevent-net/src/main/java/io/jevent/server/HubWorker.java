// SPDX-License-Identifier: Apache-2.0
package io.jevent.server;

import io.jevent.Greenlet;
import io.jevent.Jevent;
import io.jevent.event.Event;
import io.jevent.exceptions.GreenletExit;
import io.jevent.exceptions.HubClosedException;
import io.jevent.hub.CurrentGreenlet;
import io.jevent.hub.Hub;
import io.jevent.hub.HubErrorHandler;
import io.jevent.hub.RawGreenlet;
import io.jevent.lock.Semaphore;
import io.jevent.pool.Pool;
import io.jevent.socket.Addresses;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Invariant: only the hub's own thread uses the fields, except the counts and the events. Other hubs send messages
 * (onHub) and wait for the events. The states of a worker: accepting, closing (accepts nothing more), idle (and no
 * handler runs, except one that stops the server itself), over (and that one has ended too).
 */
/** The part of a server that runs on one hub. */
final class HubWorker {

    /** Set when the worker stops accepting. */
    final Event closing = new Event();

    /** Set when the worker has stopped accepting and no handler runs, except one that stops the server itself. */
    final Event idle = new Event();

    /** Set when the worker has stopped accepting and no handler runs. */
    final Event over = new Event();

    private final BaseServer server;
    private final Runnable closed;
    private final ServerOptions options;
    private final Hub hub = Hub.current();
    private final PeerFailures peerFailures;
    private final Endpoint endpoint;
    private final Set<HandlerTask> tasks = new HashSet<>();
    private final Event room = new Event();

    /** The permits that all workers of a server with a limit share; null for a single worker. */
    private final @Nullable Semaphore permits;

    private int detached;
    private boolean inline;
    private boolean draining;

    /**
     * Whether the socket is closed. It may accept connections into its backlog until then, so nobody is told before.
     */
    private boolean socketClosed;

    private @Nullable RawGreenlet acceptor;

    // written by the hub, read by any thread
    private volatile int busy;
    private volatile int finished;
    private volatile int killed;

    /** Opens the endpoint on the current hub; {@code closed} is called there when the worker stops accepting. */
    HubWorker(BaseServer server, ServerOptions options, ListenSpec spec, @Nullable Semaphore permits, Runnable closed)
            throws IOException {
        this.server = server;
        this.permits = permits;
        this.closed = closed;
        this.options = options;
        if (options.pool != null) {
            options.pool.size(); // fails if it belongs to another hub
        }
        peerFailures = new PeerFailures(hub, server);
        this.endpoint = server.open(spec);
    }

    void begin() {
        acceptor = Jevent.spawn(this::accept);
        acceptor.setName("accepting at " + Addresses.format(endpoint.localAddress()));
    }

    SocketAddress address() {
        return endpoint.localAddress();
    }

    int busy() {
        return busy;
    }

    /** Returns how many handlers have ended since {@link #drain}, and how many are running. */
    StopResult counts() {
        return new StopResult(finished, killed, idle.isSet() ? 0 : busy);
    }

    boolean isHubClosed() {
        return hub.isClosed();
    }

    boolean isHere() {
        return hub.isCurrent();
    }

    /** Runs {@code action} on the hub: at once if it is the current one, otherwise by a message. */
    void onHub(Runnable action) {
        if (hub.isCurrent()) {
            action.run();
            return;
        }
        try {
            hub.runCallback(action);
        } catch (HubClosedException e) {
            // all that ran on the hub has ended with it
        }
    }

    private void accept() {
        try {
            new AcceptLoop(server, options).run(endpoint::isOpen, () -> begin(endpoint.next(awaitRoom())));
        } finally {
            stopAccepting();
        }
    }

    private int awaitRoom() {
        int free = options.inline ? 1 : options.limit;
        Pool pool = options.pool;
        if (pool != null) {
            pool.awaitAvailable();
            free = Math.min(free, pool.freeCount());
        }
        if (permits != null) {
            permits.await();
            return 1;
        }
        while (tasks.size() >= options.limit) {
            room.clear();
            room.await();
        }
        return Math.min(free, options.limit - tasks.size());
    }

    private void begin(Endpoint.Work work) {
        try {
            acquire();
        } catch (Throwable t) {
            work.close();
            throw t;
        }
        if (closing.isSet()) {
            work.close();
            release();
            return;
        }
        var task = new HandlerTask(this, work);
        tasks.add(task);
        busy = tasks.size();
        if (options.spawnsFreely()) {
            task.mayRest();
        }
        try {
            spawn(task);
        } catch (Throwable t) {
            task.end();
            throw t;
        }
    }

    private void acquire() {
        if (permits != null) {
            permits.acquire();
        }
    }

    private void release() {
        if (permits != null) {
            permits.release();
        }
    }

    void spawn(HandlerTask task) {
        if (options.inline) {
            handleHere(task);
        } else if (options.raw) {
            var raw = new HandlerTask.Raw(task);
            task.setGreenlet(raw);
            raw.start();
        } else {
            Greenlet<?> greenlet = options.spawner.spawn(task);
            task.setGreenlet(greenlet);
            greenlet.rawlink(() -> task.endedIn(greenlet));
        }
    }

    /**
     * Reports an error of a handler. Unlike the error of another greenlet, it ends the program only if the options call
     * it fatal.
     */
    void failed(Object context, Error failure) {
        HubErrorHandler.report(hub, context, failure);
        if (options.fatalErrors.test(failure)) {
            server.endProgram(failure);
        }
    }

    /** Reports a connection that failed because of its peer. */
    void lost(Endpoint.Work work, Throwable failure) {
        peerFailures.report(work, failure);
    }

    private void handleHere(HandlerTask task) {
        inline = true;
        task.setGreenlet(CurrentGreenlet.require("a handler"));
        try {
            task.call();
        } catch (GreenletExit e) {
            throw e;
        } catch (Throwable t) {
            HubErrorHandler.report(hub, task, t);
        } finally {
            inline = false;
        }
    }

    /** Called when the work of a handler has been closed. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the hub writes them
    void ended(HandlerTask task) {
        if (!tasks.remove(task)) {
            detached--;
        } else if (draining && task.killed) {
            killed++;
        } else if (draining) {
            finished++;
        }
        busy = tasks.size();
        room.set();
        release();
        checkEnd();
    }

    private void checkEnd() {
        if (!socketClosed || !tasks.isEmpty()) {
            return;
        }
        endpoint.close();
        if (detached == 0) {
            over.set(); // before idle: a caller that sees idle checks over
        }
        idle.set();
    }

    void stopAccepting() {
        if (closing.isSet()) {
            return;
        }
        closing.set();
        endpoint.stop();
        if (acceptor != null && !inline && !acceptor.isCurrent()) {
            acceptor.interrupt(new GreenletExit("the server stops"));
        }
        endpoint.whenClosed(this::socketClosed);
        closed.run();
    }

    private void socketClosed() {
        socketClosed = true;
        checkEnd();
    }

    /**
     * Stops accepting and tells the handlers; {@code stopping} is the greenlet that stops the server, which is not
     * waited for.
     */
    void drain(@Nullable RawGreenlet stopping) {
        draining = true;
        detach(stopping);
        stopAccepting();
        for (HandlerTask task : List.copyOf(tasks)) {
            task.drain();
        }
        checkEnd();
    }

    private void detach(@Nullable RawGreenlet stopping) {
        for (HandlerTask task : tasks) {
            if (task.isBy(stopping)) {
                tasks.remove(task);
                detached++;
                busy = tasks.size();
                return;
            }
        }
    }

    void kill() {
        for (HandlerTask task : List.copyOf(tasks)) {
            task.kill();
        }
    }

    /** Closes the work of the handlers that have not ended although they were killed. */
    void abandon() {
        for (HandlerTask task : List.copyOf(tasks)) {
            task.close();
        }
        endpoint.close();
    }

    /** Ends a worker with its own thread, whatever runs there. */
    void interruptHub() {
        try {
            hub.interruptProgram(new GreenletExit("the server's own hub was closed"));
        } catch (HubClosedException e) {
            // it has already ended
        }
    }
}
