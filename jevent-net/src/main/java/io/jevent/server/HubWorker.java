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
 * Everything but the counts and the events is touched on the hub only. Other hubs send messages (onHub) and wait for the
 * events.
 */
/** What a server does on one hub. */
final class HubWorker {

    /** Set when nothing is accepted any more. */
    final Event closing = new Event();

    /** Set when nothing is accepted any more and no handler runs, except one that stops the server. */
    final Event idle = new Event();

    /** Set when nothing is accepted any more and no handler runs. */
    final Event over = new Event();

    private final BaseServer server;
    private final Runnable closed;
    private final ServerOptions options;
    private final Hub hub = Hub.current();
    private final PeerFailures peerFailures;
    private final Endpoint endpoint;
    private final Set<HandlerTask> tasks = new HashSet<>();
    private final Event room = new Event();

    /** The permits of all workers of a server with a limit; null for a worker that is alone. */
    private final @Nullable Semaphore permits;

    private int detached;
    private boolean inline;
    private boolean draining;
    private @Nullable RawGreenlet acceptor;

    // written by the hub, read by any thread
    private volatile int busy;
    private volatile int finished;
    private volatile int killed;

    /** Opens it on the current hub; {@code closed} is called there when it accepts nothing any more. */
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

    /** How many handlers have ended since {@link #drain}, and how many have not. */
    StopResult counts() {
        return new StopResult(finished, killed, idle.isSet() ? 0 : busy);
    }

    boolean isHere() {
        return hub.isCurrent();
    }

    /** Has {@code action} done on the hub, now if this is it. */
    void onHub(Runnable action) {
        if (hub.isCurrent()) {
            action.run();
            return;
        }
        try {
            hub.runCallback(action);
        } catch (HubClosedException e) {
            // with the hub everything on it has ended
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

    private void spawn(HandlerTask task) {
        if (options.inline) {
            handleHere(task);
        } else if (options.raw) {
            var raw = new HandlerTask.Raw(task);
            task.greenlet(raw);
            raw.start();
        } else {
            Greenlet<?> greenlet = options.spawner.spawn(task);
            task.greenlet(greenlet);
            greenlet.rawlink(task::end);
        }
    }

    /** Reports an error of a handler. Unlike one of another greenlet it ends the program only if the options say so. */
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
        task.greenlet(CurrentGreenlet.require("a handler"));
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

    /** Called when a handler has closed what it served. */
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
        if (!closing.isSet() || !tasks.isEmpty()) {
            return;
        }
        endpoint.close();
        if (detached == 0) {
            over.set(); // first: who sees that it is idle asks whether it is over
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
        checkEnd();
        closed.run();
    }

    /**
     * Accepts no more and tells the handlers; {@code stopping} is the greenlet that wants it, which is not waited for.
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

    /** The handlers that are left did not end when they were killed: what they serve is closed under them. */
    void abandon() {
        for (HandlerTask task : List.copyOf(tasks)) {
            task.close();
        }
        endpoint.close();
    }

    /** Ends a worker that has a thread of its own, whatever runs there. */
    void interruptHub() {
        try {
            hub.interruptProgram(new GreenletExit("the server's own hub was closed"));
        } catch (HubClosedException e) {
            // it has ended by itself
        }
    }
}
