// SPDX-License-Identifier: Apache-2.0
package io.jevent.socket;

import io.jevent.Jevent;
import io.jevent.hub.Hub;

/** The loops that the tests of sockets run on. */
public enum OnLoop {
    EPOLL("netty-epoll"),
    NIO("netty-nio");

    private final String loop;

    OnLoop(String loop) {
        this.loop = loop;
    }

    /** The body of a test, on its hub. */
    @FunctionalInterface
    public interface Body {
        void run() throws Exception;
    }

    /** Runs {@code body} as the root greenlet of a hub with this loop. */
    public void run(Body body) throws Exception {
        System.setProperty("jevent.loop", loop);
        try (var hub = Hub.current()) {
            System.clearProperty("jevent.loop");
            hub.retain();
            hub.release();
            Jevent.run(() -> {
                body.run();
                return null;
            });
        }
    }
}
