// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.hub.Hub;
import io.jevent.hub.Mutex;
import io.jevent.hub.WaitList;
import io.jevent.hub.WaitTarget;
import io.jevent.hub.Waiter;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * A connection of HTTP/1.1 is idle, in the deque, or leased to one call. A returned one is handed to the first waiter, so no
 * later call overtakes it, and a wake-up that came first wins over a kill; a waiter that is killed with a connection in its
 * hands gives it back. A connection of HTTP/2 is shared, and its waiters look again.
 */
/**
 * The connections of one origin.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class OriginPool implements WaitTarget {

    private final ConnectionPool pool;
    private final Origin origin;
    private final Dialer dialer;
    private final Mutex mutex = new Mutex();
    private final WaitList waiters = new WaitList(mutex);
    private final Set<ClientConnection> connections = new LinkedHashSet<>();
    private final ArrayDeque<Http1Connection> idle = new ArrayDeque<>();
    private final List<ClientConnection> shared = new ArrayList<>();
    private int dialing;

    /** Whether the last connection speaks HTTP/2; null before the first. */
    private @Nullable Boolean http2;

    OriginPool(ConnectionPool pool, Origin origin) {
        this.pool = pool;
        this.origin = origin;
        dialer = new Dialer(this);
    }

    Hub hub() {
        return pool.hub();
    }

    ConnectionPool pool() {
        return pool;
    }

    ClientSettings settings() {
        return pool.settings();
    }

    /**
     * Returns the origin.
     *
     * @return the origin
     */
    public Origin origin() {
        return origin;
    }

    /**
     * Begins an exchange on a kept or a new connection; blocks until there is one.
     *
     * @param request the request
     * @param clock the limits of the call
     * @return the exchange, of which nothing was sent
     * @throws IOException if no connection can be made in time
     */
    public ClientExchange begin(Outgoing request, CallClock clock) throws IOException {
        while (true) {
            ClientConnection connection = lease(clock);
            try {
                return connection.exchange(request, clock);
            } catch (UnprocessedException e) {
                if (pool.isClosed()) {
                    throw e;
                }
            }
        }
    }

    private ClientConnection lease(CallClock clock) throws IOException {
        while (true) {
            if (pool.isClosed()) {
                throw new IOException("the client is closed");
            }
            ClientConnection kept = kept();
            if (kept != null) {
                return kept;
            }
            if (mayDial() && pool.admit()) {
                return dial(clock);
            }
            ClientConnection handed = await(clock);
            if (handed != null) {
                return handed;
            }
        }
    }

    private @Nullable ClientConnection kept() {
        for (ClientConnection connection : shared) {
            if (connection.hasRoom() && !connection.isTooOld()) {
                return connection;
            }
        }
        for (Http1Connection last = idle.pollLast(); last != null; last = idle.pollLast()) {
            if (last.isHealthy() && !last.isTooOld()) {
                return last;
            }
            last.close();
            removed(last);
        }
        return null;
    }

    /** Returns whether a new connection may be made: only one at a time, until its protocol is known. */
    private boolean mayDial() {
        boolean room = connections.size() + dialing < settings().maxPerOrigin;
        boolean mayShare = origin.http2() && !Boolean.FALSE.equals(http2);
        return room && !(mayShare && dialing > 0);
    }

    private ClientConnection dial(CallClock clock) throws IOException {
        dialing++;
        ClientConnection made = null;
        try {
            made = dialer.dial(clock);
            http2 = made.isHttp2();
            connections.add(made);
            if (made.isHttp2()) {
                shared.add(made);
            }
            return made;
        } finally {
            dialing--;
            if (made == null) {
                pool.left(this);
            } else if (origin.http2()) {
                wakeAll();
            }
        }
    }

    private @Nullable ClientConnection await(CallClock clock) throws IOException {
        long nanos = clock.left(Long.MAX_VALUE);
        Waiter waiter;
        mutex.lock();
        try {
            waiter = waiters.enter(nanos);
        } finally {
            mutex.unlock();
        }
        Object handed = WaitList.await(waiter, this, nanos);
        if (WaitList.timedOut(handed)) {
            String doing = "waiting for a free connection to " + origin;
            throw clock.lateToConnect(doing, nanos, new SocketTimeoutException(doing));
        }
        return (ClientConnection) handed;
    }

    /** Takes back a connection of HTTP/1.1 after an exchange. */
    void returned(Http1Connection connection) {
        if (wake(connection)) {
            return;
        }
        connection.idleFrom(hub().now());
        idle.addLast(connection);
        if (idle.size() > settings().maxIdlePerOrigin) {
            evict(idle.getFirst());
        }
        pool.hasIdle();
    }

    /** Called when a connection of HTTP/2 may take a further exchange. */
    void hasRoom(ClientConnection connection) {
        if (connection.inFlight() == 0) {
            connection.idleFrom(hub().now());
            pool.hasIdle();
        }
        var _ = wakeOne();
    }

    /** Called when a connection of HTTP/2 takes no further exchange; those in flight go on. */
    void retired(ClientConnection connection) {
        shared.remove(connection);
    }

    /** Called when a connection was closed. */
    void removed(ClientConnection connection) {
        if (connections.remove(connection)) {
            shared.remove(connection);
            if (connection instanceof Http1Connection single) {
                var _ = idle.remove(single);
            }
            pool.left(this);
        }
    }

    void evict(ClientConnection connection) {
        connection.close();
        removed(connection);
    }

    boolean wakeOne() {
        return wake(null);
    }

    private boolean wake(@Nullable ClientConnection connection) {
        Waiter next;
        mutex.lock();
        try {
            next = waiters.poll();
        } finally {
            mutex.unlock();
        }
        if (next == null) {
            return false;
        }
        WaitList.wake(next, connection);
        return true;
    }

    void wakeAll() {
        Waiter chain;
        mutex.lock();
        try {
            chain = waiters.drain();
        } finally {
            mutex.unlock();
        }
        WaitList.wakeAll(chain, null);
    }

    /** Closes the connections that are idle since a moment; returns since when the next one is idle. */
    long evictIdleSince(long moment) {
        long next = Long.MAX_VALUE;
        for (ClientConnection connection : all()) {
            boolean unused =
                    connection instanceof Http1Connection single ? idle.contains(single) : connection.inFlight() == 0;
            if (unused && connection.idleSince() <= moment) {
                evict(connection);
            } else if (unused) {
                next = Math.min(next, connection.idleSince());
            }
        }
        return next;
    }

    void evictIdle() {
        List<ClientConnection> unused = new ArrayList<>(idle);
        for (ClientConnection connection : shared) {
            if (connection.inFlight() == 0) {
                unused.add(connection);
            }
        }
        unused.forEach(this::evict);
    }

    @Nullable
    ClientConnection longestIdle() {
        ClientConnection first = idle.peekFirst();
        for (ClientConnection connection : shared) {
            boolean older = first == null || connection.idleSince() < first.idleSince();
            if (connection.inFlight() == 0 && older) {
                first = connection;
            }
        }
        return first;
    }

    Collection<ClientConnection> all() {
        return List.copyOf(connections);
    }

    int leased() {
        int used = 0;
        for (ClientConnection connection : connections) {
            if (connection instanceof Http1Connection single ? !idle.contains(single) : connection.inFlight() > 0) {
                used++;
            }
        }
        return used;
    }

    int waiting() {
        return waiters.size();
    }

    boolean isUnused() {
        return connections.isEmpty() && dialing == 0 && waiters.isEmpty();
    }

    @Override
    public String wokenBy() {
        return "a call that ends";
    }

    @Override
    public String toString() {
        return "connections to " + origin + " (" + connections.size() + " open)";
    }
}
