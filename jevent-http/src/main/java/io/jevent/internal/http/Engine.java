// SPDX-License-Identifier: Apache-2.0
package io.jevent.internal.http;

import io.jevent.socket.StreamSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all connections of a server share.
 *
 * <p><b>Confinement:</b> thread-safe: its connections may be on several hubs.
 */
public final class Engine {

    private final Settings settings;
    private final Application application;
    private final AtomicInteger requests = new AtomicInteger();

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
     * Takes over a connection, for the greenlet that calls and then serves it.
     *
     * @param socket the connection, of the hub of this greenlet
     * @return what serves it
     */
    public HttpConnection connection(StreamSocket socket) {
        return new HttpConnection(this, socket);
    }

    /**
     * How many requests are being served.
     *
     * @return the number of them, on all hubs
     */
    public int requests() {
        return requests.get();
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
}
