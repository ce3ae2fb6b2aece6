// SPDX-License-Identifier: Apache-2.0
package io.jevent.http.proxy;

import io.jevent.hub.CurrentGreenlet;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server behind the proxy, and how it does.
 *
 * <p><b>Confinement:</b> thread-safe.
 */
final class Upstream {

    private static final int FAILURES = 3;
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final URI uri;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile long skippedUntil = Long.MIN_VALUE;
    private volatile boolean checkedDown;

    Upstream(String address) {
        uri = URI.create(address);
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        String path = uri.getRawPath();
        if (!web || uri.getHost() == null || uri.getRawQuery() != null || (path != null && path.endsWith("/"))) {
            throw new IllegalArgumentException(
                    "an upstream is http:// or https:// with a host, and perhaps a port and a"
                            + " path that does not end in a slash: " + address);
        }
    }

    /** Returns the address of a path at this server. */
    URI resolve(String pathAndQuery) {
        return URI.create(uri + pathAndQuery);
    }

    /** Returns the address of a WebSocket at this server. */
    String webSocket(String pathAndQuery) {
        return "ws" + uri.toString().substring("http".length()) + pathAndQuery;
    }

    boolean isUp() {
        return !checkedDown && CurrentGreenlet.now() >= skippedUntil;
    }

    int requests() {
        return requests.get();
    }

    void enter() {
        requests.incrementAndGet();
    }

    void leave() {
        requests.decrementAndGet();
    }

    void succeeded() {
        failures.set(0);
    }

    /** Counts a failure; after three in a row the server is skipped for some time. */
    void failed() {
        if (failures.incrementAndGet() >= FAILURES) {
            skippedUntil = CurrentGreenlet.now() + PAUSE;
            failures.set(FAILURES - 1); // one more failure then suffices
        }
    }

    void checked(boolean healthy) {
        checkedDown = !healthy;
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
