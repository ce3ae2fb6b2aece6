// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.hub.Hub;
import io.jevent.hub.Timer;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Detects a peer that has vanished: after a time without input it sends a ping, and after a further time without input
 * it closes the connection. While reading is paused, since no greenlet receives, silence has no meaning.
 */
final class Heartbeat {

    private static final long NEVER = Long.MAX_VALUE;

    private final WebSocketConnection connection;
    private final Hub hub;
    private final Duration interval;
    private final Duration limit;
    private final boolean on;
    private boolean heard;
    private boolean asked;
    private @Nullable Timer timer;

    Heartbeat(WebSocketConnection connection, Hub hub, WebSocketOptions options) {
        this.connection = connection;
        this.hub = hub;
        on = options.pingNanos != NEVER;
        interval = Duration.ofNanos(options.pingNanos);
        limit = Duration.ofNanos(options.pongNanos);
    }

    /** Called when bytes arrive. */
    void heard() {
        heard = true;
    }

    void begin() {
        if (on && !connection.hasEnded()) {
            asked = false;
            heard = false;
            timer = hub.schedule(interval, this::check);
        }
    }

    private void check() {
        timer = null;
        if (connection.hasEnded()) {
            return;
        }
        if (heard || !connection.isReading() || !connection.isOpen()) {
            begin();
        } else if (asked) {
            connection.giveUp("the peer did not answer a ping within " + limit);
        } else {
            asked = true;
            connection.output().write(new PingWebSocketFrame());
            timer = hub.schedule(limit, this::check);
        }
    }

    void end() {
        Timer t = timer;
        if (t != null) {
            timer = null;
            t.cancel();
        }
    }
}
