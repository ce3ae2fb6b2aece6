// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.hub.Hub;
import io.jevent.socket.StreamSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves connections with an application.
 *
 * <p><b>Confinement:</b> thread-safe: its connections may be on several hubs.
 */
public final class Engine {

    private final Settings settings;
    private final Application application;
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<Hub, Set<HttpConnection>> connections = new ConcurrentHashMap<>();
    private volatile boolean draining;

    /**
     * Makes an engine without connections.
     *
     * @param settings what it allows
     * @param application what it serves
     */
    public Engine(Settings settings, Application application) {
        this.settings = settings;
        this.application = application;
    }

    Settings settings() {
        return settings;
    }

    Application application() {
        return application;
    }

    /**
     * Serves a connection until it ends, in the greenlet that calls.
     *
     * @param socket the connection, of the hub of this greenlet; it is closed in the end
     * @switches when it has to wait
     */
    public void serve(StreamSocket socket) {
        new HttpConnection(this, socket).serve();
    }

    /** From here on answers are the last of their connections, and idle connections end; any thread may call it. */
    public void drain() {
        draining = true;
        connections.forEach(
                (hub, open) -> hub.runCallback(() -> new ArrayList<>(open).forEach(HttpConnection::endIfIdle)));
    }

    /** Takes {@link #drain} back, for a server that starts again. */
    public void resume() {
        draining = false;
    }

    boolean isDraining() {
        return draining;
    }

    /**
     * How many requests are being served.
     *
     * @return the number of them, on all hubs
     */
    public int requests() {
        return requests.get();
    }

    /**
     * How many connections are open on this hub.
     *
     * @return the number of them
     */
    public int connections() {
        Set<HttpConnection> open = connections.get(Hub.current());
        return open == null ? 0 : open.size();
    }

    boolean enter() {
        if (requests.incrementAndGet() > settings.maxRequests()) {
            requests.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        requests.decrementAndGet();
    }

    Set<HttpConnection> connectionsOf(Hub hub) {
        return connections.computeIfAbsent(hub, _ -> new LinkedHashSet<>());
    }
}
