// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.hub.Hub;
import io.jevent.hub.Timer;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the peer is still there: when nothing came for some time, it is sent a ping; when then nothing
 * comes again, it is given up. While nothing is read because nobody receives, silence means nothing.
 */
final class Liveness {

    private static final long NEVER = Long.MAX_VALUE;

    private final Session session;
    private final Hub hub;
    private final Duration interval;
    private final Duration limit;
    private final boolean on;
    private boolean heard;
    private boolean asked;
    private @Nullable Timer timer;

    Liveness(Session session, Hub hub, WebSocketOptions options) {
        this.session = session;
        this.hub = hub;
        on = options.pingNanos != NEVER;
        interval = Duration.ofNanos(options.pingNanos);
        limit = Duration.ofNanos(options.pongNanos);
    }

    /** Bytes came. */
    void heard() {
        heard = true;
    }

    void begin() {
        if (on && !session.hasEnded()) {
            asked = false;
            heard = false;
            timer = hub.schedule(interval, this::look);
        }
    }

    private void look() {
        timer = null;
        if (session.hasEnded()) {
            return;
        }
        if (heard || !session.isReading() || !session.isOpen()) {
            begin();
        } else if (asked) {
            session.giveUp("the peer did not answer a ping within " + limit);
        } else {
            asked = true;
            session.outbox().write(new PingWebSocketFrame());
            timer = hub.schedule(limit, this::look);
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
