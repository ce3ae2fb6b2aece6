// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.client;

import io.jevent.hub.Hub;
import io.jevent.internal.http.IdleTimer;
import io.jevent.internal.netty.NettyLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The connections of a client on one hub, by origin.
 *
 * <p><b>Confinement:</b> hub-confined.
 */
public final class ConnectionPool implements AutoCloseable {

    private final ClientSettings settings;
    private final NettyLoop loop;
    private final Map<Origin, OriginPool> origins = new HashMap<>();
    private final IdleTimer timer;
    private boolean armed;
    private boolean closed;
    private int total;

    /**
     * Creates an empty pool for the current hub.
     *
     * @param settings the limits
     */
    public ConnectionPool(ClientSettings settings) {
        this.settings = settings;
        loop = NettyLoop.current();
        timer = new IdleTimer(loop.hub(), this::sweep);
    }

    Hub hub() {
        return loop.hub();
    }

    NettyLoop loop() {
        return loop;
    }

    ClientSettings settings() {
        return settings;
    }

    /**
     * Returns the connections of an origin.
     *
     * @param origin the origin
     * @return its pool
     */
    public OriginPool of(Origin origin) {
        if (closed) {
            throw new IllegalStateException("the client is closed");
        }
        return origins.computeIfAbsent(origin, key -> new OriginPool(this, key));
    }

    /** Counts a new connection; closes an idle one of another origin if there are too many. */
    boolean admit() {
        if (total >= settings.maxTotal && !closeOneIdle()) {
            return false;
        }
        total++;
        return true;
    }

    private boolean closeOneIdle() {
        ClientConnection oldest = null;
        for (OriginPool origin : origins.values()) {
            ClientConnection candidate = origin.longestIdle();
            if (candidate != null && (oldest == null || candidate.idleSince() < oldest.idleSince())) {
                oldest = candidate;
            }
        }
        if (oldest == null) {
            return false;
        }
        oldest.pool().evict(oldest);
        return true;
    }

    /** Called when a connection was closed, or not made: a waiter may make one. */
    void left(OriginPool by) {
        total--;
        if (by.wakeOne()) {
            return;
        }
        for (OriginPool origin : origins.values()) {
            if (origin.wakeOne()) {
                return;
            }
        }
    }

    void hasIdle() {
        if (!armed && settings.idleNanos != Long.MAX_VALUE) {
            armed = true;
            timer.begin(settings.idleNanos);
        }
    }

    private void sweep() {
        armed = false;
        long oldest = hub().now() - settings.idleNanos;
        long next = Long.MAX_VALUE;
        for (OriginPool origin : List.copyOf(origins.values())) {
            next = Math.min(next, origin.evictIdleSince(oldest));
        }
        origins.values().removeIf(OriginPool::isUnused);
        if (next != Long.MAX_VALUE) {
            armed = true;
            timer.begin(Math.max(1, next - oldest));
        }
    }

    /**
     * Returns the number of open connections.
     *
     * @return idle ones and those in use
     */
    public int open() {
        return total;
    }

    /**
     * Returns the number of connections in use.
     *
     * @return those with an exchange in flight
     */
    public int leased() {
        return origins.values().stream().mapToInt(OriginPool::leased).sum();
    }

    /**
     * Returns the number of calls that wait for a connection.
     *
     * @return the number of calls
     */
    public int waiting() {
        return origins.values().stream().mapToInt(OriginPool::waiting).sum();
    }

    /** Closes the idle connections. */
    public void closeIdle() {
        for (OriginPool origin : List.copyOf(origins.values())) {
            origin.evictIdle();
        }
    }

    /** Closes all connections; exchanges in flight fail. */
    @Override
    public void close() {
        closed = true;
        timer.cancel();
        List<ClientConnection> all = new ArrayList<>();
        origins.values().forEach(origin -> all.addAll(origin.all()));
        all.forEach(ClientConnection::close);
        origins.values().forEach(OriginPool::wakeAll);
    }

    boolean isClosed() {
        return closed;
    }
}
