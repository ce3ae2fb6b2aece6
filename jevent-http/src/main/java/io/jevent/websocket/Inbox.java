// SPDX-License-Identifier: Apache-2.0
package io.jevent.websocket;

import io.jevent.hub.Deadline;
import io.jevent.hub.WaitList;
import io.jevent.internal.netty.NettyLoop;
import io.jevent.internal.netty.Side;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/*
 * Either messages wait here for a greenlet, or, if nothing is to be done ahead, the frames that have come since. When more
 * than HIGH bytes wait, nothing more is read from the connection until less than LOW are left.
 */
/** What has come and was not received yet, and the greenlet that waits for it. */
final class Inbox extends Side {

    private static final int HIGH = 64 * 1024;
    private static final int LOW = 32 * 1024;

    /** What something is counted as at least. */
    private static final int LEAST = 64;

    private static final long FOR_EVER = Long.MAX_VALUE;

    private final Session session;
    private final NettyLoop loop;
    private final Channel channel;
    private final ArrayDeque<Message> messages = new ArrayDeque<>(2);
    private final ArrayDeque<WebSocketFrame> frames = new ArrayDeque<>(0);
    private int held;
    private boolean paused;
    private boolean ended;

    /** Whoever took the last message has not come back yet. */
    private boolean busy;

    Inbox(Session session, NettyLoop loop, Channel channel) {
        super(loop);
        this.session = session;
        this.loop = loop;
        this.channel = channel;
    }

    void add(Message message) {
        messages.add(message);
        hold(weightOf(message));
        signal(null);
    }

    /** Keeps a frame that is to be dealt with when somebody receives. */
    void keep(WebSocketFrame frame) {
        frames.add(frame);
        hold(weightOf(frame));
    }

    private void hold(int weight) {
        held += weight;
        if (!paused && held >= HIGH) {
            paused = true;
            channel.config().setAutoRead(false);
        }
    }

    private void taken(int weight) {
        held -= weight;
        if (paused && held < LOW) {
            paused = false;
            channel.config().setAutoRead(true);
        }
    }

    private static int weightOf(Message message) {
        return LEAST
                + switch (message) {
                    case Message.Text(String text) -> text.length();
                    case Message.Binary(byte[] bytes) -> bytes.length;
                };
    }

    private static int weightOf(WebSocketFrame frame) {
        return LEAST + frame.content().readableBytes();
    }

    /** Whether nothing is read since too much waits here. */
    boolean isPaused() {
        return paused;
    }

    /** Whether frames wait that were not dealt with. */
    boolean hasFrames() {
        return !frames.isEmpty();
    }

    /** The next message, waiting for it; null at the end. */
    @Nullable
    Message take(long nanos) throws SocketTimeoutException {
        Deadline deadline = null;
        busy = false;
        while (true) {
            Message message = next();
            if (message != null) {
                busy = true;
                return message;
            }
            if (ended) {
                session.answerClose();
                return null;
            }
            refuseSecond(session, "receive from");
            if (deadline == null && nanos != FOR_EVER) {
                deadline = new Deadline(nanos);
            }
            if (WaitList.timedOut(await(deadline == null ? FOR_EVER : deadline.left()))) {
                throw new SocketTimeoutException("receive timed out after " + Duration.ofNanos(nanos) + ": " + session);
            }
        }
    }

    private @Nullable Message next() {
        loop.takeTurn();
        while (messages.isEmpty() && !frames.isEmpty()) {
            WebSocketFrame frame = frames.remove();
            taken(weightOf(frame));
            session.dealWith(frame);
        }
        Message message = messages.poll();
        if (message != null) {
            taken(weightOf(message));
        }
        return message;
    }

    /** Whether all that has come was received, and nobody is likely to be dealing with it. */
    boolean isDone() {
        return !busy && messages.isEmpty() && frames.isEmpty();
    }

    /** Nothing more will come; what has come can still be received. */
    void end() {
        ended = true;
        signal(null);
    }

    /** Drops what has come, but for a close. */
    void dropToClose() {
        WebSocketFrame last = frames.pollLast();
        clear();
        if (last instanceof CloseWebSocketFrame) {
            session.dealWith(last);
        } else if (last != null) {
            last.release();
        }
    }

    /** Drops what has come. */
    void clear() {
        messages.clear();
        busy = false;
        for (WebSocketFrame frame = frames.poll(); frame != null; frame = frames.poll()) {
            frame.release();
        }
        held = 0;
        taken(0);
    }

    @Override
    protected boolean isReady() {
        return ended || !messages.isEmpty() || !frames.isEmpty();
    }

    @Override
    public String wokenBy() {
        return "the peer sending";
    }

    @Override
    public String toString() {
        return "input of " + session;
    }
}
